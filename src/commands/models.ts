import { Option } from 'commander';
import { Exit, ok, UserError, type ExitCode, type Outcome } from '../errors.ts';
import { editJsonc } from '../exporters/jsonc-edit.ts';
import { showId } from '../protocol/model-list.ts';
import { leftOutSentence } from '../probe/configuration.ts';
import { discoverModels, type ModelsReport, type NoModels } from '../probe/models/list.ts';
import { withoutKnownCredentials } from '../text/credentials.ts';
import { redactor } from '../text/redact.ts';
import { encodeText } from '../importers/text.ts';
import type { Io } from '../io/io.ts';
import { printable } from '../text/printable.ts';
import { modelsJson, noModelsJson } from '../report/models-json.ts';
import { modelsText } from '../report/models-text.ts';
import { count, wrap } from '../report/wrap.ts';
import { hasReference, holdsSecret, validate } from '../schema/index.ts';
import { connectFrom, type Connection } from './connect.ts';
import { addGatewayOptions, type GatewayFlags } from './connect/flags.ts';
import { refuseChanged } from './unchanged.ts';
import { addOverrideOptions, addReadOptions, styleFor, type CommandModule } from './options.ts';

/** Flags of `models`. */
export interface ModelsFlags extends GatewayFlags {
  readonly format: 'text' | 'json' | 'ids';
  readonly write?: boolean;
}

export const command: CommandModule = {
  register(program, io, finish) {
    addGatewayOptions(
      addOverrideOptions(
        addReadOptions(
          program
            .command('models')
            .summary('what the model picker would show, and why the rest is hidden')
            .description(
              'Lists what the gateway serves at GET /v1/models, which of it Claude Desktop would show, why the rest is ' +
                'hidden, and how that compares with inferenceModels. Exit code 1: no list, nothing usable in it, or errors in the configuration.',
            )
            .argument(
              '[file]',
              'the configuration in any format; - is standard input (default: cowork-3p.json)',
            )
            .addOption(
              new Option('--format <format>', 'how to report; ids: usable IDs, one a line')
                .choices(['text', 'json', 'ids'])
                .default('text'),
            )
            .option('--write', 'put the usable models into inferenceModels of FILE; comments stay'),
        ),
      ),
    ).action(async (file: string | undefined, flags: ModelsFlags) => {
      finish(await runModels(file, flags, io));
    });
  },
};

/** Lists the models of a gateway; the exit code is 1 where there is no list. */
export async function runModels(file: string | undefined, flags: ModelsFlags, io: Io): Promise<ExitCode> {
  if (flags.write === true && (file === '-' || (file === undefined && flags.url !== undefined)))
    throw new UserError('--write needs a FILE to write into.');
  const connection = await connectFrom(file, flags, io);
  try {
    const found = await listedModels(connection, io);
    io.signal.throwIfAborted();
    if (!found.ok) {
      const { detail, hint } = found.failure;
      if (flags.format === 'json') io.stdout.write(noModelsJson(found.failure, Exit.findings));
      const style = await styleFor('stderr', flags, io);
      io.stderr.write(
        `${style.error('✖')} ${wrap(detail, io.stderr.columns - 2, '  ')}\n  → ${wrap(hint, io.stderr.columns - 4, '    ')}\n`,
      );
      return Exit.findings;
    }
    const { leftOut } = connection;
    const left = leftOut.length === 0 ? [] : [leftOutSentence(leftOut)];
    const broken = connection.facts.helper?.problem;
    const asked = broken === undefined ? [] : [`${broken}, so the gateway was asked without a credential`];
    const report = { ...found.value, notes: [...left, ...asked, ...found.value.notes] };
    const usable = report.models.filter((model) => model.usable);
    const code = usable.length > 0 && leftOut.length === 0 && broken === undefined ? Exit.ok : Exit.findings;
    await print(report, code, flags, io);
    if (flags.write === true && usable.length > 0)
      await writeModels(
        connection,
        usable.map(({ rawId }) => rawId),
        flags,
        io,
      );
    return code;
  } finally {
    await connection.client.close();
  }
}

/** What the gateway lists, free of what it was sent. */
export async function listedModels(
  { client, facts, timeouts }: Connection,
  io: Io,
): Promise<Outcome<ModelsReport, NoModels>> {
  const sent = redactor(client.secrets);
  // A configured name, too, may be a key in the wrong place.
  const redact = (text: string): string => withoutKnownCredentials(sent(text));
  const found = await discoverModels(client, {
    configured: facts.models,
    timeouts,
    signal: io.signal,
    quote: (text) => printable(redact(printable(text, 800)), 200),
  });
  return found.ok ? ok(withoutSecrets(found.value, redact)) : found;
}

/** What a gateway calls its models is a text of its own, and may bring back what it was sent. */
function withoutSecrets(report: ModelsReport, redact: (text: string) => string): ModelsReport {
  return {
    ...report,
    models: report.models.map((model) => {
      const id = redact(model.id);
      const hidden = redact(model.rawId) !== model.rawId;
      return {
        ...model,
        id,
        displayName: model.displayName === null ? null : redact(model.displayName),
        reason: hidden
          ? 'Its ID holds a secret of this run'
          : model.reason === null
            ? null
            : redact(model.reason),
        usable: model.usable && !hidden,
      };
    }),
    missing: report.missing.map(redact),
    notes: report.notes.map(redact),
  };
}

async function print(report: ModelsReport, code: ExitCode, flags: ModelsFlags, io: Io): Promise<void> {
  switch (flags.format) {
    case 'json':
      io.stdout.write(modelsJson(report, code));
      return;
    case 'ids':
      for (const { id, rawId, usable } of report.models) {
        if (!usable) continue;
        // What cannot be printed as it is would name another model, or two.
        if (id === rawId && !/\s/.test(id)) io.stdout.write(`${id}\n`);
        else io.stderr.write(`cowork-3p: left out ${showId(id)}: no ID for a line of text\n`);
      }
      return;
    case 'text':
      await printText(report, flags, io);
  }
}

async function printText(report: ModelsReport, flags: ModelsFlags, io: Io): Promise<void> {
  const style = await styleFor('stdout', flags, io);
  io.stdout.write(modelsText(report, { style, columns: io.stdout.columns, quiet: flags.quiet === true }));
}

async function writeModels(
  connection: Connection,
  ids: readonly string[],
  flags: ModelsFlags,
  io: Io,
): Promise<void> {
  const { document, file } = connection;
  if (document === undefined || file === undefined)
    throw new UserError('--write needs a FILE to write into.');
  if (document.format !== 'json' || document.text === undefined)
    throw new UserError(
      `${file} is ${document.nested === undefined ? 'no JSON file' : 'a nested (v2) document'}; --write edits a flat JSON configuration.`,
      'Convert it: "cowork-3p export --format json".',
    );
  // What an entry already says (label, tier, 1M) is kept; new models are added, unserved ones are left for a person to remove.
  const { config, refused, settings } = validate(document);
  if (refused.has('inferenceModels'))
    throw new UserError(
      `${printable(file, 300)}: inferenceModels has an error, so nothing was added to it.`,
      'Run "cowork-3p validate" and fix it first.',
    );
  const entry = document.entries.get('inferenceModels');
  if (typeof entry?.value === 'string' && hasReference(entry.value))
    throw new UserError(
      `${printable(file, 300)}: inferenceModels is a reference, which --write would replace.`,
      'Change what it names.',
    );
  const before = config.inferenceModels ?? [];
  const named = new Set(before.map((entry) => (typeof entry === 'string' ? entry : entry.name)));
  const added = ids.filter((id) => !named.has(id));
  if (added.length === 0) {
    if (flags.quiet !== true) io.stderr.write(`${printable(file, 300)} lists them all already.\n`);
    return;
  }
  const models = [...before, ...added];
  const next = { key: 'inferenceModels', encoding: 'JSON', ...entry, value: models };
  const after = validate({ ...document, entries: new Map([...document.entries, ['inferenceModels', next]]) });
  const problem = after.diagnostics.find(
    ({ severity, key }) => severity === 'error' && key === 'inferenceModels',
  );
  if (problem !== undefined)
    throw new UserError(
      `Nothing was added to ${printable(file, 300)}: with these models validate would refuse it (${problem.message}).`,
      'Add the models you want by hand.',
    );
  // Where one file extends another, the list is changed in the one that holds it.
  const owner = entry?.file;
  const place = owner ?? file;
  const held = owner === undefined ? document : document.chain?.files.get(owner);
  const source = held?.text ?? '';
  await refuseChanged(place, source, io);
  const text = editJsonc(source, [{ path: ['inferenceModels'], value: models }]);
  const secret = holdsSecret(settings);
  const written = await io.writeFile(place, encodeText(text, held?.json), { secret });
  if (!written.ok) throw new UserError(`${place} ${written.failure.message}.`);
  if (flags.quiet !== true)
    io.stderr.write(
      `${(await styleFor('stderr', flags, io)).ok('✔')} added ${count(added.length, 'model')} to ${printable(place, 300)}\n`,
    );
}
