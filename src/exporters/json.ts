import type { Exporter } from './exporter.ts';
import { jsonText, writable } from './wire.ts';

/** Linux `managed-settings.json`: native types at the top level, UTF-8 without BOM. */
export const json: Exporter = {
  platform: 'linux',
  fileName: 'managed-settings.json',
  readers: 'on Linux every user of the device must be able to read managed-settings.json',
  encode: (settings) =>
    new TextEncoder().encode(`${jsonText('The configuration', Object.fromEntries(writable(settings)), 2)}\n`),
};
