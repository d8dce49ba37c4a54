import type { Exporter, FolderExporter } from './exporter.ts';

export type { ExportedFile, Identity } from './exporter.ts';
export { Unwritable } from './unwritable.ts';

/** Every format that is one file. Each is loaded when it is asked for: the XML library weighs more than all the rest. */
export const exporters = {
  mobileconfig: async () => (await import('./mobileconfig.ts')).mobileconfig,
  plist: async () => (await import('./plist.ts')).plist,
  reg: async () => (await import('./reg.ts')).reg,
  json: async () => (await import('./json.ts')).json,
  'preference-file': async () => (await import('./preference-file.ts')).preferenceFile,
  pol: async () => (await import('./pol.ts')).pol,
  gpp: async () => (await import('./gpp.ts')).gpp,
  'oma-uri': async () => (await import('./oma-uri.ts')).omaUri,
  bootstrap: async () => (await import('./bootstrap.ts')).bootstrap,
} as const satisfies Record<string, () => Promise<Exporter>>;

/** Every format that is a folder of files. */
export const folderExporters = {
  'intune-remediation': async () => (await import('./intune-remediation.ts')).intuneRemediation,
} as const satisfies Record<string, () => Promise<FolderExporter>>;

export type FileFormat = keyof typeof exporters;
export type FolderFormat = keyof typeof folderExporters;
/** Everything that `export --format` writes: more than is read, and not each of it a file. */
export type WriteFormat = FileFormat | FolderFormat;

export const FILE_FORMATS = Object.keys(exporters) as readonly FileFormat[];
export const WRITE_FORMATS: readonly WriteFormat[] = [
  ...FILE_FORMATS,
  ...(Object.keys(folderExporters) as readonly FolderFormat[]),
];

/** What `export --all` writes: one file for each way that every console knows. */
export const MAIN_FORMATS = ['mobileconfig', 'plist', 'reg', 'json'] as const satisfies readonly FileFormat[];

/** The formats that are named after the ending of their files. */
const ENDINGS = [...MAIN_FORMATS, 'pol'] as const satisfies readonly FileFormat[];

/** The format that the ending of a file name asks for, in any case. */
export function formatByExtension(fileName: string): FileFormat | undefined {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase();
  return ENDINGS.find((format) => format === extension);
}
