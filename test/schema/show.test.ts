import { describe, expect, test } from 'vitest';
import type { Path } from '../../src/schema/document.ts';
import {
  holdsSecret,
  isKnownSecret,
  isSecretPath,
  masked,
  show,
  shown,
  typeName,
} from '../../src/schema/show.ts';
import { MASK } from '../../src/text/mask.ts';

/* A value and its place -> what of it is shown; `*` stands for the mask. */
const starred = (text: string): string => text.replaceAll(MASK, '*');

const VALUE = 'plain words';

describe('a value of a map of headers, which may be a credential whatever it looks like', () => {
  test.each<[string, Path]>([
    ['of requests for inference', ['inferenceCustomHeaders', 'X-Team']],
    ['of a connector', ['managedMcpServers', 0, 'headers', 'X-Team']],
    ['of the collector', ['otlpHeaders', 'X-Team']],
    ['of the bootstrap server', ['bootstrapHeaders', 'X-Team']],
  ])('%s', (_, path) => {
    expect(show(VALUE, path)).not.toContain('plain');
    expect(JSON.stringify(masked(VALUE, path))).not.toContain('plain');
  });
});

const KEY: Path = ['inferenceGatewayApiKey'];
const UNKNOWN: Path = ['noSuchKey'];
const WORD: Path = ['inferenceCredentialKind'];
const PROGRAM: Path = ['inferenceCredentialHelper'];
const ARGUMENT: Path = ['inferenceCredentialHelperArgs', 0];
const ADDRESS: Path = ['inferenceGatewayBaseUrl'];
const PROSE: Path = ['organizationInstructions'];
const REGION: Path = ['inferenceVertexRegion'];
const OPAQUE: Path = ['managedMcpServers'];

test.each<[string, Path, boolean, boolean]>([
  ['a key of the provider', KEY, true, true],
  ['a header', ['managedMcpServers', 0, 'headers', 'X'], true, true],
  ['all headers', ['managedMcpServers', 0, 'headers'], true, true],
  ['a variable of a program', ['managedMcpServers', 0, 'env', 'A'], true, true],
  ['a header of a map that is no secret row', ['inferenceCustomHeaders', 'A'], true, true],
  ['a header of the bootstrap server', ['bootstrapHeaders', 'A'], true, true],
  ['a header of the collector', ['otlpHeaders', 'A'], true, true],
  ['headers of the collector as text', ['otlpHeaders'], true, true],
  ['a header of a header', ['inferenceCustomHeaders', 'A', 'B'], true, true],
  ['arguments as a list', ['inferenceCredentialHelperArgs'], true, false],
  ['a model', ['inferenceModels', 0], false, false],
  ['a model by its name', ['inferenceModels', 0, 'name'], false, false],
  ['an unknown key', UNKNOWN, true, false],
  ['an unknown member', ['inferenceGatewayOidc', 'noSuch'], true, false],
  ['an unknown member that says what it is', ['inferenceGatewayOidc', 'apiKey'], true, true],
  ['an unknown key that says what it is', ['apiKey'], true, false],
  ['an argument', ARGUMENT, true, false],
  ['no path', [], true, false],
  ['a number for a key', [3], true, false],
  ['a program', PROGRAM, false, false],
  ['a word', WORD, false, false],
  ['an address', ADDRESS, false, false],
  ['an object', ['inferenceGatewayOidc'], false, false],
  ['a known member', ['inferenceGatewayOidc', 'clientId'], false, false],
  ['a list', OPAQUE, false, false],
  ['below a text', ['inferenceGatewayBaseUrl', 'x'], true, false],
])('%s is secret: %3$s, beyond doubt: %4$s', (_, path, secret, known) => {
  expect([isSecretPath(path), isKnownSecret(path)]).toEqual([secret, known]);
});

test.each<[string, Path, string, string]>([
  ['nothing', KEY, '', ''],
  ['a short secret', KEY, 'plain words', '*'],
  ['a long secret', KEY, 'abcdefghijklmnopqrstuvwx', '*uvwx'],
  ['a reference', KEY, '${env:A}', '${env:A}'],
  ['two references', KEY, '${env:A}${file:/b}', '${env:A}${file:/b}'],
  ['a text around a reference', KEY, 'x ${env:A} y', '*${env:A}*'],
  ['a reference with a default', KEY, '${env:A:-x}', '*'],
  ['a default of a shell', PROSE, '${A:-x}', '*'],
  ['a default of a shell without a colon', PROSE, '${A-x}', '*'],
  ['a variable of a shell', PROSE, '${A}', '${A}'],
  ['a key where its name belongs', PROSE, '${env:sk_abcdefghijkl}', '${env:*}'],
  ['a long value nobody knows', UNKNOWN, 'abcdefghijklmnopqrstuvwx', '*uvwx'],
  ['a long argument', ARGUMENT, 'abcdefghijklmnopqrstuvwx', '*uvwx'],
  ['a word', WORD, 'static', 'static'],
  ['words', WORD, 'plain words', 'plain words'],
  ['a word of 24 letters', WORD, 'abcdefghijklmnopqrstuvwx', 'abcdefghijklmnopqrstuvwx'],
  ['a word that is longer', WORD, 'abcdefghijklmnopqrstuvwxy', '*'],
  ['a random word', WORD, 'a4f9k2m7p1q8s3t6', '*'],
  ['no word', WORD, 'a=b', '*'],
  ['a number as text', ['inferenceCredentialHelperTtlSec'], '3600', '3600'],
  ['a reference for a word', WORD, '${env:A}', '${env:A}'],
  ['a word around a reference', WORD, 'x${env:A}', '*${env:A}'],
  ['a program', PROGRAM, '/opt/a+b(1)/to_ken@1%', '/opt/a+b(1)/to_ken@1%'],
  ['a program of Windows', PROGRAM, 'C:\\Tools\\token.exe', 'C:\\Tools\\token.exe'],
  ['a program with slashes', PROGRAM, 'c:/Tools/token.exe', 'c:/Tools/token.exe'],
  ['a program on a server', PROGRAM, '\\\\server\\token.exe', '\\\\server\\token.exe'],
  ['a program at home', PROGRAM, '~/token', '~/token'],
  ['a program with an argument', PROGRAM, '/opt/token abc', '*'],
  ['no path', PROGRAM, 'token', '*'],
  ['a path behind something', PROGRAM, 'x /opt/token', '*'],
  ['a random folder', PROGRAM, '/opt/a4f9k2m7p1q8s3t6', '/opt/*'],
  ['a reference for a program', PROGRAM, '${env:A}', '${env:A}'],
  ['a program below a reference', PROGRAM, '${env:A}/token', '${env:A}*'],
  ['an address', ADDRESS, 'https://a.example/v1?k=v', 'https://a.example/v1?k=*'],
  ['no address', ADDRESS, 'plain words', '*'],
  ['an address around a reference', ADDRESS, 'https://${env:A}.example/v1', 'https://${env:A}.example/v1'],
  ['a secret for an address', ADDRESS, 'sk-abcdefghijk', '*'],
  ['prose', PROSE, 'plain words', 'plain words'],
  ['prose around a reference', PROSE, 'x ${env:A} y', 'x ${env:A} y'],
  ['an address in place of prose', PROSE, ' https://a.example/?k=v', '*'],
  ['an address of mail in place of prose', PROSE, 'user@host', '*'],
  ['an address in capitals', PROSE, 'HTTPS://a.example?k=v', 'HTTPS://a.example?k=*'],
  ['an address of another scheme', PROSE, 'git+ssh://a.example?k=v', 'git+ssh://a.example?k=*'],
  ['an address of a short scheme', PROSE, 'x:/a?k=v', '*'],
  ['an address behind a sign', PROSE, '=x:/a?token=v', '=x:/a?token=*'],
  ['a word with a plus', WORD, 'a+b', 'a+b'],
  ['a letter', WORD, 'a', 'a'],
  ['the root', PROGRAM, '/', '/'],
  ['an address in prose', PROSE, 'see https://a.example/?k=v', 'see https://a.example/?k=v'],
  ['a key in prose', PROSE, 'the token=abc', 'the token=*'],
  ['a key in place of prose', PROSE, 'sk-ant-abcdefghijklmnop', '*mnop'],
  ['a name that anybody may see', REGION, 'token: abc', 'token: abc'],
  ['a random name', REGION, 'a4f9k2m7p1q8s3t6', '*'],
  ['a list as text', OPAQUE, '[{"url":"x"}]', '*'],
  ['a long list as text', OPAQUE, 'abcdefghijklmnopqrstuvwx', '*'],
  ['a list as text around a reference', OPAQUE, '[${env:A}]', '*${env:A}*'],
  ['a list as reference', OPAQUE, '${env:A}', '${env:A}'],
])('%s', (_, path, text, expected) => {
  expect(starred(shown(text, path))).toBe(expected);
});

test.each<[string, unknown, Path, string]>([
  ['no text', '', KEY, '""'],
  ['a text', 'plain', PROSE, '"plain"'],
  ['a masked text', 'token', PROGRAM, '*'],
  ['a secret', 'plain', KEY, '*'],
  ['a secret reference', '${env:A}', KEY, '${env:A}'],
  ['a long text', 'x'.repeat(81), PROSE, `"${'x'.repeat(79)}…"`],
  ['a text of eighty', 'x'.repeat(80), PROSE, `"${'x'.repeat(80)}"`],
  ['several lines', 'a\nb\u001B[31m', PROSE, '"a b"'],
  ['a number', 7, PROSE, '7'],
  ['a secret number', 7, KEY, '*'],
  ['true', true, KEY, 'true'],
  ['null', null, KEY, 'null'],
  ['an empty list', [], OPAQUE, '[]'],
  ['a list', [1, 2], OPAQUE, 'a list of 2'],
  ['an empty object', {}, OPAQUE, '{}'],
  ['an object', { a: 1 }, OPAQUE, 'an object'],
  ['nothing', undefined, PROSE, 'no JSON value'],
])('in a message: %s', (_, value, path, expected) => {
  expect(starred(show(value, path))).toBe(expected);
});

test.each([
  [null, 'null'],
  [[], 'a list'],
  ['', 'a string'],
  [1, 'an integer'],
  [1.5, 'a number'],
  [true, 'a boolean'],
  [{}, 'an object'],
  [undefined, 'no JSON value'],
])('%j is %s', (value, name) => {
  expect(typeName(value)).toBe(name);
});

test('a copy in which everything is masked that may be a secret', () => {
  const servers = [
    {
      name: 'a',
      url: 'https://a.example/?k=v',
      headers: { 'X-Team': 'b', 'X-Key: c': 'd', 'X-Key: e': 'f' },
      args: ['--key', 7],
      timeout: 5,
      enabled: false,
      nothing: null,
    },
  ];
  const copy = starred(JSON.stringify(masked(servers, ['managedMcpServers'])));
  expect(JSON.parse(copy)).toEqual([
    {
      name: 'a',
      url: 'https://a.example/?k=*',
      headers: { 'X-Team': '*', '*': '*', '* (2)': '*' },
      args: ['*', '*'],
      timeout: '*',
      enabled: false,
      nothing: null,
    },
  ]);
  expect(masked('${env:A}', KEY)).toBe('${env:A}');
  expect(masked(7, PROSE)).toBe(7);
});

test.each<[Readonly<Record<string, unknown>>, boolean]>([
  [{}, false],
  [{ inferenceGatewayApiKey: 'sk-live' }, true],
  [{ inferenceGatewayApiKey: 'placeholder' }, false],
  [{ inferenceGatewayApiKey: '${env:A}' }, false],
  [{ inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://a.example' }, false],
  [{ inferenceProvider: 'gateway', noSuchKey: { a: ['4711'] } }, true],
  [{ organizationInstructions: 'plain' }, false],
])('%j holds a secret: %s', (settings, holds) => {
  expect(holdsSecret(new Map(Object.entries(settings)))).toBe(holds);
});
