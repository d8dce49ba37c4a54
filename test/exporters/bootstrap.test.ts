import { expect, test } from 'vitest';
import { bootstrap } from '../../src/exporters/bootstrap.ts';

const text = (settings: Readonly<Record<string, unknown>>, identity = {}): string =>
  Buffer.from(bootstrap.encode(new Map(Object.entries(settings)), identity)).toString('utf8');

test('is flat, native JSON without a byte order mark', () => {
  expect(
    text({ inferenceProvider: 'gateway', disableAutoUpdates: true, inferenceModels: ['x'], empty: '' }),
  ).toBe(
    '{\n  "inferenceProvider": "gateway",\n  "disableAutoUpdates": true,\n  "inferenceModels": [\n    "x"\n  ]\n}\n',
  );
});

test('says until when it counts where the caller knows', () => {
  expect(JSON.parse(text({ inferenceProvider: 'gateway' }, { expiresAt: 1_800_000_000 }))).toEqual({
    inferenceProvider: 'gateway',
    expiresAt: 1_800_000_000,
  });
});

test.for([
  'bootstrapUrl',
  'bootstrapOidc',
  'bootstrapHeaders',
  'bootstrapHeadersHelper',
  'bootstrapEnabled',
  'trustBootstrapDelivery',
  'egressProxyUrl',
  'egressProxyPacUrl',
  'claudeInChromeEnabled',
])('%s is never delivered by a server', (key) => {
  expect(() => text({ inferenceProvider: 'gateway', [key]: 'x' })).toThrow(
    new RegExp(`cannot deliver ${key}`),
  );
});
