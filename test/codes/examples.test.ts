import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codeDocs } from '../../src/codes/docs.ts';
import { AROUND, type CodeDoc, type CodeExample } from '../../src/codes/example.ts';
import { CODES, codes, isCode, type CodeRow } from '../../src/codes/index.ts';
import { fix } from '../../src/commands/validate/fix-document.ts';
import type { Diagnostic } from '../../src/diagnostics.ts';
import { chainMemory } from '../../src/commands/chain-memory.ts';
import { withBases } from '../../src/commands/load-chain.ts';
import { fail, type Outcome } from '../../src/errors.ts';
import type { Document } from '../../src/schema/index.ts';
import { importerById } from '../../src/importers/index.ts';
import { valueAt } from '../../src/schema/path.ts';
import { resolveReferences } from '../../src/schema/references.ts';
import { parseTarget } from '../../src/schema/releases.ts';
import { bootstrapSource, validateServed } from '../../src/schema/served.ts';
import { checkSiblings, type Siblings } from '../../src/schema/siblings.ts';
import { suppress } from '../../src/schema/suppress.ts';
import { validate } from '../../src/schema/validate.ts';

/** The example as the bytes of a whole file. */
function bytesOf(example: CodeExample): Uint8Array {
  if ('settings' in example)
    return utf8(JSON.stringify({ ...(example.whole ? {} : AROUND), ...example.settings }));
  const { format, text, around, note = '' } = example;
  if (note === 'signed')
    return readFileSync(new URL('../../fixtures/import/signed.mobileconfig', import.meta.url));
  switch (format) {
    case 'json':
      return utf8(text);
    case 'plist':
      return utf8(propertyList(`${baseKeys}${text}`));
    case 'powershell':
      return utf8(`${around === undefined ? '' : baseStatements}${text}\n`);
    case 'gpp':
      return utf8(
        `<?xml version="1.0" encoding="utf-8"?>\n<RegistrySettings clsid="{A3CCFC41-DFDB-43a5-8D26-0FE8B954DA51}">\n${baseItems}${text}\n</RegistrySettings>\n`,
      );
    case 'graph':
      return utf8(text);
    case 'cmd':
      return utf8(`@echo off\r\n${text.replaceAll('\n', '\r\n')}\r\n`);
    case 'mobileconfig':
      return utf8(profile(text, around, note.includes('characters') ? 250_000 : 0));
    case 'reg': {
      const whole = around === undefined ? text : `${REG}\n\n${baseValues}${text}`;
      const lines = `${whole}\n`.replaceAll('\n', '\r\n');
      return note === 'saved as UTF-8'
        ? utf8(lines)
        : Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(lines, 'utf16le')]);
    }
  }
}

const baseItems = Object.entries(AROUND)
  .map(
    ([key, value]) =>
      `<Registry clsid="{9CD4B2F4-923D-47f5-A062-E897DD1DAD50}" name="${key}"><Properties action="U" hive="HKEY_LOCAL_MACHINE" key="SOFTWARE\\Policies\\Claude" name="${key}" type="REG_SZ" value="${String(value)}"/></Registry>\n`,
  )
  .join('');
/** Creates the key and sets what every example stands on. */
const baseStatements = [
  "$policy = 'HKLM:\\SOFTWARE\\Policies\\Claude'",
  'New-Item -Path $policy -Force',
  ...Object.entries(AROUND).map(([key, value]) => `Set-ItemProperty $policy ${key} '${String(value)}'`),
  '',
].join('\n');

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
/** What is deployed holds no reference. */
const literal = (value: unknown): string => String(value).replace(/^\$\{env:.*\}$/, 'Zx41-kitchen-sink-8842');
const REG = 'Windows Registry Editor Version 5.00';
const baseValues = [
  '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]',
  ...Object.entries(AROUND).map(([key, value]) => `"${key}"="${literal(value)}"`),
  '',
].join('\n');
const baseKeys = Object.entries(AROUND)
  .map(([key, value]) => `<key>${key}</key>\n<string>${literal(value)}</string>\n`)
  .join('');

const propertyList = (inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n<dict>\n${inside}\n</dict>\n</plist>\n`;

function profile(text: string, around: string | undefined, padding: number): string {
  const identity = (id: string, uuid: string): string =>
    `<key>PayloadIdentifier</key><string>${id}</string><key>PayloadUUID</key><string>${uuid}</string>` +
    '<key>PayloadVersion</key><integer>1</integer>';
  const payload = `<dict><key>PayloadType</key><string>com.anthropic.claudefordesktop</string>${identity('com.example.claude.settings', '0A1B2C3D-4E5F-4061-8273-94A5B6C7D8E9')}${baseKeys}</dict>`;
  const own = around === 'profile' ? text : '';
  return propertyList(
    '<key>PayloadType</key><string>Configuration</string><key>PayloadScope</key><string>System</string>' +
      (own.includes('PayloadIdentifier')
        ? ''
        : identity('com.example.claude', '1A2B3C4D-5E6F-4071-8283-94A5B6C7D8E9')) +
      `<key>PayloadContent</key><array>${payload}${around === 'payloads' ? text : ''}</array>${own}` +
      `<!--${'x'.repeat(padding)}-->`,
  );
}

/** Rings that extend the base: one changes a setting of it, the other does not. */
const RINGS: Readonly<Record<string, object>> = {
  'locked.json': { extends: './base.json', disableAutoUpdates: false },
  'site.json': { extends: './base.json' },
};

/** The files that examples of `extends` name: a base, rings of it, and a chain without end. */
function beside(name: string): Outcome<Document, { readonly clause: string }> {
  const [, deep] = /^deep-(\d+)\.json$/.exec(name) ?? [];
  const settings =
    RINGS[name] ??
    (deep === undefined
      ? { ...AROUND, inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}', disableAutoUpdates: true }
      : { extends: `./deep-${Number(deep) + 1}.json` });
  if (deep === undefined && name !== 'base.json' && !Object.hasOwn(RINGS, name))
    return fail({ clause: 'does not exist' });
  const decoded = importerById('json').decode(utf8(JSON.stringify(settings)));
  return decoded.ok ? decoded : fail({ clause: decoded.failure.message });
}

async function check(example: CodeExample, flags: CodeDoc['flags'] = {}): Promise<readonly Diagnostic[]> {
  const format = 'settings' in example ? 'json' : example.format;
  const read = importerById(format).decode(bytesOf(example));
  if (!read.ok) throw new Error(read.failure.message);
  const env = { INFERENCE_GATEWAY_API_KEY: 'resolved-key' };
  const readFile = () => Promise.resolve({ ok: false as const, failure: { message: 'does not exist' } });
  const whole = await withBases('itself.json', read.value, {
    cwd: '/work',
    memory: chainMemory(),
    read: (name) => Promise.resolve(beside(name)),
  });
  const resolved = flags.resolve ? await resolveReferences(whole, { env, readFile }) : undefined;
  const document = resolved?.document ?? whole;
  const target = flags.target === undefined ? undefined : parseTarget(flags.target);
  const managed =
    flags.managed === undefined ? undefined : importerById('json').decode(bytesOf(flags.managed));
  const { diagnostics } =
    flags.as === 'bootstrap'
      ? validateServed(document, {
          target,
          deployed: true,
          now: Date.parse('2026-11-26'),
          ...(managed?.ok && {
            source: bootstrapSource('policy.json', managed.value, validate(managed.value).settings),
          }),
        })
      : validate(document, {
          target,
          platform: flags.platform,
          deployed: flags.platform === 'linux' && 'text' in example,
        });
  const siblings: Siblings = new Map();
  if (flags.together !== undefined) {
    const other = importerById('reg').decode(bytesOf(flags.together));
    if (other.ok) checkSiblings(other.value, { file: 'other.reg', linux: false }, siblings);
  }
  const collisions = checkSiblings(document, { file: 'itself', linux: false }, siblings);
  return suppress(document, [...diagnostics, ...(resolved?.findings ?? []), ...collisions], {
    codes: [],
    reportUnused: true,
  });
}

describe('every code', () => {
  test.for(codes)('%s', async (code) => {
    const { wrong, right, flags, why, fix }: CodeDoc = codeDocs[code]();
    const told = await check(wrong, flags);
    expect(told.map((finding) => finding.code)).toContain(code);

    const fixed = await check(right, flags);
    expect(fixed.filter((finding) => finding.code === code)).toEqual([]);
    if ('settings' in right)
      expect(fixed.filter(({ severity }) => severity !== 'info').map(({ message }) => message)).toEqual([]);

    expect(why).toMatch(/^[A-Z0-9].*[.]$/);
    expect(fix).toMatch(/^["A-Z].*[.]$/);
  });
});

describe('every code with an edit', () => {
  const editing = codes.filter((code) => (CODES[code] as CodeRow<never>).edit !== undefined);
  test('there are some', () => {
    expect(editing.length).toBeGreaterThan(10);
  });
  test.for(editing)('%s', async (code) => {
    const { wrong, fixable = wrong, flags }: CodeDoc = codeDocs[code]();
    const read = importerById('json').decode(bytesOf(fixable));
    if (!read.ok) throw new Error(read.failure.message);
    const options = { target: flags?.target === undefined ? undefined : parseTarget(flags.target) };
    const count = (document: Document): number =>
      validate(document, options).diagnostics.filter((finding) => finding.code === code).length;
    expect(count(read.value)).toBeGreaterThan(0);
    const io = { signal: new AbortController().signal };
    const { document, findings } = await fix(read.value, options, [], io);
    expect(count(document)).toBe(0);
    expect(findings).toBeGreaterThan(0);
    // What was silenced is not touched.
    expect((await fix(read.value, options, codes, io)).document).toBe(read.value);
  });
});

describe('what --fix makes of a file', () => {
  const OIDC = { clientId: 'c', issuer: 'https://idp.example.com' };
  test.each<[string, object, object]>([
    [
      'a dotted key becomes a member',
      { 'inferenceGatewayOidc.clientId': 'c' },
      { inferenceGatewayOidc: { clientId: 'c' } },
    ],
    [
      'several dotted keys become one value',
      { 'inferenceGatewayOidc.clientId': 'c', 'inferenceGatewayOidc.issuer': OIDC.issuer },
      { inferenceGatewayOidc: OIDC },
    ],
    [
      'a dotted key joins the value that is there',
      { inferenceGatewayOidc: { clientId: 'c' }, 'inferenceGatewayOidc.issuer': OIDC.issuer },
      { inferenceGatewayOidc: OIDC },
    ],
    [
      'a key with two dots',
      { 'otlpResourceAttributes.team.name': 'a' },
      { otlpResourceAttributes: { team: { name: 'a' } } },
    ],
    [
      'a member that is there is not overwritten',
      { inferenceGatewayOidc: OIDC, 'inferenceGatewayOidc.issuer': 'https://other.example.com' },
      { inferenceGatewayOidc: OIDC, 'inferenceGatewayOidc.issuer': 'https://other.example.com' },
    ],
    [
      'a list gets no members',
      { inferenceModels: ['claude-opus-5'], 'inferenceModels.name': 'a' },
      { inferenceModels: ['claude-opus-5'], 'inferenceModels.name': 'a' },
    ],
    [
      'nor does a text',
      { inferenceCustomHeaders: '${env:HEADERS}', 'inferenceCustomHeaders.A': 'b' },
      { inferenceCustomHeaders: '${env:HEADERS}', 'inferenceCustomHeaders.A': 'b' },
    ],
    ['a key in other letters', { InferenceGatewayApiKey: 'k' }, { inferenceGatewayApiKey: 'k' }],
    ['a key that may be another is left', { inferenceGatewayApiKeys: 'k' }, { inferenceGatewayApiKeys: 'k' }],
    [
      'a key that is there already is not replaced',
      { inferenceGatewayApiKey: 'a', InferenceGatewayApiKey: 'b' },
      { inferenceGatewayApiKey: 'a', InferenceGatewayApiKey: 'b' },
    ],
    [
      'a member in other letters',
      { inferenceGatewayOidc: { ClientID: 'c', issuer: OIDC.issuer } },
      { inferenceGatewayOidc: OIDC },
    ],
    [
      'a member that is there already is not replaced',
      { inferenceGatewayOidc: { ...OIDC, ClientID: 'd' } },
      { inferenceGatewayOidc: { ...OIDC, ClientID: 'd' } },
    ],
    [
      'a value in other letters',
      { inferenceGatewayAuthScheme: 'Bearer' },
      { inferenceGatewayAuthScheme: 'bearer' },
    ],
    [
      'a value that may be another is left',
      { inferenceGatewayAuthScheme: 'bearers' },
      { inferenceGatewayAuthScheme: 'bearers' },
    ],
    [
      'the address of an endpoint',
      { inferenceGatewayBaseUrl: 'https://gw.example.com/a/v1/messages/' },
      { inferenceGatewayBaseUrl: 'https://gw.example.com/a' },
    ],
    [
      'an endpoint with a query is left',
      { inferenceGatewayBaseUrl: 'https://gw.example.com/v1/messages?a' },
      { inferenceGatewayBaseUrl: 'https://gw.example.com/v1/messages?a' },
    ],
    [
      'an endpoint of another API is left',
      { inferenceGatewayBaseUrl: 'https://gw.example.com/v1/chat/completions' },
      { inferenceGatewayBaseUrl: 'https://gw.example.com/v1/chat/completions' },
    ],
    [
      'an issuer with its document',
      { inferenceGatewayOidc: { ...OIDC, issuer: `${OIDC.issuer}/t/.well-known/openid-configuration/` } },
      { inferenceGatewayOidc: { ...OIDC, issuer: `${OIDC.issuer}/t` } },
    ],
    [
      'models that stand twice',
      { inferenceModels: ['claude-opus-5', 'claude-opus-5', 'claude-sonnet-5', 'claude-opus-5'] },
      { inferenceModels: ['claude-opus-5', 'claude-sonnet-5'] },
    ],
    [
      'an entry with more than a name is left',
      { inferenceModels: ['claude-opus-5', { name: 'claude-opus-5' }] },
      { inferenceModels: ['claude-opus-5', { name: 'claude-opus-5' }] },
    ],
    [
      'the large context of a name',
      { inferenceModels: ['claude-opus-4-7[1m]'] },
      { inferenceModels: [{ name: 'claude-opus-4-7', supports1m: true }] },
    ],
    [
      'the large context of an entry',
      { inferenceModels: [{ name: 'claude-opus-4-7[1m]' }] },
      { inferenceModels: [{ name: 'claude-opus-4-7', supports1m: true }] },
    ],
    [
      'control characters around a text',
      { inferenceGatewayApiKey: ' \u0001k\u0002 ' },
      { inferenceGatewayApiKey: 'k' },
    ],
    [
      'a control character inside is left',
      { inferenceGatewayApiKey: 'k\u0001l' },
      { inferenceGatewayApiKey: 'k\u0001l' },
    ],
    [
      'nothing but control characters is left',
      { inferenceGatewayApiKey: '\u0001' },
      { inferenceGatewayApiKey: '\u0001' },
    ],
  ])('%s', async (_, before, after) => {
    const read = importerById('json').decode(
      utf8(JSON.stringify({ inferenceProvider: 'gateway', ...before })),
    );
    if (!read.ok) throw new Error(read.failure.message);
    const { document } = await fix(read.value, {}, [], { signal: new AbortController().signal });
    expect(JSON.parse(document.text ?? '')).toEqual({ inferenceProvider: 'gateway', ...after });
  });
});

test('no code is documented that does not exist', () => {
  expect(Object.keys(codeDocs).filter((code) => !isCode(code))).toEqual([]);
});

const HIDDEN = { character: 'U+200B', hidden: true };
const CYRILLIC = { character: 'U+0415', hidden: false };

/* What a finding says depends on what is known: one row a shape of its words. */
test.for<[string, object, string | RegExp, string | RegExp]>([
  [
    'duplicate-key',
    { key: 'k' },
    '"k" stands more than once; which one counts is not defined',
    'Keep one of them.',
  ],
  ['duplicate-key', { key: 'k', how: 'at a and at b' }, /more than once \(at a and at b\); which/, /./],
  [
    'extends-restores',
    { base: 'a', file: 'a', over: 'b', keys: ['k'] },
    'a takes back what b had changed: k',
    /^Name b last/,
  ],
  [
    'extends-restores',
    { base: 'a', file: 'c', over: 'b', keys: ['1', '2', '3', '4', '5', '6'] },
    'a brings c again, which takes back what b had changed: 1, 2, 3, 4, 5 and 1 more',
    /./,
  ],
  ['header-invalid', { what: 'a', problem: 'is bad' }, 'a is bad', /RFC 9110/],
  ['header-invalid', { what: 'a', problem: 'is bad', fix: 'Mind it.' }, 'a is bad', 'Mind it.'],
  ['model-not-claude', { model: 'm' }, /^The model "m" is not recognisably Claude/, /./],
  [
    'model-not-claude',
    { model: 'm', vendor: 'gpt' },
    /^The model "m" contains "gpt", a name of another vendor/,
    /./,
  ],
  [
    'nested-config',
    { key: 'a', keys: [] },
    /^The settings inside "a" are never read/,
    'Move its members to the top level.',
  ],
  ['nested-config', { key: 'a', keys: ['b', 'c', 'd'] }, /./, 'Move "b", "c", "d" to the top level.'],
  [
    'nested-config',
    { key: 'a', keys: ['b', 'c', 'd', 'e'] },
    /./,
    'Move "b", "c", "d" and the rest to the top level.',
  ],
  [
    'nested-config',
    { key: 'a', keys: [], place: 'b.c' },
    /./,
    'Write it as b.c, its name in a nested document.',
  ],
  [
    'nested-config',
    { key: 'a', keys: [], where: 'a place' },
    'The document is nested (it has "a"), and a place takes flat keys only',
    /^Convert it/,
  ],
  [
    'not-in-enum',
    { what: 'a', got: '"x"', values: ['b', 'c'] },
    'a is "x", which is none of "b", "c"',
    'Use one of "b", "c".',
  ],
  [
    'not-in-enum',
    { what: 'a', got: '"x"', values: ['b'], nearest: 'b', otherwise: 'b' },
    'a is "x", which is none of "b"; Claude Desktop reads it as "b"',
    'Did you mean "b"?',
  ],
  [
    'not-in-enum',
    { what: 'a', got: '"x"', values: ['b'], odd: HIDDEN },
    /none of "b": it holds the invisible character U\+200B$/,
    /./,
  ],
  ['placeholder', { what: 'a', text: '<b>' }, 'a still holds the placeholder <b>', /or use a reference/],
  ['placeholder', { what: 'a', text: '<b>', deployed: true }, /./, 'Fill it in.'],
  ['provider-missing', {}, /^Neither inferenceProvider nor bootstrapUrl is set/, /./],
  ['provider-missing', { bootstrapOff: true }, /bootstrapEnabled is false/, /./],
  ['provider-missing', { served: true }, /^The answer names no inferenceProvider/, /./],
  ['reg-wrong-key', { path: 'HKLM\\X' }, 'The values under HKLM\\X are not read by Claude Desktop', /./],
  ['reg-wrong-key', { path: 'HKLM\\X', more: 1 }, /under HKLM\\X and 1 other key are not read/, /./],
  ['reg-wrong-key', { path: 'HKLM\\X', more: 2 }, /under HKLM\\X and 2 other keys are not read/, /./],
  ['secret-literal', { what: 'a', name: 'A' }, 'a is written in the file itself', /^Write "\$\{env:A\}"/],
  [
    'secret-literal',
    { what: 'a', name: 'A', deployed: true },
    'a is written in the file itself',
    /^Protect the file/,
  ],
  [
    'secret-literal',
    { what: 'a', name: 'A', deployed: true, open: true },
    /every user of the device can read/,
    /^Let a credential helper/,
  ],
  ['standard-deployment-key', { key: 'a' }, /./, /^Keep a where/],
  [
    'standard-deployment-key',
    { key: 'a', instead: 'b' },
    /./,
    /^In third-party mode b does this\. Keep a where/,
  ],
  ['unknown-field', { what: 'a', field: 'b' }, 'a has no member "b"', 'Remove it.'],
  ['unknown-field', { what: 'a', field: 'b', nearest: 'c' }, /./, 'Did you mean "c"?'],
  [
    'unknown-field',
    { what: 'a', field: 'b', nearest: 'c', odd: CYRILLIC },
    'a has no member "b": it holds U+0415, a character beyond ASCII',
    'Type the name anew instead of copying it: c',
  ],
  ['unknown-key', { key: 'a' }, 'Claude Desktop reads no key named "a"', /^Remove it/],
  ['unknown-key', { key: 'a', nearest: 'b' }, /./, 'Did you mean b?'],
  [
    'unknown-key',
    { key: 'a', nearest: 'b', odd: HIDDEN },
    /invisible character U\+200B$/,
    'Type the name anew instead of copying it: b',
  ],
  ['unknown-key', { key: 'a', nearest: 'b', elsewhere: 'It is theirs.' }, /./, 'It is theirs.'],
  [
    'unknown-key',
    { key: 'a.b', nested: true },
    /^This version knows no setting at "a\.b" of a nested document/,
    /^Set the flat key/,
  ],
  ['unset-nothing', { key: 'a' }, 'a is null, and no base sets it', 'Remove it.'],
  ['unset-nothing', { key: 'a', nearest: 'b' }, /./, 'Did you mean b?'],
  [
    'url-messages-path',
    { what: 'a', endpoint: '/v1/messages' },
    'a contains /v1/messages; Claude Desktop appends that itself',
    'Cut /v1/messages off the address.',
  ],
  [
    'url-messages-path',
    { what: 'a', endpoint: '/chat/completions' },
    /an endpoint of another API/,
    /it is not the one that ends in \/chat\/completions/,
  ],
  ['url-not-https', { what: 'a', host: 'b' }, 'a uses plain http to b', /http on loopback only/],
  ['url-not-https', { what: 'a', host: 'b', loopback: true }, /./, /not even on loopback/],
  [
    'not-strict-json',
    { what: 'comments' },
    /does not read in managed-settings\.json/,
    /deploy the output of "cowork-3p export --format json"/,
  ],
  [
    'not-strict-json',
    { what: 'comments', served: true },
    /in the answer of a bootstrap server/,
    /serve the output of "cowork-3p export --format bootstrap"/,
  ],
])('%s with %j', ([code, args, message, hint]) => {
  const row = CODES[code as keyof typeof CODES] as unknown as CodeRow<object>;
  const said = [row.message(args), row.hint?.(args) ?? ''];
  for (const [at, expected] of [message, hint].entries())
    if (typeof expected === 'string') expect(said[at]).toBe(expected);
    else expect(said[at]).toMatch(expected);
});

/* A remedy is made only where it needs no decision: the value that is put there, or nothing. */
test.for<[string, object, readonly (string | number)[], unknown, unknown]>([
  ['control-character', {}, ['k'], { k: '\u0000ab\u0000' }, [{ path: ['k'], value: 'ab' }]],
  ['control-character', {}, ['k'], { k: 'a\u0000b' }, undefined],
  ['control-character', {}, ['k'], { k: '\u0000' }, undefined],
  ['control-character', {}, ['k'], { k: 5 }, undefined],
  [
    'model-context-suffix',
    { model: 'a[1m]', plain: 'a' },
    ['m', 0],
    { m: ['a[1m]'] },
    [{ path: ['m', 0], value: { name: 'a', supports1m: true } }],
  ],
  [
    'model-context-suffix',
    { model: 'a[1m]', plain: 'a' },
    ['m', 0, 'name'],
    { m: [{ name: 'a[1m]' }] },
    [
      { path: ['m', 0, 'name'], value: 'a' },
      { path: ['m', 0, 'supports1m'], value: true },
    ],
  ],
  ['model-duplicate', { model: 'a' }, ['m', 1], { m: ['a', 'a'] }, [{ path: ['m', 1], value: undefined }]],
  ['model-duplicate', { model: 'a' }, ['m', 1, 'name'], { m: ['a', { name: 'a' }] }, undefined],
  ['model-duplicate', { model: 'a' }, ['m', 1], { m: ['a', { name: 'a' }] }, undefined],
  ['not-in-enum', { nearest: 'gateway' }, ['k'], { k: 'GateWay' }, [{ path: ['k'], value: 'gateway' }]],
  ['not-in-enum', { nearest: 'gateway' }, ['k'], { k: 'gatewya' }, undefined],
  ['not-in-enum', {}, ['k'], { k: 'x' }, undefined],
  [
    'unknown-field',
    { field: 'NAME', nearest: 'name' },
    ['k', 'NAME'],
    { k: { NAME: 1 } },
    [{ path: ['k', 'NAME'], rename: 'name' }],
  ],
  [
    'unknown-field',
    { field: 'NAME', nearest: 'name' },
    ['k', 'NAME'],
    { k: { NAME: 1, name: 2 } },
    undefined,
  ],
  ['unknown-field', { field: 'nmae', nearest: 'name' }, ['k', 'nmae'], { k: { nmae: 1 } }, undefined],
  [
    'unknown-key',
    { key: 'BANNER', nearest: 'banner' },
    ['BANNER'],
    { BANNER: 1 },
    [{ path: ['BANNER'], rename: 'banner' }],
  ],
  ['unknown-key', { key: 'BANNER', nearest: 'banner' }, ['BANNER'], { BANNER: 1, banner: 2 }, undefined],
  ['unknown-key', { key: 'banne', nearest: 'banner' }, ['banne'], { banne: 1 }, undefined],
  [
    'url-messages-path',
    { endpoint: '/v1/messages' },
    ['k'],
    { k: 'https://a/v1/messages' },
    [{ path: ['k'], value: 'https://a' }],
  ],
  [
    'url-messages-path',
    { endpoint: '/v1/messages' },
    ['k'],
    { k: 'https://a/b//v1/messages/' },
    [{ path: ['k'], value: 'https://a/b' }],
  ],
  ['url-messages-path', { endpoint: '/v1/messages' }, ['k'], { k: 'https://a/v1/messages/count' }, undefined],
  [
    'url-messages-path',
    { endpoint: '/chat/completions' },
    ['k'],
    { k: 'https://a/chat/completions' },
    undefined,
  ],
  ['url-messages-path', { endpoint: '/v1/messages' }, ['k'], { k: 5 }, undefined],
  [
    'oidc-issuer-path',
    {},
    ['k'],
    { k: 'https://a/.well-known/openid-configuration' },
    [{ path: ['k'], value: 'https://a' }],
  ],
  [
    'oidc-issuer-path',
    {},
    ['k'],
    { k: 'https://a/b/.well-known/oauth-authorization-server/' },
    [{ path: ['k'], value: 'https://a/b' }],
  ],
  ['oidc-issuer-path', {}, ['k'], { k: 'https://a/.well-known/openid-configuration/x' }, undefined],
  ['oidc-issuer-path', {}, ['k'], { k: {} }, undefined],
])('the remedy of %s with %j at %j', ([code, args, path, settings, edits]) => {
  const { edit } = CODES[code as keyof typeof CODES] as unknown as CodeRow<object>;
  expect(edit?.({ args, path, at: (place) => valueAt(settings, place) })).toEqual(edits);
});
