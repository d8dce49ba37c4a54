import type { Diagnostic } from '../../diagnostics.ts';
import {
  type Document,
  type Entry,
  type Path,
  type Position,
  type ReadFormat,
  keySpec,
  type Hive,
} from '../../schema/index.ts';
import type { Findings } from '../findings.ts';
import type { Importer } from '../importer.ts';
import { json } from '../json.ts';
import { mobileconfig } from '../mobileconfig.ts';
import { plist } from '../plist.ts';
import { reg } from '../reg.ts';

import { isAscii, type Decoded, type Lines } from '../text.ts';

/* What the readers of PowerShell, cmd and shell scripts share. */

/** A file that a script carries and writes. */
export interface Embedded {
  readonly text: string;
  /** Where it begins in the script. */
  readonly offset: number;
  /** The file it is written to, as far as that is known. */
  readonly path: string;
}

/** What a script sets beside the files that it carries. */
export interface ScriptSource {
  /** It sets nothing. */
  readonly empty: boolean;
  /** Keys that are set to a value known only when the script runs. */
  readonly computedKeys: Set<string>;
  /** Ends the reading; to be asked once, of a source that is not empty. */
  finish(): { entries: ReadonlyMap<string, Entry>; hive?: Hive; detects: boolean };
}

/** Stands in a text for what is computed when the script runs. */
export const HOLE = '\uE000';

/** A file that stands inside a script, read; places are those of the script. */
interface Inside {
  readonly document: Document;
  /** How many lines of the script come before it. */
  readonly lines: number;
}

/** The configurations among the files that a script writes. Other files are none of our business. */
export function readEmbedded(embedded: readonly Embedded[], lines: Lines, findings: Findings): Inside[] {
  const inside: Inside[] = [];
  for (const { text, offset, path } of embedded) {
    const read = importerOf(text, path)?.decode(Buffer.from(text));
    if (read?.ok !== true) continue;
    const document = read.value;
    const ours =
      document.format === 'reg' ||
      isOurPath(path) ||
      [...document.entries.keys()].some((key) => keySpec(key) !== undefined);
    if (!ours) continue;
    const at = lines.at(offset);
    if (text.includes(HOLE) && document.findings.some(({ code }) => code === 'syntax'))
      findings.add(
        'not-literal',
        { path: [], ...at },
        { what: 'The file that the script writes', from: 'variables' },
      );
    else inside.push({ document, lines: at.line - 1 });
  }
  return inside;
}

function importerOf(text: string, path: string): Importer | undefined {
  const bytes = Buffer.from(text);
  if (/claude-code|[\\/]\.claude[\\/]/i.test(path)) return undefined;
  const all: readonly Importer[] = [mobileconfig, plist, reg, json];
  return all.find((one) => one.matches(bytes));
}

function isOurPath(path: string): boolean {
  return /claude-desktop|claudefordesktop|configLibrary/i.test(path);
}

/** The document of a script: what it writes into the registry, and the files that it carries. */
export function scriptDocument(
  format: ReadFormat,
  source: ScriptSource,
  inside: readonly Inside[],
  findings: Findings,
): Document {
  const broken = findings.all.some(({ code }) => code === 'syntax');
  const { empty } = source;
  if (empty && inside.length === 0 && !broken && findings.all.every(({ code }) => code !== 'not-literal'))
    findings.add('script-without-policy', [], {});
  const {
    entries: written,
    hive,
    detects,
  } = empty ? { entries: new Map<string, Entry>(), hive: undefined, detects: false } : source.finish();
  const entries = new Map(written);
  const owner = new Map<string, Inside>();
  const more: Diagnostic[] = [];
  for (const one of inside) {
    for (const [key, entry] of one.document.entries) {
      const position = shifted(entry.position ?? one.document.locate([key]), one);
      const earlier = entries.get(key);
      if (earlier !== undefined) {
        if (JSON.stringify(earlier.value) !== JSON.stringify(entry.value))
          findings.add('duplicate-key', { path: [key], ...position }, { key });
        continue;
      }
      if (JSON.stringify(entry.value).includes(HOLE)) {
        source.computedKeys.add(key);
        findings.add('not-literal', { path: [key], ...position }, { what: key, from: 'a variable' });
        continue;
      }
      entries.set(key, { ...entry, ...(position && { position }) });
      owner.set(key, one);
    }
    for (const finding of one.document.findings)
      more.push({ ...finding, ...(finding.line !== undefined && { line: finding.line + one.lines }) });
  }
  const told = [...findings.all, ...more];
  return {
    format,
    ...(detects && { variant: 'detection script' }),
    entries,
    findings: told,
    computed: source.computedKeys,
    incomplete: told.some(({ code, key }) => code === 'not-literal' && key === ''),
    inert: entries.size === 0 && source.computedKeys.size === 0,
    locate: (path: Path) => {
      const key = String(path[0] ?? '');
      const own = owner.get(key);
      return own === undefined ? entries.get(key)?.position : shifted(own.document.locate(path), own);
    },
    ...(hive !== undefined && { hive }),
  };
}

function shifted(position: Position | undefined, { lines }: Inside): Position | undefined {
  return position && { line: position.line + lines, column: position.column };
}

/** Characters beyond ASCII in a script that Windows runs: which ones it sees depends on the device. */
export function tellEncoding(
  { text, encoding, bom }: Decoded,
  lines: Lines,
  runner: 'PowerShell' | 'cmd',
  findings: Findings,
): void {
  const unicode = encoding.startsWith('utf-16');
  if (runner === 'cmd' && (unicode || bom)) {
    findings.add(
      'script-encoding',
      { path: [], line: 1, column: 1, severity: 'error' },
      {
        fault: unicode
          ? 'The script is UTF-16, which cmd does not run'
          : 'The byte order mark breaks the first command of the script',
        fix: 'Save it as plain ASCII.',
      },
    );
    return;
  }
  if (isAscii(text) || (runner === 'PowerShell' && (bom || unicode))) return;
  findings.add(
    'script-encoding',
    { path: [], ...lines.at(text.search(/[\u0080-\uFFFF]/)) },
    {
      fault:
        runner === 'cmd'
          ? 'The script holds characters beyond ASCII, which cmd reads in the code page of the device'
          : 'The script holds characters beyond ASCII and has no byte order mark: Windows PowerShell reads them in the code page of the device, where one of them may even end a text',
      fix: 'Keep to ASCII; inside JSON write \\uXXXX.',
    },
  );
}
