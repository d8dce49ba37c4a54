import { Cancelled, Exit, UserError, type ExitCode } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { Back, type Prompter } from '../../io/prompter.ts';
import type { Style } from '../../report/style.ts';
import { text as textReporter } from '../../report/text.ts';
import { wrap } from '../../report/wrap.ts';
import { MAX_BYTES } from '../../importers/text.ts';
import { readAlone } from '../read-alone.ts';
import { styleFor } from '../options.ts';
import { refusal } from './refusal.ts';
import type { Draft } from './draft.ts';
import type { Source } from './file.ts';
import { openSource } from './ring.ts';
import { draftOf, errorsOf, type Job } from './job.ts';
import { review } from './review.ts';
import type { Wizard } from './step.ts';
import { Walk } from './walk.ts';
import { tellNext, writeDraft } from './write.ts';

/** Asks, shows, writes. Leaving at any point rejects with `Cancelled` and writes nothing. */
export async function attended(job: Job, prompter: Prompter): Promise<ExitCode> {
  const { io, flags, findings } = job;
  const style = await styleFor('stderr', flags, io);
  if (findings.length > 0) return refuse(job, findings, style);
  const say = sayOn(io, style);
  say('cowork-3p init: a configuration for Claude Desktop on third-party inference', 0, 'strong');
  say(
    'Answers are checked as you give them. Esc goes back, Ctrl-C leaves; nothing is written before you say so.',
    0,
    'faint',
  );
  const opened = job.isTaken
    ? await openExisting(job, prompter, say)
    : { file: job.file, source: job.source };
  if ('code' in opened) return opened.code;
  const { source } = opened;
  let { file } = opened;
  const replaces = flags.force === true || (job.isTaken && file === job.file);
  const before = replaces && file !== '-' ? await io.readFile(file, MAX_BYTES) : undefined;
  const draft = source === job.source ? job.draft : draftOf(source, flags, job.given);
  askForRefused(draft, say, style);
  const wizard: Wizard = {
    prompter,
    draft,
    io,
    style,
    session: {},
    rewritten: source?.rewritten ?? [],
    file,
    say,
  };
  const walk = new Walk(wizard);
  // A file that says where inference runs is changed from its summary; anything else is asked from the start.
  const isChange = draft.base.size > 0 && (draft.provider !== undefined || draft.isBootstrap);
  await walk.begin(flags.askAll === true ? 'all' : isChange ? 'open' : 'needed');
  for (;;) {
    await review({ ...wizard, file }, walk);
    const now = before === undefined ? undefined : await io.readFile(file, MAX_BYTES);
    const changed =
      before?.ok === true &&
      (now?.ok !== true || Buffer.compare(before.value, now.value) !== 0) &&
      file === opened.file;
    const written = changed
      ? undefined
      : await writeDraft(draft, file, io, { source, replaces: replaces && file === opened.file });
    if (written?.ok === true) {
      tellNext(draft, file, io, style);
      return Exit.ok;
    }
    say(
      `${style.error('✖')} ${file} ${written === undefined ? 'was changed by somebody else meanwhile' : written.failure.message}; nothing was written.`,
    );
    file = (await anotherFile(prompter, io)) ?? file;
  }
}

/** What came with the command and is refused is told and asked for, as if it had been typed. */
function askForRefused(draft: Draft, say: Wizard['say'], style: Style): void {
  for (const [key, value] of draft.settings()) {
    const why = draft.isGiven(key) ? refusal(draft, [key], value) : undefined;
    if (why === undefined) continue;
    const [message, ...hints] = why.split('\n');
    say('');
    say(`${style.error('✖')} ${message ?? key}`);
    for (const hint of hints) say(`${style.faint('→')} ${hint}`, 1);
    draft.ungive(key);
  }
}

function sayOn(io: Io, style: Style): Wizard['say'] {
  return (text, depth = 0, look) => {
    const indent = '  '.repeat(depth);
    // A mark hangs out to the left; prose does not.
    const further = depth === 0 || /^\w/.test(text) ? indent : `${indent}  `;
    const lines = wrap(text, io.stderr.columns - further.length - 1).split('\n');
    for (const [at, line] of lines.entries())
      io.stderr.write(`${at === 0 ? indent : further}${look === undefined ? line : style[look](line)}\n`);
  };
}

function refuse({ file, io }: Job, diagnostics: Job['findings'], style: Style): ExitCode {
  const reporter = textReporter({ style, columns: io.stderr.columns, quiet: false });
  io.stderr.write(reporter.file({ file, format: null, valid: false, diagnostics }));
  io.stderr.write(`${style.error('✖')} Nothing was written: fix the errors first.\n`);
  return Exit.findings;
}

type Opened = { readonly file: string; readonly source: Source | undefined } | { readonly code: ExitCode };

/** The file is there: it is changed when one wants that, and never overwritten. */
async function openExisting(job: Job, prompter: Prompter, say: Wizard['say']): Promise<Opened> {
  const { file, io, flags } = job;
  const read = await readAlone(file, io, flags);
  if (!read.ok)
    throw new UserError(read.failure.message, read.failure.hint ?? `Add --force to replace ${file}.`);
  const { document } = read.value;
  if (document.format !== 'json')
    throw new UserError(
      `${file} is no JSON file (${document.format}), and init writes JSON.`,
      `Start from it: cowork-3p init --from ${file} cowork-3p.json`,
    );
  const opened = await openSource(file, document, flags.target, io);
  const broken = errorsOf(opened.document);
  if (broken.length > 0) return { code: refuse(job, broken, await styleFor('stderr', flags, io)) };
  const { source } = opened;
  say('');
  const chosen = await prompter.select<'edit' | 'other' | 'leave'>({
    message: `${file} is there already`,
    back: false,
    choices: [
      {
        value: 'edit',
        name: 'Edit it',
        description: 'Answers start from its values. Comments and keys that are not asked for stay.',
      },
      { value: 'other', name: 'Write another file' },
      { value: 'leave', name: 'Leave it alone' },
    ],
  });
  if (chosen === 'leave') throw new Cancelled();
  if (chosen === 'edit') return { file, source };
  const other = await anotherFile(prompter, io);
  return other === undefined ? openExisting(job, prompter, say) : { file: other, source: job.source };
}

/** The name of a file that is not there yet; undefined when one goes back. */
async function anotherFile(prompter: Prompter, io: Io): Promise<string | undefined> {
  try {
    return await prompter.input({
      message: 'Which file, then?',
      validate: async (answer) => {
        if (answer === '') return 'A name is needed';
        return (await io.exists(answer)) ? `${answer} is there already` : undefined;
      },
    });
  } catch (error) {
    if (error instanceof Back) return undefined;
    throw error;
  }
}
