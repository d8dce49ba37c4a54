import { describe, expect, test } from 'vitest';
import type { Document, Entry } from '../../src/schema/document.ts';
import type { Edit } from '../../src/schema/edit.ts';
import { asDocument, basesOf, compose, type Composed } from '../../src/schema/extends.ts';
import { owners } from '../../src/schema/extends/owners.ts';
import { provenance, type Held } from '../../src/schema/extends/provenance.ts';
import { checkSiblings, type Siblings } from '../../src/schema/siblings.ts';
import { documentOf } from './document-of.ts';

/* What files do to each other: on one device, and laid over one another. */

type Settings = Readonly<Record<string, unknown>>;
/** A file: its name, its settings, and what else is known of it. */
type File = readonly [
  name: string,
  settings: Settings,
  more?: Partial<Document> & { folder?: string; linux?: true },
];

const MACHINE = { format: 'reg', hive: 'machine' } as const;
const USER = { format: 'reg', hive: 'user' } as const;
const profile = (scope: 'System' | 'User' | undefined, payloadIdentifier: string): Partial<Document> => ({
  format: 'mobileconfig',
  envelope: { ...(scope && { scope }), payloadIdentifier },
});
const UPDATES = { disableAutoUpdates: true };
const LINUX = { linux: true } as const;

/** What is said at the last of some files that are read one after another. */
function met(files: readonly File[]): readonly string[] {
  const siblings: Siblings = new Map();
  let said: readonly string[] = [];
  for (const [file, settings, { folder, linux, ...more } = {}] of files)
    said = checkSiblings(
      { ...documentOf(settings), ...more },
      { file, folder, linux: linux === true },
      siblings,
    ).map(({ message }) => message);
  return said;
}

describe('on one device', () => {
  test.each<[string, readonly File[], readonly RegExp[]]>([
    ['a file alone', [['a.reg', UPDATES, MACHINE]], []],
    [
      'a policy of the device hides that of the user',
      [
        ['a.reg', { chatTabEnabled: true }, MACHINE],
        ['b.reg', UPDATES, USER],
      ],
      [/^a\.reg writes to HKEY_LOCAL_MACHINE and on one device hides all of b\.reg in HKEY_CURRENT_USER/],
    ],
    [
      'also one of updates alone',
      [
        ['b.reg', { chatTabEnabled: true }, USER],
        ['a.reg', UPDATES, MACHINE],
      ],
      [/^a\.reg writes to HKEY_LOCAL_MACHINE, if only settings of updates, and .* hides all of b\.reg/],
    ],
    [
      'several of each',
      [
        ['a.reg', UPDATES, MACHINE],
        ['b.reg', { chatTabEnabled: true }, MACHINE],
        ['c.reg', { coworkTabEnabled: true }, USER],
      ],
      [/^a\.reg and b\.reg write to HKEY_LOCAL_MACHINE and on one device hide all of c\.reg/],
    ],
    [
      'the folder of a Registry.pol says whose it is',
      [
        ['GPO/Machine/Registry.pol', UPDATES, { format: 'pol', hive: 'machine' }],
        ['GPO/User/Registry.pol', UPDATES, { format: 'pol', hive: 'machine' }],
      ],
      [/Machine\/Registry\.pol writes to HKEY_LOCAL_MACHINE.* hides all of GPO\/User\/Registry\.pol/],
    ],
    [
      'a folder further up says nothing',
      [
        ['a.reg', UPDATES, USER],
        ['user/Machine/Registry.pol', UPDATES, { format: 'pol', hive: 'machine' }],
      ],
      [/^user\/Machine\/Registry\.pol writes to HKEY_LOCAL_MACHINE/],
    ],
    [
      'nor does the folder of another file',
      [
        ['a.reg', UPDATES, USER],
        ['user/b.reg', UPDATES, MACHINE],
      ],
      [/^user\/b\.reg writes to HKEY_LOCAL_MACHINE/],
    ],
    [
      'three profiles',
      [
        ['a.mobileconfig', UPDATES, profile('System', 'a')],
        ['b.mobileconfig', UPDATES, profile('System', 'b')],
        ['c.mobileconfig', UPDATES, profile('System', 'c')],
      ],
      [/^a\.mobileconfig and b\.mobileconfig configure Claude Desktop too: with 3 profiles/],
    ],
    [
      'a profile beside a preference file',
      [
        ['a.plist', UPDATES, { format: 'plist' }],
        ['b.mobileconfig', UPDATES, profile('System', 'b')],
      ],
      [/^a\.plist configures Claude Desktop too/],
    ],
    [
      'a preference file beside both',
      [
        ['a.plist', UPDATES, { format: 'plist' }],
        ['b.mobileconfig', UPDATES, profile('System', 'b')],
        ['c.plist', UPDATES, { format: 'plist' }],
      ],
      [/^a\.plist is for the same preference domain/, /^b\.mobileconfig configures Claude Desktop too/],
    ],
    [
      'one file more than are named',
      Array.from({ length: 22 }, (_, index): File => [`${index}.plist`, UPDATES, { format: 'plist' }]),
      [/, 18\.plist, 19\.plist and 1 more are for the same/],
    ],
    [
      'as many as are named',
      Array.from({ length: 21 }, (_, index): File => [`${index}.plist`, UPDATES, { format: 'plist' }]),
      [/, 18\.plist and 19\.plist are for the same/],
    ],
    [
      'a script that detects writes nothing',
      [
        ['a.reg', UPDATES, USER],
        ['b.ps1', UPDATES, { ...MACHINE, variant: 'detection script' }],
      ],
      [],
    ],
    [
      'a list of installed profiles installs nothing',
      [
        ['a.mobileconfig', UPDATES, profile('System', 'a')],
        ['b.plist', UPDATES, { format: 'plist', variant: 'installed profiles' }],
      ],
      [],
    ],
    [
      'what tells nothing of a configuration',
      [
        ['a.mobileconfig', UPDATES, profile('System', 'a')],
        ['b.plist', UPDATES, { format: 'plist', inert: true }],
      ],
      [],
    ],
    [
      'a file without settings',
      [
        ['a.mobileconfig', UPDATES, profile('System', 'a')],
        ['b.plist', {}, { format: 'plist' }],
      ],
      [],
    ],
    [
      'a profile without a scope is for the device',
      [
        ['a.mobileconfig', UPDATES, profile('User', 'a')],
        ['b.mobileconfig', UPDATES, profile(undefined, 'b')],
      ],
      [
        /^a\.mobileconfig is for the user and b\.mobileconfig for the device: .* the values for the user count$/,
      ],
    ],
    [
      'several profiles for the device',
      [
        ['a.mobileconfig', UPDATES, profile('System', 'a')],
        ['b.mobileconfig', UPDATES, profile('System', 'b')],
        ['c.mobileconfig', UPDATES, profile('User', 'c')],
      ],
      [/^c\.mobileconfig is for the user and a\.mobileconfig and b\.mobileconfig are for the device/],
    ],
    [
      'profiles for users alone',
      [
        ['a.mobileconfig', UPDATES, profile('User', 'a')],
        ['b.mobileconfig', UPDATES, profile('User', 'b')],
      ],
      [/^a\.mobileconfig configures Claude Desktop too: with two profiles/],
    ],
    [
      'two profiles of one identifier',
      [
        ['a.mobileconfig', UPDATES, profile('System', 'x')],
        ['b.mobileconfig', UPDATES, profile('System', 'x')],
        ['c.mobileconfig', UPDATES, profile('System', 'x')],
      ],
      [/^a\.mobileconfig and b\.mobileconfig have the same payload identifier \(x\)/],
    ],
    [
      'preferences in a body are those of the device',
      [
        ['a.plist', UPDATES, { format: 'plist' }],
        ['b.json', UPDATES, { variant: 'preferences in a body' }],
      ],
      [/^a\.plist is for the same preference domain/],
    ],
    [
      'more than five values that differ',
      [
        ['a.reg', { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1 }, MACHINE],
        ['b.reg', { a: 2, b: 2, c: 2, d: 2, e: 2, f: 2, g: 1 }, MACHINE],
      ],
      [/^a\.reg writes another value of a, b, c, d, e and 1 more keys into the same hive/],
    ],
    [
      'five of them',
      [
        ['a.reg', { a: 1, b: 1, c: 1, d: 1, e: 1 }, MACHINE],
        ['b.reg', { a: 2, b: 2, c: 2, d: 2, e: 2 }, MACHINE],
      ],
      [/^a\.reg writes another value of a, b, c, d and e into/],
    ],
    [
      'the order of members is no difference',
      [
        ['a.reg', { otlpHeaders: { A: '1', B: '2' } }, MACHINE],
        ['b.reg', { otlpHeaders: { B: '2', A: '1' } }, MACHINE],
      ],
      [],
    ],
    [
      'Linux has one file',
      [
        ['a.json', UPDATES, LINUX],
        ['b.json', UPDATES, LINUX],
        ['c.json', UPDATES, LINUX],
      ],
      [/^a\.json and b\.json are for \/etc\/claude-desktop\/managed-settings\.json too/],
    ],
    [
      'a file of another format is not that one',
      [
        ['a.json', UPDATES, LINUX],
        ['b.plist', UPDATES, { format: 'plist', ...LINUX }],
      ],
      [],
    ],
    [
      'folders are for devices of their own',
      [
        ['x/a.json', UPDATES, { ...LINUX, folder: 'x' }],
        ['y/a.json', UPDATES, { ...LINUX, folder: 'y' }],
      ],
      [],
    ],
    [
      'a file that is named meets those of every folder',
      [
        ['x/a.json', UPDATES, { ...LINUX, folder: 'x' }],
        ['y/a.json', UPDATES, { ...LINUX, folder: 'y' }],
        ['b.json', UPDATES, LINUX],
      ],
      [/^x\/a\.json and y\/a\.json are/],
    ],
    [
      'a folder meets itself and what is named',
      [
        ['b.json', UPDATES, LINUX],
        ['x/a.json', UPDATES, { ...LINUX, folder: 'x' }],
        ['y/a.json', UPDATES, { ...LINUX, folder: 'y' }],
        ['x/c.json', UPDATES, { ...LINUX, folder: 'x' }],
      ],
      [/^x\/a\.json and b\.json are/],
    ],
  ])('%s', (_, files, said) => {
    const messages = met(files);
    expect(messages).toHaveLength(said.length);
    for (const [index, words] of said.entries()) expect(messages[index]).toMatch(words);
  });
});

/** Files by name -> the last of them, over its bases. */
function composed(files: Readonly<Record<string, Settings>>): Composed {
  const of = (name: string): Composed => {
    const document = { ...documentOf(files[name] ?? {}), text: '{}' };
    const { bases, findings } = basesOf(document);
    return compose(
      name,
      document,
      bases.map((base) => of(base.replace(/^\.\//, ''))),
      findings,
    );
  };
  return of(Object.keys(files).at(-1) ?? '');
}

const held = ({ file, as, value }: Held): string =>
  `${value === undefined ? 'unset' : JSON.stringify(value)}${as === undefined ? '' : ` as ${as}`} in ${file ?? 'no file'}`;

/** `a` is set, `a>b` is renamed. */
function editOf(words: string): Edit {
  const [key = '', rename] = words.split('>');
  return rename === undefined ? { path: [key], value: 2 } : { path: [key], rename };
}

describe('laid over one another', () => {
  const BASE = { a: 1, b: 1 };
  test.each<[string, Readonly<Record<string, Settings>>, readonly string[]]>([
    ['a base', { base: BASE, own: { extends: './base' } }, ['a: 1 in base', 'b: 1 in base']],
    [
      'a value of its own',
      { base: BASE, own: { extends: './base', b: 2 } },
      ['a: 1 in base', 'b: 2 in own < 1 in base'],
    ],
    [
      'a value that is taken away',
      { base: BASE, own: { extends: './base', b: null } },
      ['a: 1 in base', 'b: unset in own < 1 in base'],
    ],
    [
      'the later of two bases',
      { base: BASE, other: { b: 3 }, own: { extends: ['./base', './other'] } },
      ['a: 1 in base', 'b: 3 in other < 1 in base'],
    ],
    [
      'what a later base takes away from its own stays where an earlier one sets it',
      { base: BASE, other: { extends: './base', b: null }, own: { extends: ['./base', './other'] } },
      ['a: 1 in base', 'b: 1 in base'],
    ],
    [
      'an old name in the base, today’s in the file',
      { base: { isDxtEnabled: true }, own: { extends: './base', isDesktopExtensionEnabled: false } },
      ['isDesktopExtensionEnabled: false in own < true as isDxtEnabled in base'],
    ],
    [
      'today’s name in the base, the old one in the file',
      { base: { isDesktopExtensionEnabled: true }, own: { extends: './base', isDxtEnabled: false } },
      ['isDxtEnabled: false in own < true as isDesktopExtensionEnabled in base'],
    ],
    [
      'old names further down',
      {
        base: { isDxtEnabled: true },
        middle: { extends: './base', isDxtEnabled: null },
        upper: { extends: './middle', isDxtEnabled: false },
        own: { extends: './upper', isDesktopExtensionEnabled: true },
      },
      [
        'isDesktopExtensionEnabled: true in own < false as isDxtEnabled in upper < unset as isDxtEnabled in middle < true as isDxtEnabled in base',
      ],
    ],
    [
      'three files, nearest first',
      { base: BASE, middle: { extends: './base', a: 2 }, own: { extends: './middle', a: 3 } },
      ['a: 3 in own < 2 in middle < 1 in base', 'b: 1 in base'],
    ],
    [
      'both names in one file, which its findings tell of',
      {
        base: { isDxtEnabled: true },
        own: { extends: './base', isDxtEnabled: false, isDesktopExtensionEnabled: true },
      },
      [
        'isDesktopExtensionEnabled: true in own < true as isDxtEnabled in base',
        'isDxtEnabled: false in own < true in base',
      ],
    ],
    ['null in a file that extends nothing is a value', { own: { a: null } }, ['a: null in own']],
  ])('%s', (_, files, expected) => {
    const name = Object.keys(files).at(-1) ?? '';
    const all = provenance(asDocument(composed(files)), name);
    expect(
      all.map(({ key, now, replaced }) => `${key}: ${[now, ...replaced].map(held).join(' < ')}`),
    ).toEqual(expected);
  });

  test.each<[string, Readonly<Record<string, Settings>>, readonly RegExp[]]>([
    ['nothing is wrong', { base: BASE, own: { extends: './base' } }, []],
    ['nothing to take away', { base: BASE, own: { extends: './base', c: null } }, [/^unset-nothing/]],
    ['no base', { own: { extends: [] } }, [/^extends-empty/]],
    [
      'a base twice',
      { base: BASE, own: { extends: ['./base', './x/../base'] } },
      [/^extends-repeated .*\.\/x\/\.\.\/base/],
    ],
    [
      'a value comes back with a later base',
      {
        base: BASE,
        one: { extends: './base', a: 2 },
        two: { extends: './base' },
        own: { extends: ['./one', './two'] },
      },
      [/^extends-restores .*\ba\b/],
    ],
    [
      'a value that the file itself sets is decided there',
      {
        base: BASE,
        one: { extends: './base', a: 2 },
        two: { extends: './base' },
        own: { extends: ['./one', './two'], a: 3 },
      },
      [],
    ],
  ])('%s', (_, files, said) => {
    const { findings } = composed(files);
    const found = [...findings.values()].flat().map(({ code, message }) => `${code} ${message}`);
    expect(found).toHaveLength(said.length);
    for (const [index, words] of said.entries()) expect(found[index]).toMatch(words);
  });

  test.each<[unknown, RegExp | undefined, string?]>([
    ['./base.json', undefined],
    ['./x//base.json', undefined],
    ['../base.json', undefined],
    ['.\\base.json', undefined],
    ['/etc/base.json', undefined],
    ['C:\\base.json', undefined],
    ['base', /which is no path of a file/, 'Write "./base.json", or the path of the base from this file.'],
    [
      'base.jsonc',
      /which is no path of a file/,
      'Write "./base.jsonc", or the path of the base from this file.',
    ],
    [7, /holds an integer where a path is expected/],
    [' ', /holds an empty path/],
    ['https://user:word@example.com/base.json', /names "https:\/\/(?!.*word).*never an address/],
    ['file:./base.json', /never an address/],
    ['\\\\server\\base.json', /of another machine/],
    ['//server/base.json', /of another machine/],
  ])('a base named %j', (base, fault, hint) => {
    const { bases, findings } = basesOf(documentOf({ extends: base }));
    expect(bases).toEqual(fault === undefined ? [base] : []);
    expect(findings.map(({ code }) => code)).toEqual(fault === undefined ? [] : ['extends-invalid']);
    if (fault !== undefined) expect(findings[0]?.message).toMatch(fault);
    if (hint !== undefined) expect(findings[0]?.hint).toBe(hint);
  });

  test('faults of a long list are told one by one, up to a hundred', () => {
    const { bases, findings } = basesOf(documentOf({ extends: ['./a', ...Array<number>(150).fill(7)] }));
    expect([bases, findings.length]).toEqual([['./a'], 100]);
    expect(findings[0]?.path).toEqual(['extends', 1]);
  });

  test('as one document: findings elsewhere name their file, and what is missing may be in a base', () => {
    const files = { base: { extends: 7 }, own: { extends: './base', z: null } };
    const whole = composed(files);
    const { findings, incomplete } = asDocument(whole);
    expect(findings.map(({ code, file }) => [code, file])).toEqual([
      ['extends-invalid', 'base'],
      ['unset-nothing', undefined],
    ]);
    expect(incomplete).toBeUndefined();
    const above = compose('top', documentOf({ extends: './own' }), [{ ...whole, incomplete: true }]);
    expect(asDocument(above).incomplete).toBe(true);
    const open = { ...documentOf({ extends: './own' }), incomplete: true };
    expect(asDocument(compose('top', open, [whole])).incomplete).toBe(true);
  });

  test('a container that is no JSON extends nothing', () => {
    expect(basesOf({ ...documentOf({ extends: './base.json' }), format: 'reg' })).toEqual({
      bases: [],
      findings: [],
    });
  });

  test.each<[string, readonly (readonly string[])[], readonly (string | undefined)[]]>([
    ['of the file itself', [['b']], ['own']],
    ['of a base', [['a']], ['base']],
    ['of several files', [['a', 'b']], [undefined]],
    ['of what is new', [['z']], ['own']],
    ['of a container that is no text', [['c']], [undefined]],
    ['of what is renamed, under its new name', [['a>z'], ['z']], ['base', 'base']],
    ['of what was moved before', [['a', 'b'], ['a']], [undefined, undefined]],
  ])('the file in which edits are made: %s', (_, groups, expected) => {
    const files = { reg: { c: 1 }, base: { a: 1 }, own: { extends: ['./base', './reg'], b: 1 } };
    const { files: all, ...rest } = composed(files);
    const chain = new Map(all);
    const reg = chain.get('reg');
    if (reg !== undefined) chain.set('reg', { ...reg, format: 'reg' });
    const ownerOf = owners(asDocument({ ...rest, files: chain }), 'own');
    expect(groups.map((keys) => ownerOf(keys.map(editOf)))).toEqual(expected);
  });

  test('a file that stands alone is edited where its text is known', () => {
    const edit = [{ path: ['a'], value: 2 }];
    const one = { ...documentOf({ a: 1 }), text: '{"a":1}' };
    expect(owners(one, 'own')(edit)).toBe('own');
    expect(owners(documentOf({ a: 1 }), 'own')(edit)).toBeUndefined();
    expect(owners({ ...one, format: 'plist' }, 'own')(edit)).toBeUndefined();
  });

  test('what --set and --unset put over the files', () => {
    const entry = (key: string, value: unknown): Entry => ({ key, value, encoding: 'JSON' });
    const document: Document = {
      ...documentOf({ a: 2, b: 1 }),
      overridden: new Map([
        ['a', entry('a', 1)],
        ['c', entry('c', 3)],
        ['d', undefined],
      ]),
    };
    const all = provenance(document, 'own');
    expect(
      all.map(({ key, now, replaced }) => `${key}: ${[now, ...replaced].map(held).join(' < ')}`),
    ).toEqual([
      'a: 2 in no file < 1 in own',
      'b: 1 in own',
      'c: unset in no file < 3 in own',
      'd: unset in no file',
    ]);
  });
});
