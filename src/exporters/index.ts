import type { Exporter, FolderExporter } from './exporter.ts';
import type { FileFormat, FolderFormat } from './formats.ts';

export type { ExportedFile, Identity } from './exporter.ts';
export { formatByExtension } from './formats.ts';
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
} as const satisfies Record<FileFormat, () => Promise<Exporter>>;

/** Every format that is a folder of files. */
export const folderExporters = {
  'intune-remediation': async () => (await import('./intune-remediation.ts')).intuneRemediation,
} as const satisfies Record<FolderFormat, () => Promise<FolderExporter>>;
