import { expect, test } from 'vitest';
import { diagnostic } from '../../../src/diagnostics.ts';
import { validate } from '../../../src/schema/validate.ts';
import { documentOf } from '../document-of.ts';
import { findingsOf, GATEWAY, findingsWith } from './check.ts';

test('of a file that was read in part, nothing is told to be missing', () => {
  const syntax = diagnostic('syntax', [], { format: 'property list', problem: 'it ends too early' });
  const document = { ...documentOf({ inferenceGatewayApiKey: 'placeholder' }), findings: [syntax] };
  expect(validate(document).diagnostics).toEqual([syntax]);
});

test.each<[Record<string, unknown>, string[]]>([
  [{ organizationInstructions: 'Two\nlines\tand a tab.' }, []],
  [{ organizationInstructions: 'Two\r\nlines' }, ['E control-character organizationInstructions']],
  [{ organizationInstructions: 'a\u0000b' }, ['E control-character organizationInstructions']],
  [{ organizationInstructions: 'a\uD83D' }, ['E control-character organizationInstructions']],
  [{ organizationInstructions: 'a\uFFFE' }, ['E control-character organizationInstructions']],
  [{ organizationInstructions: 'smile \u{1F600}' }, []],
  [{ banner: { enabled: true, text: 'a\rb' } }, []],
  [{ banner: { enabled: true, text: 'a\u0000b' } }, ['E control-character banner.text']],
  [{ inferenceCustomHeaders: { 'X-A': 'a\u0000b' } }, ['E header-invalid inferenceCustomHeaders.X-A']],
])('characters in %j', (settings, expected) => {
  expect(findingsWith(settings)).toEqual(expected);
});

test('the character is named', () => {
  const [finding] = findingsOf({ ...GATEWAY, deploymentDisplayName: 'a\u0007' });
  expect(finding?.message).toContain('U+0007');
});

test.each<[Record<string, unknown>, string[]]>([
  [{ inferenceGatewayApiKey: '${env:KEY' }, ['E reference-malformed inferenceGatewayApiKey']],
  [{ inferenceGatewayApiKey: '${env:}' }, ['E reference-malformed inferenceGatewayApiKey']],
  [{ inferenceGatewayApiKey: '${env:A-B}' }, ['E reference-malformed inferenceGatewayApiKey']],
  [{ inferenceGatewayApiKey: '${file:}' }, ['E reference-malformed inferenceGatewayApiKey']],
  [{ inferenceGatewayApiKey: '$${env:KEY}' }, ['I secret-literal inferenceGatewayApiKey']],
  [{ inferenceGatewayApiKey: '${ENV}' }, ['W placeholder inferenceGatewayApiKey']],
])('references in %j', (settings, expected) => {
  expect(findingsWith(settings)).toEqual(expected);
});
