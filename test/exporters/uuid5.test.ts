import { expect, test } from 'vitest';
import { NAMESPACE, uuid5 } from '../../src/exporters/uuid5.ts';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

test.for([
  // RFC 9562, appendix A.4; the second is Python's documentation of uuid5.
  ['www.example.com', '2ED6657D-E927-568B-95E1-2665A8AEA6A2'],
  ['python.org', '886313E1-3B8A-5372-9B90-0C9AEE199E5D'],
] as const)('the UUID of %s is that of the standard', ([name, uuid]) => {
  expect(uuid5(DNS, name)).toBe(uuid);
});

test('the namespace never changes: every derived UUID hangs on it', () => {
  expect(NAMESPACE).toBe(uuid5(DNS, 'cowork-3p'));
  expect(NAMESPACE).toMatchInlineSnapshot(`"CD597A16-3DD8-58F4-BD96-6D6EFB37E2B9"`);
});
