import type { Outcome } from '../errors.ts';
import type { OidcFacts } from '../gateway/types.ts';
import type { Credential, GatewayRequest, StreamAnswer } from '../gateway/types.ts';
import type { Topic } from './products/product.ts';
import type { CheckAnswer, CheckResult, TokenUse, WhenBroken } from './types.ts';
import type { Failure, Route } from '../net/types.ts';
import type { GatewayAnswer } from '../protocol/answer.ts';
import type { StreamReading } from '../protocol/stream-shape.ts';
import type { Network } from '../net/network.ts';
import type { AuthScheme } from '../schema/index.ts';

/** The parts of a report, in its order. */
export const CHECK_GROUPS = {
  A: 'Reach',
  B: 'Credential',
  C: 'Messages',
  D: 'Models and extras',
} as const;
export type CheckGroup = keyof typeof CHECK_GROUPS;

/**
 * `default`: always; `deep`: costly, asked for; `flag`: very costly, asked for by the option that is named beside it;
 * `passive`: sends nothing and checks what the others saw, after all of them.
 */
export type CheckWhen =
  | { readonly when: 'default' | 'deep' | 'passive'; readonly flag?: never }
  | { readonly when: 'flag'; readonly flag: CheckFlag };

/** Who changes something: the configuration of devices, the gateway, the network, the registration of the app. */
export type Owner = 'configuration' | 'gateway' | 'network' | 'identity';

/** Options that ask for one check each. */
export type CheckFlag = 'context-1m' | 'intrusive' | 'sso' | 'other-audience-token-env';

/** One thing a gateway must do, and how to find out. */
export type Check = CheckRow & CheckWhen;

interface CheckRow {
  readonly id: string;
  /** What holds when it passes, in a few words. */
  readonly title: string;
  readonly group: CheckGroup;
  /** Who can do something about its failure. */
  readonly owner: Owner;
  /** What a remedy in the settings of a gateway product is about; absent where no product has one. */
  readonly topic?: Topic;
  /** A required check that could not be made leaves the gateway unproven (exit 1). */
  readonly required: boolean;
  readonly whenBroken: WhenBroken;
  /** What its failure means to users, as a clause of the verdict; an answer may say another. */
  readonly says?: string;
  /** Checks that must not have failed. Keep it short: every need is a wait. */
  readonly needs?: readonly string[];
  /**
   * May upset a gateway, so it runs after what must pass. `beside`: a small request that a good gateway refuses (wrong
   * key, unknown model), side by side with its like; `alone`: more than that, or in need of these, one at a time.
   */
  readonly negative?: 'beside' | 'alone';
  /** Its request goes alone, so it is made before those that go side by side: what waited for it would be a round more. */
  readonly first?: true;
  /** What one run costs, roughly. Checks that read another's answer cost nothing. */
  readonly tokens?: TokenUse;
  /** What one run costs, a row a request: for the models whose turns are asked for, and the others that are offered. */
  readonly cost?: (models: readonly string[], others: readonly string[]) => readonly TokenUse[];
  /** Whether it costs anything with this configuration. */
  readonly costs?: (facts: GatewayFacts) => boolean;
  /** `undefined`: there is nothing to say here, and the check is left out of the report. */
  run(context: CheckContext): RunAnswer | undefined | Promise<RunAnswer | undefined>;
}

/** What a check found. */
export interface RunAnswer extends CheckAnswer {
  /** With `skip`: the check whose failure explains this one. */
  readonly blockedBy?: string;
  /** A clause for the verdict when the app works only in part: "there is no streaming". */
  readonly says?: string;
  /** The models that fail, when not all do: the verdict names them. */
  readonly models?: readonly string[];
  /** What this failure means, where that depends on what was found; see WhenBroken. */
  readonly whenBroken?: WhenBroken;
  /** `false`: what builds on this check can still be checked although it failed. */
  readonly blocking?: boolean;
}

/** One entry of `inferenceModels`. */
export interface ConfiguredModel {
  readonly name: string;
  readonly supports1m?: boolean;
  readonly anthropicFamilyTier?: string;
  readonly isFamilyDefault?: boolean;
}

/** How the credential helper fared; made by the command, which runs it. */
export interface HelperRun {
  readonly ms: number;
  /** Set when it gave no credential: one sentence without its output. */
  readonly problem?: string;
  /** What works but should be fixed. */
  readonly warnings: readonly string[];
}

/** What the configuration says about the gateway. Values are resolved; secrets are not in here. */
export interface GatewayFacts {
  readonly baseUrl: string;
  readonly scheme: AuthScheme;
  /** `inferenceCredentialKind`, or what it comes to when unset. */
  readonly credentialKind?: string;
  /** `inferenceCustomHeaders`. */
  readonly customHeaders: Readonly<Record<string, string>>;
  /** `inferenceModels`. */
  readonly models: readonly ConfiguredModel[];
  /** `defaultModelEffort`. */
  readonly effort?: string;
  /** `toolSearchEnabled`. */
  readonly toolSearch?: boolean;
  /** `modelDiscoveryEnabled`; undefined is automatic. */
  readonly discovery?: boolean;
  /** `--model`. */
  readonly model?: string;
  readonly helper?: HelperRun;
  /** Inference requests carry the credential in `Authorization` and in `x-api-key`. */
  readonly bothHeaders?: boolean;
  /** `egressProxyUrl` and `egressProxyPacUrl`: how the app leaves the device. */
  readonly egressProxyUrl?: string;
  readonly egressProxyPacUrl?: string;
  /** The sign-in of the configuration that is in force. */
  readonly oidc?: OidcFacts;
}

/** A stream as it came, and as it reads. */
export interface StreamExchange {
  readonly answer: StreamAnswer;
  readonly reading: StreamReading;
}

/** One exchange as the passive checks see it. */
export interface Observation {
  /** What was asked: `health`, `models`, `bad-key` … */
  readonly label: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** At most the first 64 KB. */
  readonly text: string;
  readonly json: unknown;
  /** It breaks the syntax of HTTP in a way that the engine takes. */
  readonly loose?: boolean;
}

/** What is special about one request of a check. */
export interface SendOptions {
  /** `false`: never repeat this one, whatever the answer. */
  readonly retry?: boolean;
  /** Not the gateway's answer to what the app asks (an identity provider, a PAC file): the passive checks do not see it. */
  readonly aside?: boolean;
}

/** What a check may use. Everything from outside (network, clock, chance) comes in through here. */
export interface CheckContext {
  readonly facts: GatewayFacts;
  /** What the client was given to send; undefined when there is none. */
  readonly credential: Credential | undefined;
  /** A token of another audience, for the check that it is refused. */
  readonly otherAudience?: Credential | undefined;
  readonly route: Route;
  readonly network: Network;
  readonly signal: AbortSignal;
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** The wall clock, for certificates. */
  today(): Date;
  /** A fresh word of letters and digits, the same for the same label within one run. */
  nonce(label: string): string;
  /** Makes an answer once; whoever asks again gets the same one. */
  ask<T>(key: string, make: () => Promise<T>): Promise<T>;
  send(
    label: string,
    request: GatewayRequest,
    options?: SendOptions,
  ): Promise<Outcome<GatewayAnswer, Failure>>;
  /** `alone`: no other request is in flight, so that arrival times are the gateway's. */
  stream(
    label: string,
    request: GatewayRequest,
    options?: { readonly alone?: boolean },
  ): Promise<Outcome<StreamExchange, Failure>>;
  /** Requests that failed and passed when asked again, whether one failed so often in a row that the engine gives up, and how many were made. */
  failures(): {
    readonly failed: readonly string[];
    /** Of these, connections that had served others and were cut with a message on them. */
    readonly cutInUse: number;
    readonly turnLost: boolean;
    /** Some connections fail whatever is asked on them, and the others nothing. */
    readonly split: boolean;
    /** The credential was taken, and is refused at the end of the run. */
    readonly shutOut?: boolean;
    /** 429 was met. */
    readonly limited: boolean;
    readonly requests: number;
  };
  /** The first redirect that was followed: within the gateway's origin, as the engine does. */
  redirect(): { readonly status: number; readonly location: string } | undefined;
  /** The engine's User-Agent, when the gateway takes no other. */
  clientName(): string | undefined;
  /** All whole answers so far, in order of arrival. */
  observed(): readonly Observation[];
  /** `--deep` was asked for. */
  readonly deep: boolean;
  /** The model the checks use. */
  model(): Promise<string>;
  /** The models whose turns are asked for. */
  turnModels(): Promise<readonly string[]>;
  /** Text of a gateway, safe to print: one line, secrets replaced, at most `limit` characters. */
  quote(text: string, limit?: number): string;
  /** Every secret that was sent and must never come back, made-up keys among them. */
  readonly sent: readonly string[];
  /** Adds a made-up key to them. */
  noteSent(secret: string): void;
  /** How an earlier check of this run came out; undefined when it was not run. */
  resultOf(id: string): CheckResult | undefined;
  wait(ms: number): Promise<void>;
}

/** It holds; `detail` is a sentence. */
export function pass(detail: string): RunAnswer {
  return { status: 'pass', detail };
}

/** It should be better, and turns work; `hint` is what to change. */
export function warn(detail: string, hint?: string): RunAnswer {
  return { status: 'warn', detail, ...(hint === undefined ? {} : { hint }) };
}

/** It does not hold; `hint` is what to change. */
export function fail(detail: string, hint?: string): RunAnswer {
  return { status: 'fail', detail, ...(hint === undefined ? {} : { hint }) };
}

/** Does not apply here: nothing is left unproven. */
export function skip(detail: string): RunAnswer {
  return { status: 'skip', detail };
}

/** There is nothing of the kind that a check looks at; why that is, another check says. */
export function nothing(
  of: 'answer' | 'certificate' | 'message' | 'model list' | 'stream' | 'turn',
): RunAnswer {
  return skip(`There was no ${of} to look at.`);
}

/** Explained by another check's failure. */
export function blocked(by: string, detail: string): RunAnswer {
  return { status: 'skip', detail, blockedBy: by };
}

/** Could not be found out: a required check that says so leaves the gateway unproven. */
export function unproven(detail: string, hint?: string): RunAnswer {
  return { status: 'warn', detail, inconclusive: true, ...(hint === undefined ? {} : { hint }) };
}
