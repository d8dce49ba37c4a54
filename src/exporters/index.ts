import { FORMATS, type Format } from '../schema/document.ts';
import type { Exporter } from './exporter.ts';

export type { Exporter, Identity } from './exporter.ts';
export { Unwritable } from './unwritable.ts';

/** Every format we write. Each is loaded when it is asked for: the XML library weighs more than all the rest. */
export const exporters = {
  mobileconfig: async () => (await import('./mobileconfig.ts')).mobileconfig,
  plist: async () => (await import('./plist.ts')).plist,
  reg: async () => (await import('./reg.ts')).reg,
  json: async () => (await import('./json.ts')).json,
} as const satisfies Record<Format, () => Promise<Exporter>>;

/** The format that the ending of a file name asks for, in any case: each is named after its ending. */
export function formatByExtension(fileName: string): Format | undefined {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase();
  return FORMATS.find((format) => format === extension);
}
