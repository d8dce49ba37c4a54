import type { Diagnostic } from '../../diagnostics.ts';
import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { printable } from '../../text/printable.ts';
import type { Document, PresetName } from '../../schema/index.ts';
import { loadAlone } from '../load-config.ts';
import { DEFAULT_FILE } from '../read-alone.ts';
import type { ReadFlags } from '../options.ts';
import { Draft } from './draft.ts';
import type { Source } from './file.ts';
import { openSource } from './ring.ts';
import type { InitPlaces } from './arguments.ts';
import { readSets } from './set.ts';

/** Flags of `init`. */
export interface InitFlags extends ReadFlags {
  readonly yes?: boolean;
  readonly set?: readonly string[];
  readonly from?: string;
  readonly preset?: PresetName;
  readonly askAll?: boolean;
  readonly force?: boolean;
}

/** What is asked of one run, before any question. */
export interface Job {
  readonly io: Io;
  readonly flags: InitFlags;
  /** As given; `-` is standard output. */
  readonly file: string;
  /** The address of the gateway, as given. */
  readonly url: string | undefined;
  /** The file is there, and nobody said yet that it may be replaced. */
  readonly isTaken: boolean;
  readonly source: Source | undefined;
  readonly draft: Draft;
  /** Values that the command gave: its address and `--set`. */
  readonly given: ReadonlyMap<string, unknown>;
  /** About the flags and the container of the source. */
  readonly findings: readonly Diagnostic[];
}

/** What flags, arguments and the file that is there come to. */
export async function jobOf({ file, url }: InitPlaces, flags: InitFlags, io: Io): Promise<Job> {
  const name = file ?? DEFAULT_FILE;
  const sets = givenBy(flags, url);
  const loaded =
    flags.from === undefined
      ? undefined
      : await loadAlone(flags.from, io, {
          ...(flags.inputFormat === undefined ? {} : { inputFormat: flags.inputFormat }),
        });
  const isTaken = name !== '-' && flags.force !== true && (await io.exists(name));
  if (isTaken && (flags.yes === true || flags.from !== undefined))
    throw new UserError(
      `${name} exists already.`,
      flags.from === undefined
        ? `Add --force to replace it, or --from ${name} --force to change it and keep the rest.`
        : 'Add --force to replace it.',
    );
  const opened =
    loaded === undefined ? undefined : await openSource(loaded.file, loaded.document, flags.target, io);
  const broken = opened === undefined ? [] : errorsOf(opened.document);
  const source = broken.length > 0 ? undefined : opened?.source;
  return {
    io,
    flags,
    file: name,
    url,
    isTaken,
    source,
    given: sets.values,
    draft: draftOf(source, flags, sets.values),
    findings: [...broken, ...sets.findings],
  };
}

/** The address, and `--set` over it. An address is that of a gateway. */
function givenBy(flags: InitFlags, url: string | undefined): ReturnType<typeof readSets> {
  const { values, findings } = readSets(flags.set ?? []);
  if (url === undefined) return { values, findings };
  const provider = values.get('inferenceProvider') ?? 'gateway';
  if (provider !== 'gateway')
    throw new UserError(
      `The address given is that of a gateway, but --set says inferenceProvider=${printable(JSON.stringify(provider), 60)}.`,
      'Leave one of the two out.',
    );
  return {
    values: new Map<string, unknown>([
      ['inferenceProvider', 'gateway'],
      ['inferenceGatewayBaseUrl', url],
      ...values,
    ]),
    findings,
  };
}

/** Preset over source, `--set` over both. */
export function draftOf(
  source: Source | undefined,
  flags: InitFlags,
  sets: ReadonlyMap<string, unknown>,
): Draft {
  const draft = new Draft(source?.settings ?? new Map(), flags.target);
  draft.givePreset(flags.preset);
  for (const [key, value] of sets) draft.give(key, value);
  return draft;
}

/** Why a document is nothing to start from. */
export function errorsOf(document: Document): readonly Diagnostic[] {
  if (document.inert === true && document.findings.length === 0)
    throw new UserError(
      'The file to start from lists configurations and holds none.',
      'Name the entry itself.',
    );
  return document.findings.filter(({ severity }) => severity === 'error');
}
