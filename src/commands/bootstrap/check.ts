import { checkBody } from '../../bootstrap/body.ts';
import { preflight, signsInByDevice } from '../../bootstrap/preflight.ts';
import type { BootstrapReport } from '../../bootstrap/types.ts';
import { outcomeOf } from '../../bootstrap/verdict.ts';
import { Cancelled, Exit, UserError, type ExitCode } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { bootstrapReporters } from '../../report/bootstrap/index.ts';
import { validate } from '../../schema/index.ts';
import { printable } from '../../text/printable.ts';
import { concealable, redact } from '../../text/redact.ts';
import { shownUrl } from '../../text/shown-url.ts';
import { routeOf, tokenFrom } from '../route.ts';
import { hearSignals } from '../hear-signals.ts';
import { resolved } from '../load-config.ts';
import { styleFor } from '../options.ts';
import { MAX_BYTES } from '../../importers/text.ts';
import { readAlone } from '../read-alone.ts';
import { bearer, credentialFor, endpointClient, forgedToken, getter } from './endpoint.ts';
import type { BootstrapFlags } from './flags.ts';
import { isPolicy, policyOf, readPolicy, type Policy } from './policy.ts';

/** The whole check takes less than five seconds, however slow the server is: two waits at most. */
const LIMIT_MS = 4000;

/** `bootstrap check`: a body in a file, an endpoint by its address, or the endpoint that a policy names. */
export async function runBootstrapCheck(where: string, flags: BootstrapFlags, io: Io): Promise<ExitCode> {
  const given = flags.managed === undefined ? undefined : await readPolicy(flags.managed, io);
  const { report, secrets } = /^[a-z][a-z0-9+.-]*:\/\//i.test(where)
    ? await checkEndpoint(where, given, flags, io)
    : await checkFile(where, given, flags, io);
  const outcome = outcomeOf(report);
  const failed =
    outcome === 'faults' || outcome === 'unproven' || (outcome === 'warnings' && flags.strict === true);
  const exitCode = failed ? Exit.findings : Exit.ok;
  await hearSignals(io);
  const write = await bootstrapReporters[flags.format]();
  const text = write(report, {
    style: await styleFor('stdout', flags, io),
    columns: io.stdout.columns,
    quiet: flags.quiet === true,
    exitCode,
  });
  io.stdout.write(redact(text, concealable(secrets)));
  return exitCode;
}

interface Checked {
  readonly report: BootstrapReport;
  /** What must not be shown, whatever the server answers. */
  readonly secrets: readonly string[];
}

async function checkFile(
  file: string,
  given: Policy | undefined,
  flags: BootstrapFlags,
  io: Io,
): Promise<Checked> {
  const name = file === '-' ? '<stdin>' : file;
  const read = file === '-' ? await io.stdin.read(MAX_BYTES) : await io.readFile(file, MAX_BYTES);
  if (!read.ok)
    throw new UserError(
      `${name} ${read.failure.message}.`,
      'Give the file of a body or of a policy, or an address that begins with https://.',
    );
  const policy = given === undefined && file !== '-' ? await policyIn(file, io) : undefined;
  if (policy !== undefined) {
    const url = policy.source.url ?? '';
    if (flags.quiet !== true)
      io.stderr.write(
        `${printable(file, 200)} is a policy: its bootstrap server is asked, ${printable(shownUrl(url), 200)}\n`,
      );
    return checkEndpoint(url, policy, flags, io);
  }
  const begun = performance.now();
  await hearSignals(io, read.value.length);
  const body = checkBody(read.value, { ...flags, source: given?.source, now: io.now() });
  const ms = Math.round(performance.now() - begun);
  return { report: { subject: printable(name, 300), checks: [], body, ms }, secrets: given?.secrets ?? [] };
}

/** The file as a policy, when it is one: it sets bootstrapUrl and no provider. */
async function policyIn(file: string, io: Io): Promise<Policy | undefined> {
  const loaded = await readAlone(file, io);
  if (!loaded.ok) return undefined;
  const looked = await resolved(loaded.value.document, io);
  const checked = validate(looked.document);
  if (!isPolicy(checked.settings)) return undefined;
  return policyOf(file, loaded.value.document, looked, checked);
}

async function checkEndpoint(
  address: string,
  policy: Policy | undefined,
  flags: BootstrapFlags,
  io: Io,
): Promise<Checked> {
  const url = parsed(address);
  const limitMs = flags.timeout ?? LIMIT_MS;
  const route = await routeOf(policy?.uses ?? { proxy: { kind: 'system' } }, flags, io);
  const token = tokenFrom(flags.tokenEnv, '--token-env', io);
  const foreign = tokenFrom(flags.otherAudienceTokenEnv, '--other-audience-token-env', io);
  const client = endpointClient(url, route, limitMs, io);
  const progress = progressOf(flags, io);
  try {
    const credential = await credentialFor(
      url,
      policy?.source,
      {
        token,
        signIn: flags.signIn === true || flags.signInFlow !== undefined,
        signInFlow: flags.signInFlow,
        quiet: flags.quiet === true,
      },
      { client, io },
    );
    const secrets = [
      ...credential.secrets,
      ...(foreign === undefined ? [] : [foreign]),
      ...(policy?.secrets ?? []),
    ];
    io.conceal(concealable(secrets));
    const report = await preflight({
      url,
      get: getter(client),
      credential: credential.headers,
      foreign: foreign === undefined ? undefined : bearer(foreign),
      forged: forgedToken(),
      deviceCode: signsInByDevice(policy?.source),
      secrets: credential.secrets,
      limitMs,
      source: policy?.source,
      target: flags.target,
      platform: flags.platform,
      now: io.now(),
      onStep: progress.step,
    });
    // What was cut off by whoever wants the run to end says nothing about the server.
    if (io.signal.aborted) throw new Cancelled();
    return { report, secrets };
  } finally {
    progress.end();
    await client.close();
  }
}

function parsed(address: string): URL {
  if (!URL.canParse(address) || !/^https?:\/\//i.test(address))
    throw new UserError(
      'The address is no https address.',
      'Give bootstrapUrl as it stands in the policy, such as https://config.example.com/user/bootstrap.',
    );
  return new URL(address);
}

/** How far it is, on a terminal: one line on stderr, written over itself. */
function progressOf(
  flags: BootstrapFlags,
  io: Io,
): { readonly step: (step: string) => void; readonly end: () => void } {
  if (!io.stderr.isTTY || flags.quiet === true) return { step: () => undefined, end: () => undefined };
  return {
    step: (step) => io.stderr.write(`\r\u001b[K${step} …`),
    end: () => io.stderr.write('\r\u001b[K'),
  };
}
