import type { Format } from '../schema/document.ts';
import type { Exporter } from './exporter.ts';
import { json } from './json.ts';
import { mobileconfig } from './mobileconfig.ts';
import { plist } from './plist.ts';
import { reg } from './reg.ts';

export type { Exporter, Identity } from './exporter.ts';
export { Unwritable } from './unwritable.ts';

/** Every format we write. */
export const exporters = { mobileconfig, plist, reg, json } as const satisfies Record<Format, Exporter>;

/** The exporter that the ending of a file name asks for, in any case. */
export function exporterByExtension(fileName: string): Exporter | undefined {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase();
  return Object.values(exporters).find(
    ({ extensions }) => extension !== undefined && extensions.includes(extension),
  );
}
