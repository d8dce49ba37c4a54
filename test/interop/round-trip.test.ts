import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../src/exporters/index.ts';
import { exporters } from '../support/exporters.ts';
import { wireText } from '../../src/exporters/wire.ts';
import { detect } from '../../src/importers/index.ts';
import { FORMATS, type Document } from '../../src/schema/document.ts';
import { read, valuesOf } from '../importers/containers.ts';
import { hostileSettings } from './hostile-settings.ts';

const identities: fc.Arbitrary<Identity> = fc.record(
  {
    identifier: fc.constantFrom('com.example.claude', 'x'),
    organization: fc.constantFrom('Example & Söhne', '<org>'),
    displayName: fc.constantFrom('Claude 日本', ']]>'),
    scope: fc.constantFrom('system', 'user'),
    hive: fc.constantFrom('machine', 'user'),
    replace: fc.boolean(),
    nativeTypes: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** What a container gives back: texts in all but JSON, and natively what was asked for natively. */
function expected(
  settings: ReadonlyMap<string, unknown>,
  native: (value: unknown) => boolean,
): Record<string, unknown> {
  return Object.fromEntries(
    [...settings]
      .filter(([, value]) => value !== '')
      .map(([key, value]) => [key, native(value) ? value : wireText(key, value)]),
  );
}

describe('decode(encode(settings)) is settings', () => {
  test.for(FORMATS)('%s', (format) => {
    fc.assert(
      fc.property(hostileSettings, identities, (settings, identity) => {
        const bytes = exporters[format].encode(settings, identity);
        const importer = detect(bytes);
        expect(importer.ok && importer.value.id).toBe(format);
        const document = read(bytes);
        const native = (value: unknown): boolean =>
          format === 'json' ||
          (format !== 'reg' &&
            identity.nativeTypes === true &&
            (typeof value === 'boolean' || Number.isSafeInteger(value)));
        // JSON has one zero.
        const wanted = JSON.parse(JSON.stringify(expected(settings, native))) as unknown;
        expect(valuesOf(document)).toEqual(wanted);
        expect(errors(document)).toEqual([]);
        expect([...document.entries.keys()]).toEqual(Object.keys(wanted as object));
      }),
      { numRuns: 300 },
    );
  });
});

test('a profile exported with the envelope it was read with is the same profile', () => {
  fc.assert(
    fc.property(hostileSettings, identities, (settings, identity) => {
      const first = exporters.mobileconfig.encode(settings, identity);
      const { envelope } = read(first);
      const { nativeTypes = false } = identity;
      const again = exporters.mobileconfig.encode(settings, { nativeTypes, ...(envelope && { envelope }) });
      expect(new TextDecoder().decode(again)).toBe(new TextDecoder().decode(first));
    }),
    { numRuns: 100 },
  );
});

/** Findings that are errors; a registry file without a value holds nothing, and that is one. */
function errors({ findings, entries }: Document): string[] {
  return findings
    .filter(({ severity, code }) => severity === 'error' && !(entries.size === 0 && code === 'wrong-shape'))
    .map(({ code }) => code);
}
