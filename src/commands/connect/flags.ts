import { Option, type Command } from 'commander';
import type { SignInFlow } from '../../gateway/sign-in/options.ts';
import { addBootstrapOptions, numberArgument, underHeading, type ReadFlags } from '../options.ts';
import type { RouteFlags } from '../route.ts';
import type { AuthScheme } from '../../schema/index.ts';

/** Flags of the commands that talk to a gateway. */
export interface GatewayFlags extends ReadFlags, RouteFlags {
  readonly url?: string;
  readonly authScheme?: AuthScheme;
  readonly credentialEnv?: string;
  readonly model?: string;
  readonly timeout?: number;
  readonly signIn?: boolean;
  readonly signInFlow?: SignInFlow;
  readonly otherAudienceTokenEnv?: string;
  /** Follow bootstrapUrl and use what that server delivers. */
  readonly bootstrap?: boolean;
  readonly bootstrapTokenEnv?: string;
  readonly bootstrapSignIn?: boolean;
}

/** The options of those commands, on one of them. */
export function addGatewayOptions(command: Command): Command {
  return underHeading(addBootstrapOptions(command), 'Gateway:', (one) =>
    one
      .option('--url <url>', 'ask this gateway instead of the configured one; no file is needed then')
      .addOption(
        new Option(
          '--auth-scheme <scheme>',
          'how to send the credential, instead of inferenceGatewayAuthScheme',
        ).choices(['bearer', 'x-api-key']),
      )
      .option('--credential-env <name>', 'take the credential from this environment variable')
      .option('--model <id>', 'the model to ask (default: the first usable one, Haiku first)')
      .option(
        '--timeout <ms>',
        'longest wait for one answer, a credential helper or a sign-in, in milliseconds (default: 60000, for a sign-in 300000)',
        numberArgument(100, 600_000),
      )
      .option('--ca <file>', 'trust this CA bundle (PEM) too')
      .option('--client-cert <file>', 'client certificate (PEM)')
      .option('--client-key <file>', 'its private key (PEM)')
      .option(
        '--proxy <url>',
        'go through this proxy; "env": through HTTPS_PROXY, "none": directly (default: egressProxyUrl, else env)',
      )
      .option('--sign-in', 'sign in first, as a user of the app does, and use that token')
      .addOption(
        new Option('--sign-in-flow <flow>', 'sign in this way instead of the way the app does').choices([
          'browser',
          'device',
        ]),
      ),
  );
}
