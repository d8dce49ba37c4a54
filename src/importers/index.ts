import { fail, ok, type Outcome } from '../errors.ts';
import type { ReadFormat } from '../schema/index.ts';
import type { Importer, Unreadable } from './importer.ts';
import { cmd } from './cmd.ts';
import { explain, isNamed } from './foreign.ts';
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
import { tooLarge } from './text.ts';

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

/** Known by marks that nothing else has. */
const SURE: readonly Importer[] = [mobileconfig, plist, reg, pol, gpp, graph];
/** Known by what they look like, in the order of asking. A lone digit is JSON. */
const LIKELY: readonly Importer[] = [lgpo, shell, json, cmd, powershell];

export function importerById(format: ReadFormat): Importer {
  return importers[format];
}

/** The importer for bytes, by what they hold and never by a name. */
export function detect(bytes: Uint8Array): Outcome<Importer, Unreadable> {
  const large = tooLarge(bytes);
  if (large !== undefined) return fail(large);
  const importer =
    SURE.find((one) => one.matches(bytes)) ??
    (isNamed(bytes) ? undefined : LIKELY.find((one) => one.matches(bytes)));
  return importer === undefined ? fail(explain(bytes)) : ok(importer);
}
