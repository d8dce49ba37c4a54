import { describe, expect, test } from 'vitest';
import { gpp } from '../../src/exporters/gpp.ts';
import { pol } from '../../src/exporters/pol.ts';
import { Unwritable } from '../../src/exporters/unwritable.ts';
import { parseXml } from '../../src/text/xml-read.ts';
import { childElements } from '../../src/text/xml-tree.ts';

const KEY = 'SOFTWARE\\Policies\\Claude';
const SETTINGS = new Map<string, unknown>([
  ['inferenceProvider', 'gateway'],
  ['disableAutoUpdates', true],
  ['inferenceModels', ['claude-opus-5', 'a "b" \\ & <c>\n']],
  ['deploymentDisplayName', 'Acme 日本 🚀\r\nTab\there \u2028'],
  ['inferenceGatewayApiKey', ''],
]);
const TEXTS = [
  ['inferenceProvider', 'gateway'],
  ['disableAutoUpdates', 'true'],
  ['inferenceModels', '["claude-opus-5","a \\"b\\" \\\\ & <c>\\n"]'],
  ['deploymentDisplayName', 'Acme 日本 🚀\r\nTab\there \u2028'],
];

describe('Registry.pol', () => {
  test('is PReg, version 1, and entries in UTF-16LE', () => {
    const utf16 = (text: string): string => Buffer.from(text, 'utf16le').toString('hex');
    const expected =
      Buffer.from('PReg', 'latin1').toString('hex') +
      '01000000' +
      `${utf16(`[${KEY}\0;a\0;`)}01000000${utf16(';')}08000000${utf16(';')}${utf16('é"]\0')}${utf16(']')}`;
    expect(Buffer.from(pol.encode(new Map([['a', 'é"]']]), {})).toString('hex')).toBe(expected);
  });

  test('replacing deletes every value of the key first', () => {
    const text = Buffer.from(pol.encode(new Map([['a', '1']]), { replace: true })).toString('utf16le', 8);
    expect(text.indexOf('**delvals.\0')).toBeGreaterThan(0);
    expect(text.indexOf('**delvals.\0')).toBeLessThan(text.indexOf(';a\0;'));
    expect(Buffer.from(pol.encode(SETTINGS, {})).toString('utf16le')).not.toContain('**');
  });

  test('an empty text is left out, a bad name refused', () => {
    expect(Buffer.from(pol.encode(SETTINGS, {})).toString('utf16le')).not.toContain('ApiKey');
    expect(() => pol.encode(new Map([['a;b', '1']]), {})).toThrow(Unwritable);
  });
});

describe('Group Policy preferences', () => {
  const properties = (bytes: Uint8Array): ReadonlyMap<string, string>[] =>
    childElements(parseXml(Buffer.from(bytes).toString('utf8'))).flatMap((item) =>
      childElements(item).map(
        (one) => new Map([...one.attributes].map(([name, { value }]) => [name, value] as const)),
      ),
    );

  test('replaces one value of the policy key with each item', () => {
    const items = properties(gpp.encode(SETTINGS, {}));
    expect(items.map((item) => [item.get('name'), item.get('value')])).toEqual(TEXTS);
    for (const item of items) {
      expect(item.get('action')).toBe('R');
      expect(item.get('hive')).toBe('HKEY_LOCAL_MACHINE');
      expect(item.get('key')).toBe(KEY);
      expect(item.get('type')).toBe('REG_SZ');
      expect(item.get('default')).toBe('0');
    }
  });

  test('the same input gives the same bytes, each item an identifier of its own', () => {
    const text = Buffer.from(gpp.encode(SETTINGS, {})).toString('utf8');
    expect(Buffer.from(gpp.encode(SETTINGS, {})).toString('utf8')).toBe(text);
    const uids = [...text.matchAll(/uid="(\{[0-9A-F-]{36}\})"/g)].map(([, uid]) => uid);
    expect(new Set(uids).size).toBe(TEXTS.length);
    expect(Buffer.from(gpp.encode(SETTINGS, { hive: 'user' })).toString('utf8')).not.toContain(uids[0]);
  });

  test('the user hive; and no deletion that would run with each refresh', () => {
    expect(properties(gpp.encode(SETTINGS, { hive: 'user' }))[0]?.get('hive')).toBe('HKEY_CURRENT_USER');
    expect(() => gpp.encode(SETTINGS, { replace: true })).toThrow(/refresh/);
  });
});
