/** What `export --all` writes: one file for each way that every console knows. */
export const MAIN_FORMATS = ['mobileconfig', 'plist', 'reg', 'json'] as const;

/** The formats that one file carries. */
export const FILE_FORMATS = [
  ...MAIN_FORMATS,
  'preference-file',
  'pol',
  'gpp',
  'oma-uri',
  'bootstrap',
] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** The formats that are a folder of files. */
export const FOLDER_FORMATS = ['intune-remediation'] as const;
export type FolderFormat = (typeof FOLDER_FORMATS)[number];

/** Everything that `export --format` writes: more than is read, and not each of it a file. */
export const WRITE_FORMATS = [...FILE_FORMATS, ...FOLDER_FORMATS] as const;
export type WriteFormat = (typeof WRITE_FORMATS)[number];

/** The formats that are named after the ending of their files. */
const ENDINGS = [...MAIN_FORMATS, 'pol'] as const;

/** The format that the ending of a file name asks for, in any case. */
export function formatByExtension(fileName: string): FileFormat | undefined {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase();
  return ENDINGS.find((format) => format === extension);
}
