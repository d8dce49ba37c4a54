import {
  exporters,
  folderExporters,
  type ExportedFile,
  type Identity,
  FILE_FORMATS,
  type FileFormat,
  type FolderFormat,
  type WriteFormat,
} from '../../exporters/index.ts';
import type { Platform } from '../../schema/index.ts';

/** One chosen format, be it a file or a folder, as the command deals with it. */
export interface Writer {
  readonly id: WriteFormat;
  /** Where it is deployed, for the rules that depend on it. */
  readonly platform: Platform | undefined;
  readonly isFolder: boolean;
  readonly isBinary: boolean;
  readonly readers?: string;
  readonly refusesSecrets: boolean;
  /** Everything to write, encoded. Throws Unwritable. */
  files(settings: ReadonlyMap<string, unknown>, identity: Identity): readonly ExportedFile[];
}

/** Loads what writes the formats. */
export function loadWriters(formats: readonly WriteFormat[]): Promise<readonly Writer[]> {
  return Promise.all(formats.map((format) => (isFile(format) ? fileWriter(format) : folderWriter(format))));
}

function isFile(format: WriteFormat): format is FileFormat {
  return (FILE_FORMATS as readonly WriteFormat[]).includes(format);
}

async function fileWriter(format: FileFormat): Promise<Writer> {
  const exporter = await exporters[format]();
  return {
    id: format,
    platform: exporter.platform,
    isFolder: false,
    isBinary: exporter.binary === true,
    refusesSecrets: exporter.secrets === 'refused',
    ...(exporter.readers === undefined ? {} : { readers: exporter.readers }),
    files: (settings, identity) => [{ name: exporter.fileName, bytes: exporter.encode(settings, identity) }],
  };
}

async function folderWriter(format: FolderFormat): Promise<Writer> {
  const exporter = await folderExporters[format]();
  return {
    id: format,
    platform: exporter.platform,
    isFolder: true,
    isBinary: false,
    refusesSecrets: exporter.secrets === 'refused',
    ...(exporter.readers === undefined ? {} : { readers: exporter.readers }),
    files: (settings, identity) => exporter.files(settings, identity),
  };
}

/** The one writer where only one can have been chosen. */
export function only(writers: readonly Writer[]): Writer {
  const [writer] = writers;
  if (writer === undefined) throw new Error('no format was chosen');
  return writer;
}

/** What of these is meant for a platform; all of them where none is known. */
export function forPlatform(writers: readonly Writer[], platform: Platform | undefined): readonly Writer[] {
  if (platform === undefined) return writers;
  return writers.filter((writer) => writer.platform === undefined || writer.platform === platform);
}
