import type { Diagnostic } from '../../diagnostics.ts';
import { Cancelled, UserError } from '../../errors.ts';
import { json } from '../../importers/json.ts';
import type { Io } from '../../io/io.ts';
import { effective, validate, type Document } from '../../schema/index.ts';
import { bootstrapSource, validateServed } from '../../schema/served.ts';
import { printable } from '../../text/printable.ts';
import { concealable, redact } from '../../text/redact.ts';
import { shownUrl } from '../../text/shown-url.ts';
import { routeOf, tokenFrom, type RouteFlags } from '../route.ts';
import { credentialFor, endpointClient, getter } from './endpoint.ts';

/** Flags of the commands that can follow a policy to its bootstrap server. */
interface FollowFlags extends RouteFlags {
  readonly quiet?: boolean;
  readonly bootstrapTokenEnv?: string;
  readonly bootstrapSignIn?: boolean;
}

/** What a bootstrap server delivers to this user. */
interface Followed {
  /** The answer, with what only the device sets left out. */
  readonly document: Document;
  /** What the app would not take, as findings. */
  readonly refused: readonly Diagnostic[];
  readonly secrets: readonly string[];
}

/** The app waits so long; so does a command that needs the answer. */
const LIMIT_MS = 30_000;

/** Fetches the answer that a policy leads to, as its user gets it. What keeps it from being read is a usage error. */
export async function followBootstrap(
  file: string,
  policy: Document,
  flags: FollowFlags,
  io: Io,
): Promise<Followed> {
  const checked = validate(policy);
  const source = bootstrapSource(file, policy, checked.settings);
  if (source.url === undefined || !URL.canParse(source.url))
    throw new UserError(
      `--bootstrap: ${printable(file, 200)} sets no bootstrapUrl.`,
      'Leave --bootstrap out, or give the policy that leads to the server.',
    );
  const url = new URL(source.url);
  const shown = printable(shownUrl(source.url), 200);
  const route = await routeOf(effective(checked), flags, io);
  const client = endpointClient(url, route, LIMIT_MS, io);
  try {
    const { headers, secrets } = await credentialFor(
      url,
      source,
      {
        token: tokenFrom(flags.bootstrapTokenEnv, '--bootstrap-token-env', io),
        signIn: flags.bootstrapSignIn === true,
        signInFlow: undefined,
        quiet: flags.quiet === true,
      },
      { client, io },
    );
    if (headers === undefined)
      throw new UserError(
        `--bootstrap: ${shown} needs the token of a user.`,
        'Give one with --bootstrap-token-env NAME, or sign in with --bootstrap-sign-in.',
      );
    const got = await getter(client)({ url: url.href, headers });
    if (io.signal.aborted) throw new Cancelled();
    const fault = !got.ok
      ? got.failure.message
      : got.value.status === 200
        ? undefined
        : `it answers ${got.value.status}`;
    const bytes = got.ok ? got.value.bytes : undefined;
    const decoded = bytes === undefined ? undefined : json.decode(bytes);
    if (fault !== undefined || decoded?.ok !== true || decoded.value.inert === true)
      throw new UserError(
        `--bootstrap: no configuration came from ${shown}: ${redact(fault ?? 'the answer is no JSON object', concealable(secrets))}.`,
        `"cowork-3p bootstrap check ${printable(file, 200)}" says what is wrong there.`,
      );
    const served = validateServed(decoded.value, { source, now: io.now(), wire: 'sent' });
    if (flags.quiet !== true) io.stderr.write(`Using what ${shown} delivers to this user.\n`);
    const refused = served.diagnostics.filter(({ severity }) => severity === 'error');
    const entries = new Map([...decoded.value.entries].filter(([key]) => served.settings.has(key)));
    return { document: { ...decoded.value, entries }, refused, secrets };
  } finally {
    await client.close();
  }
}
