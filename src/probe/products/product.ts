import type { GatewayAnswer } from '../../protocol/answer.ts';
import type { AuthScheme } from '../../schema/index.ts';

/** What a product is, most specific first: the order in which several are named. */
export const PRODUCT_KINDS = [
  'llm-gateway',
  'api-gateway',
  'firewall',
  'proxy',
  'web-server',
  'cdn',
] as const;

/** The kind of a product that stands between the app and the model. */
type ProductKind = (typeof PRODUCT_KINDS)[number];

/** What a remedy is about. One topic serves several checks: it is a field of theirs. */
export type Topic =
  | 'key' // the credential is refused
  | 'scheme' // the header that carries it
  | 'required-header'
  | 'upstream-key' // the gateway's own credential for what is behind it
  | 'upstream-down'
  | 'model-missing'
  | 'model-list'
  | 'model-name' // another name comes back, or another model answers
  | 'fields' // body fields refused, dropped or rewritten; tool schemas too
  | 'betas'
  | 'stream' // events that are not the Messages API's
  | 'buffering'
  | 'timeout'
  | 'body-size'
  | 'header-size'
  | 'rate-limit'
  | 'quota'
  | 'firewall'
  | 'route' // the path is not the one that is served
  | 'client-certificate'
  | 'errors'; // shape and status of refusals, request ids

/** The part of an answer that gives a product away. */
export type SeenAnswer = Pick<GatewayAnswer, 'status' | 'headers' | 'text'>;

/**
 * A sign of a product. `header` is matched against lower-case names, `value` against that header's value; `body`
 * against the first 8,000 characters of a refusal (status 400 and up), with `always` of any answer: what a model
 * says in a good one may hold anything.
 */
export type Evidence =
  { readonly header: RegExp; readonly value?: RegExp } | { readonly body: RegExp; readonly always?: true };

/** An answer of the product's own whose meaning is known: the cause behind it and how to remove it there. */
export interface KnownAnswer {
  readonly topic: Topic;
  /** Only with this status; any when absent. */
  readonly status?: number;
  /** Only where this stands in the body (first 8,000 characters). */
  readonly body?: RegExp;
  /** Only where a header says so. */
  readonly header?: { readonly name: string; readonly value?: RegExp };
  /** One sentence: what the product says by it. */
  readonly cause: string;
  /** One imperative sentence, in the product's own settings or in a key of Claude Desktop. */
  readonly remedy: string;
}

/** A header that a product wants in `inferenceCustomHeaders`. */
interface WantedHeader {
  readonly name: string;
  /** A value that is right for most, or undefined where only the admin knows it. */
  readonly value?: string;
  readonly why: string;
}

/** What fits a product in a configuration of Claude Desktop. */
interface Setup {
  /** Header forms of the credential it takes, the usual one first. */
  readonly schemes?: readonly AuthScheme[];
  readonly headers?: readonly WantedHeader[];
  /** `served`: GET /v1/models lists what can be used. `named`: it lists nothing, or not what the app can use, so that `inferenceModels` has to. */
  readonly models?: 'served' | 'named';
  /** One more sentence for who sets it up. */
  readonly note?: string;
}

/** One product: how it shows, and what to do in its own settings. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly kind: ProductKind;
  /** Any one of these is enough. */
  readonly evidence: readonly Evidence[];
  /** A header that ends in, or holds, the version. */
  readonly version?: { readonly header: string; readonly value: RegExp };
  readonly known?: readonly KnownAnswer[];
  /** Settings of the product by topic: one imperative sentence each. */
  readonly remedies?: Partial<Readonly<Record<Topic, string>>>;
  readonly setup?: Setup;
}
