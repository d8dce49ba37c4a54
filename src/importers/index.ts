import { fail, ok, type Outcome } from '../errors.ts';
import type { ReadFormat } from '../schema/index.ts';
import { tooLarge, type Importer, type Unreadable } from './importer.ts';
import { cmd } from './cmd.ts';
import { explain, named } from './foreign.ts';
import { gpp } from './gpp.ts';
import { graph } from './graph.ts';
import { json } from './json.ts';
import { lgpo } from './lgpo.ts';
import { mobileconfig } from './mobileconfig.ts';
import { plist } from './plist.ts';
import { pol } from './pol.ts';
import { powershell } from './powershell.ts';
import { reg } from './reg.ts';
import { shell } from './shell.ts';

export type { Importer } from './importer.ts';
export { MAX_BYTES } from './text.ts';

/** Every container we read. */
export const importers = {
  json,
  mobileconfig,
  plist,
  reg,
  pol,
  lgpo,
  gpp,
  graph,
  powershell,
  cmd,
  shell,
} as const satisfies Record<ReadFormat, Importer>;

/**
 * In the order of asking: first those that are known by marks which nothing else has, then those that are known by
 * what they look like. A lone digit is JSON.
 */
const ASKED = {
  mobileconfig: 'sure',
  plist: 'sure',
  reg: 'sure',
  pol: 'sure',
  gpp: 'sure',
  graph: 'sure',
  lgpo: 'likely',
  shell: 'likely',
  json: 'likely',
  cmd: 'likely',
  powershell: 'likely',
} as const satisfies Record<ReadFormat, 'sure' | 'likely'>;

function asked(how: 'sure' | 'likely'): readonly Importer[] {
  return (Object.keys(ASKED) as ReadFormat[])
    .filter((format) => ASKED[format] === how)
    .map((format) => importers[format]);
}

const SURE = asked('sure');
const LIKELY = asked('likely');

/** The importer of a format, whatever the bytes look like. */
export function importerById(format: ReadFormat): Importer {
  return importers[format];
}

/** The importer for bytes, by what they hold and never by a name. */
export function detect(bytes: Uint8Array): Outcome<Importer, Unreadable> {
  const large = tooLarge(bytes);
  if (large !== undefined) return fail(large);
  const importer =
    SURE.find((one) => one.matches(bytes)) ??
    (named(bytes) === undefined ? LIKELY.find((one) => one.matches(bytes)) : undefined);
  return importer === undefined ? fail(explain(bytes) ?? unknown()) : ok(importer);
}

function unknown(): Unreadable {
  const titles = Object.values(importers).map(({ title }) => title);
  return {
    message: 'The file is of no known format.',
    hint: `Known are ${titles.join(', ')}; name one with --input-format.`,
  };
}
