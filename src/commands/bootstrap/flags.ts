import type { SignInFlow } from '../../gateway/sign-in/options.ts';
import type { BootstrapReporterName } from '../../report/bootstrap/index.ts';
import type { Platform, ReleaseRange } from '../../schema/index.ts';
import type { CommonFlags } from '../options.ts';

/** Flags of `bootstrap check` and `bootstrap serve`. */
export interface BootstrapFlags extends CommonFlags {
  readonly format: BootstrapReporterName;
  readonly managed?: string;
  readonly tokenEnv?: string;
  readonly otherAudienceTokenEnv?: string;
  readonly signIn?: boolean;
  readonly signInFlow?: SignInFlow;
  /** Milliseconds for one answer. */
  readonly timeout?: number;
  readonly ca?: string;
  readonly clientCert?: string;
  readonly clientKey?: string;
  readonly proxy?: string;
  readonly strict?: boolean;
  readonly port?: number;
  readonly fault?: readonly string[];
  readonly expiresIn?: string;
  readonly target?: ReleaseRange;
  readonly platform?: Platform;
}
