import { decodeText } from '../../importers/text.ts';
import type { Said } from './kind.ts';
import { logKinds } from './kinds/index.ts';

/** One thing that the log says, told once. */
export interface LogFact extends Said {
  readonly id: string;
  /** When it was last said: `2026-11-20 09:00:01`, the device's own clock. */
  readonly at: string;
  /** How often since the app was last started. */
  readonly times: number;
}

/** What a log says about the last launch in it. */
export interface LogReading {
  /** The number of the app, as it says it; undefined when the log does not. */
  readonly version: string | undefined;
  /** When the last launch began, or the first line of the log. */
  readonly since: string | undefined;
  readonly facts: readonly LogFact[];
}

/** A longer line is no line of the app's about its configuration. */
const MAX_LINE = 4000;
/** Facts of a kind that adds; the rest is as much of the same. */
const MAX_OF_A_KIND = 20;

/** A line of its own begins with a time and a level; what does not, belongs to the line before and is not read. */
const LINE =
  /^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d)[.,\d+:Z-]{0,16}[ \t]+\[\s{0,4}(?:info|warn|error|debug|silly|verbose)\s{0,4}\][ \t]+(.*)$/i;
/** The app names itself when it starts. */
const START = 'Starting app {';
const VERSION = /appVersion: '(\d{1,6}\.\d{1,9}\.\d{1,6})'/;

/**
 * Reads the lines that speak about the configuration, since the app was last started. What a log says is what the app
 * believed, and never a value: a value with a line break can forge a line of it.
 */
export function readLog(bytes: Uint8Array): LogReading {
  const lines = decodeText(bytes).text.split(/\r\n|\r|\n/);
  let version: string | undefined;
  let since: string | undefined;
  let facts = new Map<string, LogFact>();
  let told = new Map<string, number>();
  for (const line of lines) {
    if (line.length > MAX_LINE) continue;
    const parts = LINE.exec(line);
    if (parts === null) continue;
    const [, at = '', message = ''] = parts;
    since ??= at;
    if (message.startsWith(START)) {
      facts = new Map();
      told = new Map();
      since = at;
      version = VERSION.exec(message)?.[1] ?? version;
      continue;
    }
    if (message.includes('appVersion')) version = VERSION.exec(message)?.[1] ?? version;
    for (const kind of logKinds) {
      const { id, mark, pattern, repeats } = kind;
      if (!message.includes(mark)) continue;
      const match = pattern.exec(message);
      if (match === null) continue;
      const said = kind.read(match.slice(1));
      const name = repeats === 'replaces' ? id : `${id} ${said.text}`;
      const earlier = facts.get(name);
      if (earlier === undefined) {
        const number = (told.get(id) ?? 0) + 1;
        told.set(id, number);
        if (number > MAX_OF_A_KIND) continue;
      }
      facts.set(name, { ...said, id, at, times: (earlier?.times ?? 0) + 1 });
    }
  }
  const order = new Map(logKinds.map(({ id }, index) => [id, index]));
  return {
    version,
    since,
    facts: [...facts.values()].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0)),
  };
}

/** Two logs of one launch, such as main.log and custom3p-setup.log, as one. */
export function joined(main: LogReading | undefined, other: LogReading | undefined): LogReading | undefined {
  if (main === undefined || other === undefined) return main ?? other;
  // What was told before the app was last started is over.
  const later = other.facts.filter(({ at }) => main.since === undefined || at >= main.since);
  const ids = new Set(later.map(({ id }) => id));
  return {
    version: main.version ?? other.version,
    since: main.since,
    facts: [...main.facts.filter(({ id }) => !ids.has(id)), ...later],
  };
}
