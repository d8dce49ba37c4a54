import { Exit, UserError, type ExitCode } from '../errors.ts';
import { exporters } from '../exporters/index.ts';
import { editJsonc } from '../exporters/jsonc-edit.ts';
import { encodeText } from '../importers/text.ts';
import type { Io } from '../io/io.ts';
import { forTerminal, printable } from '../text/printable.ts';
import { migrateJson } from '../report/migrate-json.ts';
import { hasBases, holdsSecret, migrate, type Document, type Migrated } from '../schema/index.ts';
import { hearSignals, writePieces } from './hear-signals.ts';
import { loadAlone } from './load-config.ts';
import { tell, type MigrateFlags } from './migrate/tell.ts';
import { addReadOptions, addTargetOption, type CommandModule } from './options.ts';
import { aimed, projects } from './validate/project.ts';
import { Option } from 'commander';

export type { MigrateFlags } from './migrate/tell.ts';

export const command: CommandModule = {
  register(program, io, finish) {
    const migrateCommand = addReadOptions(
      program
        .command('migrate')
        .summary('rewrite retired keys, values and shapes')
        .description(
          'Rewrites what Claude Desktop no longer reads, or, with an older --target, what that release does not read ' +
            'yet. Each change is reported on stderr; the result goes to stdout, or with --write into FILE, comments kept. ' +
            'What needs a decision is reported and left as it is.',
        )
        .argument('[file]', 'the configuration in any format; - is standard input (default: cowork-3p.json)')
        .option('--write', 'change FILE in place')
        .option('--check', 'change nothing; exit 1 when something would change or must be decided')
        .addOption(
          new Option('--format <format>', 'with --check: how to report')
            .choices(['text', 'json'])
            .default('text'),
        ),
    );
    addTargetOption(migrateCommand).action(async (file: string | undefined, flags: MigrateFlags) => {
      finish(await runMigrate(file, flags, io));
    });
  },
};

/** Rewrites a configuration into the spelling of the target. */
export async function runMigrate(file: string | undefined, given: MigrateFlags, io: Io): Promise<ExitCode> {
  const flags = aimed(given, await projects(io)(file));
  if (flags.write === true && flags.check === true)
    throw new UserError('--check changes nothing: it takes no --write.');
  if (flags.write === true && file === '-') throw new UserError('--write needs a FILE to write into.');
  const loaded = await loadAlone(file, io, flags);
  const { document } = loaded;
  const syntax = document.findings.find(({ code }) => code === 'syntax' || code === 'wrong-shape');
  if (syntax !== undefined) {
    io.stderr.write(`cowork-3p: ${printable(loaded.file, 300)}:${syntax.line ?? 1}: ${syntax.message}\n`);
    return Exit.findings;
  }
  if (hasBases(document)) {
    const { migrateChain } = await import('./migrate/chain.ts');
    return migrateChain(loaded.file, document, flags, io);
  }
  const migrated = migrate(document, flags.target);
  await hearSignals(io);
  const pending = migrated.changes.length + migrated.decisions.length;
  if (flags.check === true) {
    const code = pending > 0 ? Exit.findings : Exit.ok;
    if (flags.format === 'json') await writePieces(io.stdout, migrateJson(loaded.file, migrated, code), io);
    else await tell(loaded.file, migrated, flags, io, 'would change');
    return code;
  }
  // What no spelling says for the whole fleet is an error here as it is for validate.
  const code = migrated.decisions.some(({ torn }) => torn === true) ? Exit.findings : Exit.ok;
  const text = await rewritten(document, migrated);
  await hearSignals(io);
  if (flags.write !== true) {
    await tell(loaded.file, migrated, flags, io, 'changed');
    io.stdout.write(io.stdout.isTTY ? forTerminal(text) : text);
    return code;
  }
  if (document.format !== 'json')
    throw new UserError(
      `${loaded.file} is no JSON file, and --write keeps the format of a file.`,
      'Migrate to stdout and export it: "cowork-3p migrate FILE | cowork-3p export - --format mobileconfig".',
    );
  if (document.nested !== undefined)
    throw new UserError(
      `${loaded.file} is a nested (v2) document, and --write changes flat ones only.`,
      'Migrate to stdout: "cowork-3p migrate FILE > flat.json" writes flat keys.',
    );
  if (migrated.changes.length > 0) {
    const written = await io.writeFile(loaded.file, encodeText(text, document.json), {
      secret: holdsSecret(migrated.settings),
    });
    if (!written.ok) throw new UserError(`${loaded.file} ${written.failure.message}.`);
  }
  await tell(loaded.file, migrated, flags, io, 'changed');
  return code;
}

/** JSONC keeps its comments and spacing; another format becomes plain JSON. */
async function rewritten(document: Document, migrated: Migrated): Promise<string> {
  if (document.text !== undefined) return editJsonc(document.text, migrated.edits);
  return Buffer.from((await exporters.json()).encode(migrated.settings, {})).toString('utf8');
}
