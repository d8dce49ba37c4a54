import { expect, test } from 'vitest';
import { looksLikeCredential } from '../../src/probe/checks/custom-headers.ts';

test.each([
  'Authorization',
  'x-api-key',
  'X-Litellm-Key',
  'Ocp-Apim-Subscription-Key',
  'x-portkey-virtual-key',
  'x-portkey-api-key',
  'cf-access-token',
])('%s may carry the credential', (name) => {
  expect(looksLikeCredential(name)).toBe(true);
});

test.each(['X-Tenant', 'Idempotency-Key', 'cf-aig-cache-key', 'x-keyboard', 'x-portkey-provider'])(
  '%s is an ordinary header',
  (name) => {
    expect(looksLikeCredential(name)).toBe(false);
  },
);
