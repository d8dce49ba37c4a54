import { Exit, UserError, type ExitCode } from '../../errors.ts';
import {
  isServedFault,
  SERVED_FAULTS,
  servedFaultNames,
  startBootstrapServer,
  type BootstrapServer,
  type ServedFaultName,
} from '../../embedded-bootstrap/index.ts';
import type { Io } from '../../io/io.ts';
import { withoutKnownCredentials } from '../../text/credentials.ts';
import { printable } from '../../text/printable.ts';
import { durationArgument } from '../export/duration.ts';
import { styleFor } from '../options.ts';
import { untilCancelled } from '../until-cancelled.ts';
import type { BootstrapFlags } from './flags.ts';
import { readRoles } from './roles.ts';

/** `bootstrap serve`: role files on loopback until Ctrl-C, with faults by name. */
export async function runBootstrapServe(folder: string, flags: BootstrapFlags, io: Io): Promise<ExitCode> {
  const asked = flags.fault ?? [];
  if (asked.includes('list')) {
    const width = Math.max(...servedFaultNames.map((name) => name.length));
    for (const name of servedFaultNames)
      if (SERVED_FAULTS[name].says.length > 0)
        io.stdout.write(`${name.padEnd(width)}  ${SERVED_FAULTS[name].what}\n`);
    return Exit.ok;
  }
  const unknown = asked.find((name) => !isServedFault(name));
  if (unknown !== undefined)
    throw new UserError(`There is no fault named ${printable(unknown, 60)}.`, '"--fault list" shows them.');
  const roles = await readRoles(folder, flags, io);
  const server = await started(
    {
      roles,
      faults: asked.filter(isServedFault),
      expiresInMs: flags.expiresIn === undefined ? undefined : durationArgument(flags.expiresIn),
      now: () => io.now(),
      ...(flags.quiet === true
        ? {}
        : {
            onRequest: (line: string) =>
              io.stderr.write(`${withoutKnownCredentials(printable(line, 200))}\n`),
          }),
    },
    flags,
  );
  try {
    await tell(server, asked.filter(isServedFault), flags, io);
    await untilCancelled(io.signal);
    return Exit.ok;
  } finally {
    await server.close();
  }
}

async function started(
  options: Parameters<typeof startBootstrapServer>[0],
  { port }: BootstrapFlags,
): Promise<BootstrapServer> {
  try {
    return await startBootstrapServer({ ...options, ...(port === undefined ? {} : { port }) });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE' || code === 'EACCES')
      throw new UserError(`Port ${String(port)} cannot be used (${code}).`, 'Give another --port.');
    throw error;
  }
}

/** Where it listens, how to ask it, and how to point an app at it. The tokens are worth nothing elsewhere. */
async function tell(
  server: BootstrapServer,
  faults: readonly ServedFaultName[],
  flags: BootstrapFlags,
  io: Io,
): Promise<void> {
  const style = await styleFor('stdout', flags, io);
  const [first] = server.tokens;
  const lines = [
    `A bootstrap server for trying out is listening on ${server.url} until Ctrl-C.`,
    style.warning('Not for production: loopback only, no TLS, tokens made up for this run.'),
    '',
    style.strong('Roles and their tokens'),
    ...[...server.tokens].map(([role, token]) => `  ${printable(role, 200)}  ${token}`),
    '',
    style.strong('Check it, in another terminal'),
    `  export BOOTSTRAP_TOKEN=${first?.[1] ?? ''}`,
    `  cowork-3p bootstrap check ${server.url} --token-env BOOTSTRAP_TOKEN`,
    `  cowork-3p bootstrap check ${server.url} --sign-in`,
    '',
    style.strong('With a token that was made out to another application'),
    `  export OTHER_TOKEN=${server.foreignToken}`,
    `  cowork-3p bootstrap check ${server.url} --token-env BOOTSTRAP_TOKEN --other-audience-token-env OTHER_TOKEN`,
    '',
    style.strong('Point an app on this device at it'),
    '  Set bootstrapUrl, and nothing else, in a policy of a test device, such as',
    `  { "bootstrapUrl": "${server.url}" }`,
    '  and start the app again: it shows a code to enter at',
    `  ${server.origin}/verify`,
    '  The address is plain http on loopback; where the app refuses that, put a TLS proxy with a trusted certificate before it.',
    '',
    faults.length > 0
      ? `It answers with the fault ${faults.join(', ')}.`
      : `Each fault has an address of its own, such as ${server.urlOf('expired')}; "--fault list" shows them.`,
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
}
