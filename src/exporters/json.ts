import type { Exporter } from './exporter.ts';
import { jsonText, writable } from './wire.ts';

/** Linux `managed-settings.json`: native types at the top level, UTF-8 without BOM. */
export const json: Exporter = {
  id: 'json',
  platform: 'linux',
  fileName: 'managed-settings.json',
  extensions: ['json'],
  encode(settings) {
    const values = writable(settings);
    // Throws for what JSON would silently turn into null or leave out.
    for (const [key, value] of values) jsonText(key, value);
    return new TextEncoder().encode(`${JSON.stringify(Object.fromEntries(values), null, 2)}\n`);
  },
};
