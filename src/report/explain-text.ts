import type { CodeExample } from '../codes/example.ts';
import type {
  CodeExplained,
  Explained,
  ExplainIndex,
  KeyExplained,
  RetiredExplained,
} from '../schema/reference.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

interface ExplainTextOptions {
  readonly style: Style;
  readonly columns: number;
  /** The setting as each format writes it. */
  readonly written?: Readonly<Record<string, string>>;
}

/** An entry for people to read in a terminal. */
export function renderExplainText(entry: Explained, options: ExplainTextOptions): string {
  switch (entry.kind) {
    case 'key':
      return keyText(entry, options);
    case 'retired-key':
      return retiredText(entry, options);
    case 'code':
      return codeText(entry, options);
  }
}

/** The lists that `explain` shows when it is asked about nothing. */
export function renderIndexText(index: ExplainIndex, { style, columns }: ExplainTextOptions): string {
  const keys = index.sections.map(({ section, keys: rows }) => {
    const lines = rows.map(({ key, summary }) => twoColumns(key, summary, 34, columns));
    return `${style.strong(section)}\n${lines.join('')}`;
  });
  const retired = index.retired.map(({ key, replacement }) =>
    twoColumns(key, `today ${replacement}`, 34, columns),
  );
  const codes = index.codes.map(({ code, severity, title }) =>
    twoColumns(code, `${severity.padEnd(7)}  ${title}`, 34, columns),
  );
  return [
    ...keys,
    `${style.strong('Retired keys')}\n${retired.join('')}`,
    `${style.strong('Findings')}\n${codes.join('')}`,
    paragraph(index.about, { columns }),
    'Ask about one: cowork-3p explain KEY, or cowork-3p explain CODE.\n',
  ].join('\n');
}

/** A name and what is said of it, side by side. */
export function twoColumns(left: string, right: string, width: number, columns: number): string {
  if (right === '') return `  ${left}\n`;
  const indent = ' '.repeat(width + 2);
  // A name that is too long pushes its text to the next line.
  const start = left.length >= width ? `  ${left}\n${indent}` : `  ${left.padEnd(width)}`;
  return `${start}${wrap(right, Math.max(30, columns - width - 2), indent)}\n`;
}

function paragraph(text: string, { columns }: Pick<ExplainTextOptions, 'columns'>): string {
  return `${wrap(text, Math.max(40, columns))}\n`;
}

function list(items: readonly string[], { columns }: ExplainTextOptions): string {
  return items.map((item) => `  - ${wrap(item, Math.max(40, columns - 4), '    ')}\n`).join('');
}

function block(title: string, body: string, { style }: ExplainTextOptions): string {
  return body === '' ? '' : `\n${style.strong(title)}\n${body}`;
}

const indented = (text: string): string =>
  `${text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')}\n`;

const settingsText = (settings: unknown): string => indented(JSON.stringify(settings, null, 2));

function keyText(entry: KeyExplained, options: ExplainTextOptions): string {
  const { style, columns, written = {} } = options;
  const place = entry.group === undefined ? entry.section : `${entry.section} > ${entry.group}`;
  const facts = [
    ...entry.facts,
    ...(entry.needs.length === 0 ? [] : [{ name: 'Needs', text: entry.needs.join(', ') }]),
    ...(entry.excludes.length === 0 ? [] : [{ name: 'Not beside', text: entry.excludes.join(', ') }]),
  ];
  const values = laterValues(entry).map(({ value, since }) => `"${value}" since ${since}`);
  const members = entry.members.map(({ path, type, summary, notes }) =>
    [`${path}: ${type}. ${summary}`, ...notes.map((note) => `${note}.`)].join(' '),
  );
  const retired = entry.retired.map(({ subject, effect, fix }) => `${subject}: ${effect}. ${fix}`);
  const forms = Object.entries(written).map(
    ([format, text]) => `  ${format}\n${indented(indented(text).trimEnd())}`,
  );
  return [
    `${style.strong(entry.key)}  ${style.faint(`${entry.title}; ${place}`)}\n\n`,
    paragraph(entry.summary, options),
    '\n',
    ...facts.map(({ name, text }) => twoColumns(name, text, 16, columns)),
    block('Values that came later', list(values, options), options),
    block('Members', list(members, options), options),
    block('Notes', list(entry.notes, options), options),
    block('Retired spellings', list(retired, options), options),
    block('Example', settingsText(entry.example), options),
    block('Written as', forms.join(''), options),
  ].join('');
}

/** The type names all values; those of a later release than the key are told apart. */
export function laterValues({ values }: KeyExplained): readonly { value: string; since: string }[] {
  return values.flatMap(({ value, since }) => (since === undefined ? [] : [{ value, since }]));
}

function retiredText(entry: RetiredExplained, options: ExplainTextOptions): string {
  const { key, replacement, retired } = entry;
  const { style } = options;
  return [
    `${style.strong(key)}  ${style.faint(`retired; today ${replacement}`)}\n\n`,
    paragraph(`${key} is the old name of ${replacement}: ${retired.effect}. ${retired.fix}`, options),
    '\n',
    twoColumns('Retired since', retired.since, 16, options.columns),
    ...(retired.stopsAt === undefined
      ? []
      : [twoColumns('Read until', `before ${retired.stopsAt}, as far as is known`, 16, options.columns)]),
    block('Before', settingsText(entry.before), options),
    block('After', settingsText(entry.after), options),
  ].join('');
}

function codeText(entry: CodeExplained, options: ExplainTextOptions): string {
  const { style } = options;
  const { why, fix, wrong, right, flags = {} } = entry.doc;
  const flag = flagsText(flags);
  return [
    `${style.strong(entry.code)}  ${style.faint(`${entry.severity}; ${entry.title}`)}\n\n`,
    paragraph(why, options),
    '\n',
    paragraph(fix, options),
    block(`Wrong${flag === '' ? '' : ` (with ${flag})`}`, exampleText(wrong), options),
    block('Right', exampleText(right), options),
  ].join('');
}

/** Flags with which a finding shows, as they are typed. */
export function flagsText(flags: NonNullable<CodeExplained['doc']['flags']>): string {
  return [
    ...(flags.target === undefined ? [] : [`--target ${flags.target}`]),
    ...(flags.platform === undefined ? [] : [`--platform ${flags.platform}`]),
    ...(flags.resolve === undefined ? [] : ['--resolve']),
    ...(flags.as === undefined ? [] : [`--as ${flags.as}`]),
    ...(flags.managed === undefined ? [] : ['--managed FILE']),
  ].join(' ');
}

function exampleText(example: CodeExample): string {
  if ('settings' in example)
    return Object.keys(example.settings).length === 0
      ? indented('(without it)')
      : settingsText(example.settings);
  const note = example.note === undefined ? '' : `(${example.note})`;
  const text = [example.text, note].filter((part) => part !== '').join('\n');
  return indented(text === '' ? '(without it)' : text);
}
