import { Option } from 'commander';
import { egress, groups, type Checked, type Egress } from '../egress/index.ts';
import { Exit, UserError, type ExitCode } from '../errors.ts';
import type { Diagnostic } from '../diagnostics.ts';
import type { Io } from '../io/io.ts';
import { printable } from '../text/printable.ts';
import { egressJson } from '../report/egress-json.ts';
import { renderEgress, renderHosts } from '../report/egress-text.ts';
import { text as textReporter } from '../report/text.ts';
import { keptOnDevice, settingsOf, validate, type Document } from '../schema/index.ts';
import { checkHosts } from './egress-check.ts';
import { hearSignals, writePieces } from './hear-signals.ts';
import { loadDocument, resolved } from './load-config.ts';
import type { Loaded } from './read-alone.ts';
import {
  addBootstrapOptions,
  addOverrideOptions,
  addReadOptions,
  numberArgument,
  styleFor,
  type CommandModule,
  type ReadFlags,
} from './options.ts';

/** Flags of `egress`. */
export interface EgressFlags extends ReadFlags {
  readonly format: 'text' | 'json' | 'hosts';
  readonly check?: boolean;
  readonly timeout: number;
  readonly ca?: string;
  readonly strict?: boolean;
  readonly bootstrap?: boolean;
  readonly bootstrapTokenEnv?: string;
  readonly bootstrapSignIn?: boolean;
}

export const command: CommandModule = {
  register(program, io, finish) {
    addBootstrapOptions(
      addOverrideOptions(
        addReadOptions(
          program
            .command('egress')
            .summary('list the hosts this configuration needs through a firewall')
            .description(
              'Lists the hosts that devices connect to, each with the setting that causes it, and what the agent’s ' +
                'tools may reach beyond that. Exit code 1: a setting that decides hosts is faulty, so the list has a gap; ' +
                'with --check also: a required host cannot be reached from here.',
            )
            .argument(
              '[file]',
              'the configuration in any format; - is standard input (default: cowork-3p.json)',
            )
            .addOption(
              new Option('--format <format>', 'text, json, or hosts: one host a line')
                .choices(['text', 'json', 'hosts'])
                .default('text'),
            )
            .option('--check', 'try each host from here: name, port, TLS')
            .addOption(
              new Option('--timeout <ms>', 'longest wait for one host')
                .argParser(numberArgument(100, 60_000))
                .default(10_000),
            )
            .option('--ca <file>', 'trust the certificates of this PEM file, too')
            .option('--strict', 'with --check: an optional host that cannot be reached fails, too'),
        ),
      ),
    ).action(async (file: string | undefined, flags: EgressFlags) => {
      finish(await runEgress(file, flags, io));
    });
  },
};

/** Lists the hosts of a configuration, and with `--check` tries to reach them. */
export async function runEgress(file: string | undefined, flags: EgressFlags, io: Io): Promise<ExitCode> {
  const loaded = await loadDocument(file, io, flags);
  // References are not resolved: what they name is nobody's to print, and an address that is one is a gap in the list.
  const document = flags.bootstrap === true ? await followed(loaded, flags, io) : loaded.document;
  const faults = faultsOf(validate(document).diagnostics);
  await tell(loaded.file, faults, flags, io);
  await hearSignals(io);
  const settings = Object.fromEntries(settingsOf(document));
  const found = egress(settings);
  await hearSignals(io);

  const checked =
    flags.check === true
      ? await checkHosts(found.hosts, settings, {
          io,
          timeoutMs: flags.timeout,
          ca: await authorities(flags.ca, io),
        })
      : undefined;
  const code = exitCode(found, faults, checked, flags.strict === true);
  await write(loaded.file, found, checked, code, flags, io);
  return code;
}

/** What the bootstrap server delivers, and what of the policy stays: the way to that server and the proxy. */
async function followed(loaded: Loaded, flags: EgressFlags, io: Io): Promise<Document> {
  const [{ followBootstrap }, looked] = await Promise.all([
    import('./bootstrap/follow.ts'),
    resolved(loaded.document, io),
  ]);
  const { document } = await followBootstrap(loaded.file, looked.document, flags, io);
  return { ...document, entries: new Map([...document.entries, ...keptOnDevice(loaded.document)]) };
}

/** Errors that can leave a gap in the list: those of the file itself, and of settings that decide hosts. Credentials do not. */
function faultsOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const deciding = new Set(groups.flatMap((group) => group.keys));
  return diagnostics.filter(({ severity, key }) => severity === 'error' && (key === '' || deciding.has(key)));
}

async function tell(
  file: string,
  diagnostics: readonly Diagnostic[],
  flags: EgressFlags,
  io: Io,
): Promise<void> {
  if (diagnostics.length === 0) return;
  const reporter = textReporter({
    style: await styleFor('stderr', flags, io),
    columns: io.stderr.columns,
    quiet: flags.quiet === true,
  });
  io.stderr.write(reporter.file({ file, format: null, valid: false, diagnostics }));
}

async function authorities(file: string | undefined, io: Io): Promise<readonly string[]> {
  if (file === undefined) return [];
  const read = await io.readFile(file, 1_000_000);
  if (!read.ok) throw new UserError(`${file} ${read.failure.message}.`);
  const pem = Buffer.from(read.value).toString('utf8');
  if (!/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(pem))
    throw new UserError(`${file} holds no PEM certificate.`);
  return [pem];
}

function exitCode(
  { remarks }: Egress,
  faults: readonly Diagnostic[],
  checked: Checked | undefined,
  strict: boolean,
): ExitCode {
  if (faults.length > 0 || remarks.some((one) => one.missing)) return Exit.findings;
  const failed = checked?.failed ?? [];
  return failed.some(({ required }) => required || strict) ? Exit.findings : Exit.ok;
}

async function write(
  file: string,
  found: Egress,
  checked: Checked | undefined,
  code: ExitCode,
  flags: EgressFlags,
  io: Io,
): Promise<void> {
  if (flags.format === 'json') {
    await writePieces(io.stdout, egressJson(file, found, checked, code), io);
    return;
  }
  const style = await styleFor('stdout', flags, io);
  const quiet = flags.quiet === true;
  if (flags.format === 'text') {
    const { columns } = io.stdout;
    await writePieces(io.stdout, renderEgress(found, checked, { style, columns, quiet }), io);
    return;
  }
  await writePieces(io.stdout, renderHosts(found), io);
  const styled = await styleFor('stderr', flags, io);
  const gaps = found.remarks.filter((one) => one.missing || (!quiet && one.cause === 'tools'));
  for (const { text } of gaps) io.stderr.write(`${styled.warning('!')} ${printable(text, 1000)}\n`);
  for (const { host, port } of checked?.failed ?? [])
    io.stderr.write(
      `${styled.error('✖')} ${host}:${String(port)} ${checked?.of({ host, port })?.detail ?? ''}\n`,
    );
}
