import type { CodeExample } from '../codes/example.ts';
import type { CodeExplained, Explained, KeyExplained, RetiredExplained } from '../schema/reference.ts';
import { flagsText, laterValues } from './explain-text.ts';

/** An entry as it stands in the docs; `level` is that of its heading. */
export function renderExplainMarkdown(
  entry: Explained,
  written: Readonly<Record<string, string>> = {},
  level = 3,
): string {
  const heading = '#'.repeat(level);
  switch (entry.kind) {
    case 'key':
      return keyMarkdown(entry, written, heading);
    case 'retired-key':
      return retiredMarkdown(entry, heading);
    case 'code':
      return codeMarkdown(entry, heading);
  }
}

const fence = (text: string, language = ''): string => `\`\`\`${language}\n${text}\n\`\`\``;
const settingsFence = (settings: unknown): string => fence(JSON.stringify(settings, null, 2), 'json');
const code = (text: string): string => `\`${text}\``;
const bullets = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
const paragraphs = (parts: readonly string[]): string =>
  `${parts.filter((part) => part !== '').join('\n\n')}\n`;

/** Text of ours that is no markup: angle brackets and stars are meant as they stand. */
export function plain(text: string): string {
  return text.replace(/[\\<>*_|[\]]/g, (character) => `\\${character}`);
}

const LANGUAGES: Readonly<Record<string, string>> = {
  json: 'json',
  plist: 'xml',
  mobileconfig: 'xml',
  reg: 'reg',
  powershell: 'powershell',
  cmd: 'bat',
  gpp: 'xml',
  graph: 'json',
};
const FORMS: Readonly<Record<string, string>> = {
  json: 'JSON (Linux)',
  plist: 'Profile and preference file (macOS)',
  reg: 'Registry (Windows)',
};

function keyMarkdown(
  entry: KeyExplained,
  written: Readonly<Record<string, string>>,
  heading: string,
): string {
  const facts = [
    ...entry.facts.map(({ name, text }) => `**${name}**: ${plain(text)}`),
    ...(entry.needs.length === 0 ? [] : [`**Needs**: ${entry.needs.map(code).join(', ')}`]),
    ...(entry.excludes.length === 0 ? [] : [`**Not beside**: ${entry.excludes.map(code).join(', ')}`]),
  ];
  const values = laterValues(entry).map(({ value, since }) => `${code(value)} since ${since}`);
  const members = entry.members.map(
    ({ path, type, summary, notes }) =>
      `| ${code(path)} | ${plain(type)} | ${[plain(summary), ...notes.map((note) => `${plain(note)}.`)].join(' ')} |`,
  );
  const retired = entry.retired.map(
    ({ subject, effect, fix }) => `${plain(subject)}: ${plain(`${effect}. ${fix}`)}`,
  );
  const forms = Object.entries(written).map(
    ([format, text]) => `${FORMS[format] ?? format}:\n\n${fence(text, LANGUAGES[format])}`,
  );
  return paragraphs([
    `${heading} ${entry.key}`,
    `${plain(entry.title)}. ${plain(entry.summary)}`,
    bullets(facts),
    values.length === 0 ? '' : `Values that came later: ${values.join(', ')}`,
    members.length === 0 ? '' : ['| member | type | |', '| --- | --- | --- |', ...members].join('\n'),
    bullets(entry.notes.map(plain)),
    retired.length === 0 ? '' : `Retired spellings:\n\n${bullets(retired)}`,
    `Example:\n\n${settingsFence(entry.example)}`,
    ...forms,
  ]);
}

function retiredMarkdown(
  { key, replacement, retired, before, after }: RetiredExplained,
  heading: string,
): string {
  return paragraphs([
    `${heading} ${key}`,
    `The old name of [${code(replacement)}](#${replacement.toLowerCase()}): ${plain(`${retired.effect}. ${retired.fix}`)}`,
    `Before:\n\n${settingsFence(before)}`,
    `After:\n\n${settingsFence(after)}`,
  ]);
}

function codeMarkdown({ code: name, severity, title, doc }: CodeExplained, heading: string): string {
  const flag = doc.flags === undefined ? '' : `, with ${code(flagsText(doc.flags))}`;
  return paragraphs([
    `${heading} ${name}`,
    `${SEVERITIES[severity]}. ${plain(title)}.`,
    plain(doc.why),
    plain(doc.fix),
    `Wrong${flag}:\n\n${exampleFence(doc.wrong)}`,
    `Right:\n\n${exampleFence(doc.right)}`,
  ]);
}

const SEVERITIES = { error: 'Error', warning: 'Warning', info: 'Information' } as const;

function exampleFence(example: CodeExample): string {
  if ('settings' in example)
    return Object.keys(example.settings).length === 0 ? 'Without it.' : settingsFence(example.settings);
  const note = example.note === undefined ? '' : `Here ${example.note}.`;
  const text = example.text === '' ? '' : fence(example.text, LANGUAGES[example.format]);
  return [text, note].filter((part) => part !== '').join('\n\n') || 'Without it.';
}
