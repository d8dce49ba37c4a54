import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCode } from '../../src/codes/index.ts';
import { FORMATS, type Format } from '../../src/schema/document.ts';
import { keyNames, keySpec } from '../../src/schema/catalogue/index.ts';
import { PLATFORMS } from '../../src/schema/key-spec.ts';
import { parseRelease } from '../../src/schema/releases.ts';
import { rules } from '../../src/schema/rules/index.ts';
import { validate } from '../../src/schema/validate.ts';
import { documentOf } from './document-of.ts';

describe('the table of rules', () => {
  test('names each rule after its file and says where it is from', () => {
    const files = readdirSync(join(import.meta.dirname, '../../src/schema/rules')).map((name) =>
      name.replace(/\.ts$/, ''),
    );
    const shared = ['index', 'rule', 'reading', 'mode', 'models'];
    expect(rules.map(({ id }) => id).sort()).toEqual(files.filter((name) => !shared.includes(name)).sort());
    for (const { source } of rules) expect(source).toMatch(/\S/);
  });
});

/** Values that files have held: every JSON type, texts that provoke, and members that rules look at. */
const text = fc.oneof(
  fc.constantFrom(
    '',
    'true',
    '[]',
    '{}',
    '[1',
    '${env:X}',
    '${env:',
    '<x>',
    'https://u:p@h/v1',
    'sso',
    'x',
    '\u0000',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.webUrl(),
);
const name = fc.constantFrom(
  'name',
  'url',
  'source',
  'transport',
  'server',
  'oauth',
  'headers',
  'issuer',
  'clientId',
  'scopes',
  'enabled',
  'ref',
  '__proto__',
  'constructor',
  'Authorization',
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.boolean(),
    fc.integer(),
    fc.double(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.oneof(name, text), tie('any')), { maxLength: 5 })
      .map((pairs) => JSON.parse(JSON.stringify(Object.fromEntries(pairs))) as unknown),
  ),
})).any;
const settings = fc.dictionary(
  fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...keyNames) }, { weight: 1, arbitrary: text }),
  value,
  { maxKeys: 12 },
);
const provider = fc.constantFrom('gateway', 'anthropic', 'bedrock', 'mantle', 'vertex', 'foundry', undefined);
const options = fc.record({
  platform: fc.constantFrom(undefined, ...PLATFORMS),
  target: fc.constantFrom(
    undefined,
    parseRelease('1.2581.0'),
    parseRelease('1.40609.0'),
    parseRelease('2.7032.0'),
  ),
});

test('checks whatever a file may hold, the same each time, in words that a terminal can show', () => {
  fc.assert(
    fc.property(
      settings,
      provider,
      options,
      fc.constantFrom<Format>(...FORMATS),
      (given, chosen, how, format) => {
        const document = {
          ...documentOf(chosen === undefined ? given : { inferenceProvider: chosen, ...given }),
          format,
        };
        const { diagnostics, config, valid } = validate(document, how);
        expect(validate(document, how).diagnostics).toEqual(diagnostics);
        expect(valid).toBe(diagnostics.every(({ severity }) => severity !== 'error'));
        for (const key of Object.keys(config)) expect(keyNames).toContain(key);
        for (const { code, message, hint = '' } of diagnostics) {
          expect(isCode(code)).toBe(true);
          // eslint-disable-next-line no-control-regex -- that is what must not be there
          expect(message + hint).not.toMatch(/[\u0000-\u001F\u007F-\u009F]|undefined|\[object/);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('no finding holds a credential, whatever is wrong with it', () => {
  const secret = 'q7Zt-9xW2mKp4vB8nL1s';
  const shapes: readonly unknown[] = [
    secret,
    [secret],
    { 'X-Api-Key': secret, Authorization: `Bearer ${secret}` },
    [`Authorization: Bearer ${secret}`],
    `Authorization=Bearer ${secret}`,
    `{"X-A":"${secret}"`,
    `https://user:${secret}@example.com`,
    [
      {
        name: 't',
        transport: 'http',
        url: `https://u:${secret}@h.example`,
        headers: { a: secret },
        env: { K: secret },
        oauth: { clientSecret: secret },
      },
    ],
    `${secret}\u0000`,
    `<${secret}`,
  ];
  const secretKeys = keyNames.filter((key) => keySpec(key)?.secret === true);
  for (const key of [...secretKeys, 'inferenceGatewayHeaders', 'inferenceGatewayBaseUrl', 'someUnknownKey'])
    for (const shape of shapes)
      for (const format of FORMATS) {
        const given = documentOf({ inferenceProvider: 'gateway', [key]: shape });
        if (!JSON.stringify(shape).includes('@') && key === 'inferenceGatewayBaseUrl') continue;
        const told = validate({ ...given, format }).diagnostics.map(
          ({ message, hint }) => `${message} ${hint ?? ''}`,
        );
        expect(told.join('\n'), `${key} ${JSON.stringify(shape)}`).not.toContain(secret);
      }
});
