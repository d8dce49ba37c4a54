import { expect, test } from 'vitest';
import { keyNames, validate } from '../../../src/schema/index.ts';
import { documentOf } from '../document-of.ts';

const DEVICE = [
  'bootstrapEnabled',
  'bootstrapHeaders',
  'bootstrapHeadersHelper',
  'bootstrapOidc',
  'bootstrapUrl',
  'egressProxyPacUrl',
  'egressProxyUrl',
  'trustBootstrapDelivery',
];

/** Whether a document with that key has the error, at the place it is read from. */
const refused = (key: string, as: 'managed' | 'bootstrap' | undefined): boolean =>
  validate(documentOf({ [key]: 'x' }), { as }).diagnostics.some(
    (one) => one.code === 'setting-ignored' && one.severity === 'error' && one.path[0] === key,
  );

test('a bootstrap server cannot deliver eight keys, and no others are refused', () => {
  expect(keyNames.filter((key) => refused(key, 'bootstrap')).sort()).toEqual(DEVICE);
});

test('in a policy they stand where they belong', () => {
  for (const as of ['managed', undefined] as const)
    expect(keyNames.filter((key) => refused(key, as))).toEqual([]);
});
