import { neverDelivered } from '../schema/forms.ts';
import type { Exporter } from './exporter.ts';
import { Unwritable } from './unwritable.ts';
import { jsonText, writable } from './wire.ts';

/**
 * The body that a bootstrap server answers with, in its first version: flat keys, native JSON, UTF-8 without
 * BOM (RFC 8259, section 8.1). `expiresAt` stands in it when the caller says when.
 */
export const bootstrap: Exporter = {
  fileName: 'bootstrap.json',
  encode(settings, { expiresAt }) {
    const refused = neverDelivered([...settings.keys()]);
    if (refused.length > 0)
      throw new Unwritable(
        `A bootstrap server cannot deliver ${refused.join(', ')}.`,
        'Put these keys into the policy of the device, and leave them out of this file.',
      );
    const body = {
      ...Object.fromEntries(writable(settings)),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
    return new TextEncoder().encode(`${jsonText('The configuration', body, 2)}\n`);
  },
};
