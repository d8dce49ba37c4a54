import { describe, expect } from 'vitest';
import { exporters } from '../support/exporters.ts';
import type { Document } from '../../src/schema/document.ts';
import { plist } from '../../src/importers/plist.ts';
import { read, valuesOf } from '../importers/containers.ts';
import { COUNT, mutate, random } from '../importers/mutations.ts';
import {
  complaintsOfAppleSchema,
  complaintsOfXmllint,
  convertWithPlistutil,
  checked,
  readManyWithPlistlib,
  readWithPlistlib,
  sambaRegistry,
  signWithOpenssl,
  throughHivex,
  writeWithPlistlib,
} from '../support/oracles.ts';
import { manyHostileTexts } from './hostile-settings.ts';

const texts = manyHostileTexts();
const record = Object.fromEntries(texts);
const preferences = exporters.plist.encode(texts, {});
const profile = exporters.mobileconfig.encode(texts, { organization: 'Example & Söhne' });
const mixed = new Map<string, unknown>([
  ...texts,
  ['flag', true],
  ['count', 3600],
  ['list', ['a', { b: '\u2028' }]],
]);
const native = exporters.plist.encode(mixed, { nativeTypes: true });

/** Texts with a line break, and the others. */
const broken = [...texts].filter(([, text]) => /[\r\n]/.test(text)).map(([name]) => name);
const whole = new Map([...texts].filter(([name]) => !broken.includes(name)));

const errors = ({ findings }: Document): string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);

describe('others read what we write', () => {
  checked('plistlib: the preference file', ['python3'], () => {
    expect(readWithPlistlib(preferences)).toEqual(record);
  });

  checked('plistlib: native types', ['python3'], () => {
    expect(readWithPlistlib(native)).toEqual({
      ...record,
      flag: true,
      count: 3600,
      list: '["a",{"b":"\\u2028"}]',
    });
  });

  checked('plistlib: the profile', ['python3'], () => {
    expect(readWithPlistlib(profile)).toMatchObject({
      PayloadContent: [record],
      PayloadOrganization: 'Example & Söhne',
    });
  });

  checked('xmllint: well-formed', ['xmllint'], (folder) => {
    for (const bytes of [preferences, profile, native])
      expect(complaintsOfXmllint(bytes, folder, false)).toBe('');
  });

  checked("xmllint: valid by Apple's DTD", ['xmllint', 'plist-dtd'], (folder) => {
    for (const bytes of [preferences, profile, native])
      expect(complaintsOfXmllint(bytes, folder, true)).toBe('');
  });

  checked("Apple's schema of profiles", ['python3', 'python3-yaml', 'apple-schema'], (folder) => {
    const identities = [
      {},
      { scope: 'user', nativeTypes: true },
      { identifier: 'com.example', organization: 'x', displayName: 'y' },
    ] as const;
    for (const identity of identities)
      expect(complaintsOfAppleSchema(exporters.mobileconfig.encode(texts, identity), folder)).toBe('');
  });

  checked('libplist, which turns it into the binary form that macOS keeps', ['plistutil'], (folder) => {
    const document = read(convertWithPlistutil(preferences, 'bin', folder));
    expect(document.variant).toBe('binary property list');
    // libplist writes a carriage return raw into its XML, and loses it; in binary it keeps all.
    expect(valuesOf(document)).toEqual(record);
  });

  checked('hivex: a real hive, of the machine and of a user', ['hivexregedit'], (folder) => {
    // Perl replaces noncharacters.
    const some = new Map([...texts].filter(([, text]) => !/\p{Noncharacter_Code_Point}/u.test(text)));
    for (const hive of ['machine', 'user'] as const) {
      const document = read(throughHivex(exporters.reg.encode(some, { hive }), hive, folder));
      expect(document.hive).toBe(hive);
      expect(valuesOf(document)).toEqual(Object.fromEntries(some));
      expect(errors(document)).toEqual([]);
    }
  });

  checked("Samba's registry", ['net'], (folder) => {
    const samba = sambaRegistry(folder);
    samba.import(exporters.reg.encode(new Map([['stale', '1']]), {}));
    samba.import(exporters.reg.encode(texts, {}));
    for (const name of broken.slice(0, 10)) expect(samba.value(name)).toBe(texts.get(name));
    expect(samba.value('stale')).toBe('1');

    samba.import(exporters.reg.encode(whole, { replace: true }));
    const document = read(samba.export());
    expect(valuesOf(document)).toEqual(Object.fromEntries(whole));
    expect(errors(document)).toEqual([]);
  });
});

describe('we read what others write', () => {
  const values = {
    ...record,
    flag: true,
    count: 3600,
    big: 2 ** 40,
    list: ['a', 1],
    dict: { 'a b': [false] },
  };

  for (const format of ['XML', 'BINARY'] as const) {
    checked(`plistlib: a preference file as ${format}`, ['python3'], () => {
      const bytes = writeWithPlistlib(values, format);
      // plistlib writes a carriage return raw into XML, where it is read as a line feed, by itself too.
      expect(valuesOf(read(bytes))).toEqual(readWithPlistlib(bytes));
      expect(read(bytes).entries.size).toBe(Object.keys(values).length);
    });

    checked(`plistlib: a profile as ${format}`, ['python3'], () => {
      const bytes = writeWithPlistlib(readWithPlistlib(profile), format);
      const { envelope, ...document } = read(bytes);
      expect(readWithPlistlib(bytes)).toMatchObject({ PayloadContent: [valuesOf(document)] });
      expect(document.entries.size).toBe(texts.size);
      expect(envelope).toEqual(read(profile).envelope);
    });
  }

  const small = exporters.plist.encode(
    new Map<string, unknown>([
      ['a', 'x & <y>'],
      ['b', 3600],
      ['c', '日本\r\n'],
    ]),
    { nativeTypes: true },
  );
  for (const form of ['XML', 'BINARY'] as const)
    checked(
      `plistlib: what we accept of mutated files it accepts as well, and reads the same (${form})`,
      ['python3'],
      () => {
        const numbers = random(0x0ddba11);
        const base = form === 'XML' ? small : writeWithPlistlib(readWithPlistlib(small), form);
        const files = Array.from({ length: COUNT }, () => mutate(base, numbers));
        const theirs = readManyWithPlistlib(files);
        const accepted = files
          .map((bytes, i) => ({ bytes, theirs: theirs[i] }))
          .filter(({ bytes }) => {
            const document = plist.decode(bytes);
            // plistlib takes a file for XML by its first letters only.
            const known = /^<(?:\?xml|!DOCTYPE plist|plist)|^bplist00/.test(new TextDecoder().decode(bytes));
            return known && document.ok && document.value.findings.length === 0;
          });
        expect(accepted.length).toBeGreaterThan(COUNT / (form === 'XML' ? 20 : 200));
        for (const { bytes, theirs: value } of accepted)
          expect(valuesOf(read(bytes)), new TextDecoder().decode(bytes)).toEqual(value);
      },
    );

  checked('libplist: binary with offsets of three bytes', ['plistutil'], (folder) => {
    const long = new Map([...texts, ['long', 'x'.repeat(100_000)], ['after', 'y']]);
    const document = read(convertWithPlistutil(exporters.plist.encode(long, {}), 'bin', folder));
    expect(valuesOf(document)).toEqual(Object.fromEntries(long));
  });

  for (const [name, extra] of [
    ['DER', []],
    ['streamed BER', ['-stream']],
    ['no attributes', ['-noattr']],
    ['no certificate', ['-nocerts']],
  ] as const)
    checked(`openssl: a signed profile (${name})`, ['openssl'], (folder) => {
      const document = read(signWithOpenssl(profile, folder, extra));
      expect(valuesOf(document)).toEqual(record);
      expect(document.findings.map(({ code }) => code)).toEqual(['profile-signed-unverified']);
    });
});
