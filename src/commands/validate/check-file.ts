import path from 'node:path';
import type { Diagnostic } from '../../diagnostics.ts';
import type { Io } from '../../io/io.ts';
import type { FileReport } from '../../report/report.ts';
import {
  hasReference,
  looksServed,
  suppress,
  texts,
  validate,
  type Document,
  type Path,
} from '../../schema/index.ts';
import type { BootstrapSource } from '../../schema/served.ts';
import { withoutKnownCredentials } from '../../text/credentials.ts';
import { printable } from '../../text/printable.ts';
import { withShownAddresses } from '../../text/shown-url.ts';
import type { ChainMemory } from '../chain-memory.ts';
import { hearSignals } from '../hear-signals.ts';
import { hide, readDocument, resolved } from '../load-config.ts';
import type { Named } from './files.ts';
import type { ValidateFlags } from './flags.ts';
import { isOthers } from './others.ts';
import { placeOf } from './place.ts';
import type { Meet } from './together.ts';

/** What the files of one run share. */
interface Shared {
  readonly memory: ChainMemory;
  readonly meet: Meet;
  readonly source: BootstrapSource | undefined;
}

/** What there is to say about one file. Undefined for a file that was met in a folder and is somebody else's. */
export async function checkFile(
  { file, inFolder }: Named,
  flags: ValidateFlags,
  io: Io,
  { memory, meet, source }: Shared,
): Promise<FileReport | undefined> {
  const given =
    flags.as ?? (source !== undefined ? 'bootstrap' : file === undefined ? undefined : placeOf(file));
  const managedFile = flags.as === 'managed' || /(?:^|[\\/])managed-settings\.json$/i.test(file ?? '');
  const how = given === undefined || given === flags.as ? flags : { ...flags, as: given };
  const options = {
    target: flags.target,
    platform: flags.platform,
    deployed: true,
    now: io.now(),
    managedFile,
  };
  let fixed: number | undefined;
  if (flags.fix === true) {
    const { fixFile } = await import('./fix.ts');
    fixed = await fixFile(file, { ...how, memory }, { ...options, as: given }, io);
  }
  const loaded = await readDocument(file, io, how, memory);
  if (inFolder && (await isOthers(file, loaded, io))) return undefined;
  if (!loaded.ok) {
    const { message, hint } = loaded.failure;
    return unreadable(loaded.failure.file, hint === undefined ? { message } : { message, hint });
  }
  const { document, size } = loaded.value;
  const looked = flags.resolve === true ? await resolved(document, io) : undefined;
  await hearSignals(io, size);
  const served = given === undefined && !managedFile && isServed(document, flags);
  if (served && flags.quiet !== true)
    io.stderr.write(
      `cowork-3p: ${printable(loaded.value.file, 200)} is checked as the answer of a bootstrap server; "--as managed" says otherwise.\n`,
    );
  const as = served ? 'bootstrap' : given;
  const checked =
    as === 'bootstrap'
      ? (await import('../../schema/served.ts')).validateServed(looked?.document ?? document, {
          ...options,
          source,
          wire: served ? 'maybe' : 'meant',
        })
      : validate(looked?.document ?? document, { ...options, as });
  await hearSignals(io, size);
  if (inFolder && checked.settings.size === 0 && document.findings.length === 0) return undefined;
  const diagnostics = suppress(
    document,
    [
      ...(looked?.findings ?? []),
      ...(looked === undefined
        ? checked.diagnostics
        : hide(checked.diagnostics, looked.secrets).flatMap((one) => asWritten(one, document))),
      ...meet(document, {
        file: loaded.value.file,
        folder: inFolder ? path.dirname(loaded.value.file) : undefined,
        linux: options.managedFile && (flags.platform ?? 'linux') === 'linux',
      }),
    ],
    {
      codes: flags.ignore ?? [],
      reportUnused: flags.strict === true,
    },
  );
  return {
    file: loaded.value.file,
    format: document.format,
    valid: diagnostics.every((one) => one.severity !== 'error'),
    diagnostics,
    document,
    ...(fixed === undefined ? {} : { fixed }),
  };
}

/** Found out from what stands in it. On Linux a nested file may be meant for the managed file, which cannot be one. */
function isServed(document: Document, { platform }: ValidateFlags): boolean {
  return (
    looksServed(document) &&
    (platform !== 'linux' || document.nested?.expiresAt !== undefined || document.entries.has('expiresAt'))
  );
}

/** Where a name is asked for, somebody may have given a key. */
function unreadable(file: string, { message, hint }: NonNullable<FileReport['unreadable']>): FileReport {
  const shown = (text: string): string => withoutKnownCredentials(withShownAddresses(text));
  const why = { message: shown(message), ...(hint !== undefined && { hint: shown(hint) }) };
  return {
    file: shown(file),
    format: null,
    valid: false,
    diagnostics: [],
    unreadable: why,
  };
}

/** A finding about what a reference brought in: that is not written in the file, and cannot be changed there. */
function asWritten(one: Diagnostic, document: Document): readonly Diagnostic[] {
  if (!refersAt(document, one.path)) return [one];
  if (one.code === 'secret-literal') return [];
  const { fixable, ...rest } = one;
  return fixable === undefined ? [one] : [rest];
}

/** Whether the file has a reference at that place, inside it, or in the text that it is a part of. */
function refersAt({ entries }: Document, place: Path): boolean {
  const [key = ''] = place;
  const value = entries.get(String(key))?.value;
  for (const { text, path: at } of texts(value, [key]))
    if (hasReference(text) && at.every((step, index) => index >= place.length || step === place[index]))
      return true;
  return false;
}
