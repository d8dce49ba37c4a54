import { Exit, UserError, type ExitCode } from '../errors.ts';
import { exporters } from '../exporters/index.ts';
import { editJsonc } from '../exporters/jsonc-edit.ts';
import type { Io } from '../io/io.ts';
import { forTerminal, printable } from '../text/printable.ts';
import { encodeJson } from '../report/json.ts';
import { count, wrap } from '../report/wrap.ts';
import { holdsSecret, migrate, pathText, rangeText, type Document, type Migrated } from '../schema/index.ts';
import { loadAlone } from './load-config.ts';
import { addReadOptions, addTargetOption, styleFor, type CommandModule, type ReadFlags } from './options.ts';
import { Option } from 'commander';

export interface MigrateFlags extends ReadFlags {
  readonly write?: boolean;
  readonly check?: boolean;
  readonly format: 'text' | 'json';
}

export const command: CommandModule = {
  register(program, io, finish) {
    const migrateCommand = addReadOptions(
      program
        .command('migrate')
        .summary('rewrite retired keys, values and shapes')
        .description(
          'Rewrites what Claude Desktop no longer reads, or, with an older --target, what that release does not read ' +
            'yet. Each change is told on stderr; the result goes to stdout, or with --write into FILE, comments kept. ' +
            'What only a person can decide is told and left as it is.',
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

export async function runMigrate(file: string | undefined, flags: MigrateFlags, io: Io): Promise<ExitCode> {
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
  const migrated = migrate(document, flags.target);
  const pending = migrated.changes.length + migrated.decisions.length;
  if (flags.check === true) {
    const code = pending > 0 ? Exit.findings : Exit.ok;
    if (flags.format === 'json')
      io.stdout.write(`${encodeJson(jsonReport(loaded.file, migrated, code), 2)}\n`);
    else await tell(loaded.file, migrated, flags, io, 'would change');
    return code;
  }
  // What no spelling says for the whole fleet is an error here as it is for validate.
  const code = migrated.decisions.some(({ torn }) => torn === true) ? Exit.findings : Exit.ok;
  await tell(loaded.file, migrated, flags, io, 'changed');
  const text = await rewritten(document, migrated);
  if (flags.write !== true) {
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
  if (migrated.changes.length === 0) return code;
  const written = await io.writeFile(loaded.file, Buffer.from(text), {
    secret: holdsSecret(migrated.settings),
  });
  if (!written.ok) throw new UserError(`${loaded.file} ${written.failure.message}.`);
  return code;
}

/** JSONC keeps its comments and spacing; another format becomes plain JSON. */
async function rewritten(document: Document, migrated: Migrated): Promise<string> {
  if (document.text !== undefined) return editJsonc(document.text, migrated.edits);
  return Buffer.from((await exporters.json()).encode(migrated.settings, {})).toString('utf8');
}

async function tell(
  file: string,
  { changes, decisions }: Migrated,
  flags: MigrateFlags,
  io: Io,
  verb: string,
): Promise<void> {
  if (flags.quiet === true) return;
  const style = await styleFor('stderr', flags, io);
  const width = Math.max(30, io.stderr.columns - 4);
  for (const { from, to, why } of changes) {
    io.stderr.write(`${style.error(`- ${printable(from, 500)}`)}\n`);
    if (to !== undefined) io.stderr.write(`${style.ok(`+ ${printable(to, 500)}`)}\n`);
    io.stderr.write(`    ${style.faint(wrap(printable(why, 500), width, '    '))}\n`);
  }
  for (const { message } of decisions)
    io.stderr.write(`${style.warning('?')} ${wrap(printable(message, 500), width, '  ')}\n`);
  const target = flags.target === undefined ? '' : ` for ${rangeText(flags.target)}`;
  if (changes.length + decisions.length === 0)
    io.stderr.write(`${style.ok('✔')} ${printable(file, 200)}: nothing to change${target}\n`);
  else {
    const decide = decisions.length === 0 ? '' : `, ${count(decisions.length, 'thing')} for you to decide`;
    io.stderr.write(`${printable(file, 200)}: ${count(changes.length, 'place')} ${verb}${target}${decide}\n`);
  }
}

function jsonReport(file: string, { changes, decisions }: Migrated, exitCode: ExitCode): object {
  return {
    version: 1,
    command: 'migrate',
    exitCode,
    file,
    changes: changes.map(({ id, path, from, to, why }) => ({
      id,
      path,
      key: pathText(path),
      from,
      to: to ?? null,
      why,
    })),
    decisions: decisions.map(({ path, message }) => ({ path, key: pathText(path), message })),
  };
}
