import type { EgressHost, Remark } from '../../egress/types.ts';
import type { CheckResult, TokenUse } from '../../probe/types.ts';
import type { Works } from '../../probe/verdict.ts';

/*
 * What the page tells: the results of `validate`, `probe`, `models` and `egress` as plain data. Texts may be hostile,
 * but hold no secret: whoever makes a `Page` has masked them.
 */

/** One finding of `validate`. */
export interface PageFinding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** The setting, such as `inferenceModels[1].name`; empty for the file. */
  readonly setting: string;
  readonly message: string;
  readonly hint?: string | undefined;
  /** `3:30`, behind the name of a base where it stands in one; empty when not known. */
  readonly place: string;
}

/** One check of `probe`. */
export type PageCheck = Pick<
  CheckResult,
  'id' | 'title' | 'required' | 'status' | 'ms' | 'detail' | 'hint' | 'blockedBy' | 'inconclusive'
>;

/** One run of `probe`. */
export interface PageProbe {
  readonly gateway: string;
  /** Who answered, such as `LiteLLM 1.106.12 behind nginx`. */
  readonly answeredBy?: string | undefined;
  readonly works: Works;
  readonly sentence: string;
  readonly checks: readonly PageCheck[];
  readonly tokens: TokenUse;
  readonly requests: number;
  /** Milliseconds of the whole run. */
  readonly ms: number;
}

/** One row of `models`. */
export interface PageModel {
  readonly id: string;
  readonly displayName: string | null;
  readonly usable: boolean;
  readonly reason: string | null;
}

/** What `models` found, or why it found nothing. */
export interface PageModels {
  readonly rows: readonly PageModel[];
  readonly notes: readonly string[];
  readonly problem?: { readonly detail: string; readonly hint: string } | undefined;
}

/** One entry of `inferenceModels`, as users see it. */
export interface PageConfiguredModel {
  readonly name: string;
  readonly label?: string | undefined;
  readonly tier?: string | undefined;
  readonly tierDefault: boolean;
  /** It is offered with a context of one million tokens as well. */
  readonly large: boolean;
}

/** What trying a host gave. */
export interface PageReach {
  readonly status: 'reached' | 'failed' | 'untried';
  readonly detail: string;
}

/** One host of `egress`. */
export type PageHost = Pick<
  EgressHost,
  'host' | 'port' | 'protocol' | 'wildcard' | 'cause' | 'key' | 'why' | 'required' | 'note'
> & { readonly check?: PageReach | undefined };

/** One setting, masked. */
export interface PageSetting {
  readonly key: string;
  readonly section: string;
  readonly title: string;
  /** Of several lines where it is a structure. */
  readonly value: string;
  /** The base it comes from. */
  readonly from?: string | undefined;
}

/** A part of the page that was made in this run, read from a report, or left out with a reason. */
export type Source<T> =
  | { readonly kind: 'made' | 'read'; readonly value: T; readonly from?: string | undefined }
  | {
      readonly kind: 'none';
      /** A whole sentence. */
      readonly why: string;
      readonly hint?: string | undefined;
      /** Somebody left it out; otherwise it could not be made. */
      readonly chosen: boolean;
    };

/** The whole page. */
export interface Page {
  /** What the reader knows it by, such as a change ticket. */
  readonly heading?: string | undefined;
  readonly file: string;
  readonly format: string;
  /** In words, such as `1.46388 and newer`. */
  readonly fleet?: string | undefined;
  readonly platform?: string | undefined;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  readonly version: string;
  /** How far the facts behind it reach. */
  readonly facts: string;
  readonly findings: readonly PageFinding[];
  readonly settings: readonly PageSetting[];
  readonly provider?: string | undefined;
  readonly configuredModels: readonly PageConfiguredModel[];
  /** The app asks the gateway for its models; else the clause that says why not. */
  readonly discovery: { readonly asks: boolean; readonly why?: string | undefined };
  readonly probe: Source<PageProbe>;
  readonly models: Source<PageModels>;
  readonly hosts: readonly PageHost[];
  readonly remarks: readonly Remark[];
  /** What the tools of the agent may reach: `pattern`, and whether the app adds it. */
  readonly toolAllowlist: readonly { readonly pattern: string; readonly added: boolean }[];
  /** What was left out by choice, in sentences. */
  readonly untested: readonly string[];
}
