import { Cancelled, cancelledCode, Exit, UserError, type ExitCode } from './errors.ts';
import type { Io, Output } from './io/io.ts';
import { withoutKnownCredentials } from './text/credentials.ts';
import { fold } from './text/fold.ts';
import { concealer } from './text/redact.ts';
import { printable } from './text/printable.ts';
import { withShownAddresses } from './text/shown-url.ts';
import { VERSION } from './version.ts';

/**
 * The program as a function: arguments without `node` and script in, exit code out. Everything else it
 * touches is in `io`. Never throws.
 */
export async function main(argv: readonly string[], world: Io): Promise<ExitCode> {
  const io = concealing(world);
  // The commonest script call costs nothing: no command line parser is loaded for it.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    io.stdout.write(`${VERSION}\n`);
    return Exit.ok;
  }
  try {
    const { run } = await import('./program.ts');
    const code = await run(argv, io);
    return code === Exit.cancelled ? cancelledCode(io.signal.reason) : code;
  } catch (error) {
    return explain(error, argv, io);
  }
}

/**
 * The same world, in which what is concealed shows in no text on either stream, and what is told at a terminal is broken
 * between words. Bytes pass unchanged: they are a file, which may be meant to hold the secret. So do the breaks of a result.
 */
function concealing(io: Io): Io {
  const { conceal, redact } = concealer();
  const guarded = (output: Output, shape = (text: string): string => text): Output => ({
    get isTTY() {
      return output.isTTY;
    },
    get columns() {
      return output.columns;
    },
    get colorDepth() {
      return output.colorDepth;
    },
    get isPending() {
      return output.isPending;
    },
    write: (chunk) => output.write(typeof chunk === 'string' ? shape(redact(chunk)) : chunk),
  });
  const told = (text: string): string => (io.stderr.isTTY ? fold(text, io.stderr.columns) : text);
  return { ...io, stdout: guarded(io.stdout), stderr: guarded(io.stderr, told), conceal };
}

/** The one place where a throw becomes an exit code; also one that nobody was there to catch. */
export function explain(error: unknown, argv: readonly string[], io: Io): ExitCode {
  if (error instanceof Cancelled || io.signal.aborted) {
    io.stderr.write('Cancelled.\n');
    return cancelledCode(io.signal.reason);
  }
  if (error instanceof UserError) {
    const say = (text: string): string => withoutKnownCredentials(withShownAddresses(printable(text, 500)));
    io.stderr.write(`cowork-3p: ${say(error.message)}\n`);
    if (error.hint !== undefined) io.stderr.write(`  ${say(error.hint)}\n`);
    return Exit.usage;
  }
  const verbose = argv.includes('--verbose');
  // The message of an unexpected error may quote a value; its name and place say enough for a report.
  const name = error instanceof Error ? error.name : typeof error;
  io.stderr.write(
    `cowork-3p ${VERSION}: internal error (${printable(name, 60)}). Nothing you did should cause it.\n` +
      (verbose
        ? ''
        : '  Run the command again with --verbose and report what it prints, without your configuration.\n'),
  );
  if (verbose && error instanceof Error) io.stderr.write(`${stackOf(error)}\n`);
  return Exit.internal;
}

/** The frames of a stack without the message, which may quote a value. */
function stackOf(error: Error): string {
  const stack = error.stack ?? '';
  const message = stack.indexOf(error.message);
  // A message of several lines may look like frames.
  const frames = stack
    .slice(message === -1 ? stack.length : message + error.message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  return [error.name, ...frames.slice(0, 20)].map((line) => printable(line, 200)).join('\n    ');
}
