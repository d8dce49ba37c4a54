import { shellWord } from '../../text/shell-word.ts';
import { shownName } from '../../text/credentials.ts';
import type { Outcome } from '../../errors.ts';
import type { FileFailure, Io } from '../../io/io.ts';
import { printable } from '../../text/printable.ts';
import type { Style } from '../../report/style.ts';
import { wrap } from '../../report/wrap.ts';
import { toRegister } from './redirect.ts';
import { rangeText, texts } from '../../schema/index.ts';
import type { Draft, Settings } from './draft.ts';
import { compose, decoded, type Source } from './file.ts';
import { insist, put } from './put.ts';

/** Writes what the draft has come to: whole or not at all, readable by its owner alone. */
export async function writeDraft(
  draft: Draft,
  file: string,
  io: Io,
  { source, replaces }: { readonly source: Source | undefined; readonly replaces: boolean },
): Promise<Outcome<void, FileFailure>> {
  if (source?.chain !== undefined) {
    const { writeRing } = await import('./ring.ts');
    return writeRing(draft, file, io, { source, chain: source.chain, replaces });
  }
  const text = compose(draft.settings(), draft.target, source);
  insist(decoded(text), draft.target);
  return put(text, file, replaces, io);
}

/** Who can read the file; nothing about what is no plain file. */
function readers(file: string, io: Io): string {
  if (io.identify(file)?.isFile !== true) return '';
  return io.platform === 'win32'
    ? '; on Windows others read it as the folder allows'
    : ', readable by you alone';
}

/** What to run next, with the name of the file in it. */
export function tellNext(draft: Draft, file: string, io: Io, style: Style): void {
  if (file === '-') return;
  const settings = draft.settings();
  const name = quoted(file);
  const url = settings.get('bootstrapUrl');
  const { target } = draft;
  const checked = target === undefined ? name : `${name} --target ${rangeText(target)}`;
  const variables = variablesOf(settings);
  const lines: readonly (readonly [command: string, what: string])[] = [
    [`cowork-3p validate ${checked}`, 'check it, here and in CI'],
    ...(settings.get('inferenceProvider') === 'gateway'
      ? ([
          [`cowork-3p probe ${name}`, 'test all that the app asks of it'],
          [`cowork-3p report ${name}`, 'one page of it all, to send'],
        ] as const)
      : []),
    ...(typeof url === 'string' && !url.includes('${')
      ? [[`cowork-3p bootstrap check ${quoted(url)}`, 'check the server and what it delivers'] as const]
      : []),
    [`cowork-3p export ${checked} --all deploy`, 'files for every MDM and Linux'],
    ['cowork-3p status', 'on a device: what arrived'],
  ];
  io.stderr.write(`${style.ok('✔')} ${style.strong(`wrote ${printable(file, 300)}`)}${readers(file, io)}\n`);
  const register = toRegister(draft);
  if (register.length > 0)
    io.stderr.write(
      `\nAt the identity provider:\n${register.map((line) => `  ${wrap(printable(line, 400), io.stderr.columns - 3, '  ')}\n`).join('')}`,
    );
  const width = Math.max(...lines.map(([command]) => command.length));
  io.stderr.write('\nNext:\n');
  for (const [command, what] of lines) {
    const beside = `  ${printable(command, 400).padEnd(width)}  `;
    const fits = beside.length + what.length <= io.stderr.columns;
    io.stderr.write(
      fits
        ? `${beside}${style.faint(what)}\n`
        : `  ${printable(command, 400)}\n${style.faint(`    ${what}`)}\n`,
    );
  }
  io.stderr.write(tellVariables(variables, settings.get('inferenceProvider') === 'gateway', io));
}

/** The variables that the next commands read: those that are missing here, with how to set them, or that all are set. */
function tellVariables(variables: readonly string[], isGateway: boolean, io: Io): string {
  // An empty one is refused where it is read.
  const missing = variables.filter((variable) => (io.env[variable] ?? '') === '');
  if (missing.length > 0)
    return (
      `${missing.map(shownName).join(' and ')} must be set for ${isGateway ? 'probe, report and export' : 'export'}.\n` +
      missing
        // A line to copy with a mask in it would set nothing.
        .filter((variable) => shownName(variable) === variable)
        .map((variable) => `  ${settingOf(variable, io.platform)}\n`)
        .join('')
    );
  if (variables.length === 0) return '';
  const [verb, them] = variables.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return `${variables.map(shownName).join(' and ')} ${verb} set here, as ${isGateway ? 'probe, report and export need' : 'export needs'} ${them}.\n`;
}

/** How a variable is set in the shell that comes with the system. */
function settingOf(variable: string, platform: NodeJS.Platform): string {
  return platform === 'win32' ? `$env:${variable} = '…'` : `export ${variable}='…'`;
}

/** Names of the environment variables that the settings refer to. */
function variablesOf(settings: Settings): readonly string[] {
  const names = [...settings].flatMap(([key, value]) =>
    [...texts(value, [key])].flatMap(({ text }) =>
      [...text.matchAll(/(?<!\$)\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g)].map(([, name]) => name ?? ''),
    ),
  );
  return [...new Set(names)];
}

/** As a shell takes it. */
function quoted(file: string): string {
  if (file.startsWith('-')) return quoted(`./${file}`);
  return /^[\w./~+@%:,=-]+$/.test(file) ? file : shellWord(file);
}
