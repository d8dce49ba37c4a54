import { describe, expect, test } from 'vitest';
import { jwtLifetime } from '../../../src/schema/jwt.ts';
import { checked, findingsOf, GATEWAY, findingsWith } from './check.ts';

/* The values people paste, and paths and texts that fit another device or another file. */

const NOW = Date.UTC(2026, 10, 1);
const day = (days: number): number => NOW / 1000 + days * 86_400;
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (claims: object): string => `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`;
const key = (inferenceGatewayApiKey: string, now?: number): string[] =>
  findingsWith({ inferenceGatewayApiKey }, { now }).filter((one) => !one.includes('secret-literal'));
const ERROR = ['E credential-malformed inferenceGatewayApiKey'];
const WARNING = ['W credential-malformed inferenceGatewayApiKey'];

describe('credentials', () => {
  test.each<[string, string[]]>([
    ['Zx41-kitchen-sink-8842', []],
    ['dummy', []],
    ['${env:KEY}', []],
    ['Zx41-kitchen-sink-8842\n', ERROR],
    ['Zx41\nkitchen', ERROR],
    ['••••••••', ERROR],
    ['●●●●3f9a', ERROR],
    ['····3f9a', ERROR],
    ['Zx41–kitchen', ERROR],
    ['Zx41\u200bkitchen', ERROR],
    ['ключ', ERROR],
    ['Zx41-é-kitchen', []],
    ['Bearer Zx41-kitchen-sink-8842', WARNING],
    ['bearer Zx41', WARNING],
    ['Authorization: Bearer Zx41', WARNING],
    ['x-api-key: Zx41', WARNING],
    ['"Zx41-kitchen"', WARNING],
    [' Zx41-kitchen ', WARNING],
    ['Zx41 kitchen', WARNING],
  ])('%j', (text, expected) => {
    expect(key(text)).toEqual(expected);
  });

  test('letters that no header carries are told although they are a placeholder too', () => {
    expect(key('ваш-ключ')).toEqual([...ERROR, 'W placeholder inferenceGatewayApiKey']);
  });

  test.each<[string, object, number | undefined, string[]]>([
    ['a year', { iat: day(0), exp: day(365) }, NOW, []],
    ['no end', { iat: day(0) }, NOW, []],
    ['an hour', { iat: day(0), exp: day(0) + 3600 }, undefined, WARNING],
    ['an hour from nbf on', { nbf: day(0), exp: day(0) + 3600 }, undefined, WARNING],
    ['expired', { iat: day(-400), exp: day(-35) }, NOW, WARNING],
    ['expired, without a clock', { iat: day(-400), exp: day(-35) }, undefined, []],
    ['soon', { iat: day(-360), exp: day(5) }, NOW, WARNING],
    ['in two weeks', { iat: day(-360), exp: day(14) }, NOW, WARNING],
    ['in more than two weeks', { iat: day(-360), exp: day(14) + 1 }, NOW, []],
  ])('a token: %s', (_, claims, now, expected) => {
    expect(key(token(claims), now)).toEqual(expected);
  });

  test.each<[object, string]>([
    [{ iat: day(-400), exp: day(-35) }, 'is a token that expired on 2026-09-27'],
    [{ iat: day(-360), exp: day(5) }, 'is a token that expires on 2026-11-06'],
    [{ iat: day(0), exp: day(0) + 7140 }, 'is a token that lasts 119 minutes'],
    [{ iat: day(0), exp: day(0) + 7200 }, 'is a token that lasts 2 hours'],
    [{ iat: day(0), exp: day(0) + 3600 }, 'is a token that lasts 60 minutes'],
    [{ iat: day(0), exp: day(0) + 10_800 }, 'is a token that lasts 3 hours'],
  ])('a token %j %s', (claims, words) => {
    const found = findingsOf({ ...GATEWAY, inferenceGatewayApiKey: token(claims) }, { now: NOW });
    expect(found.map(({ message }) => message)).toContain(`inferenceGatewayApiKey ${words}`);
  });

  test('a message never shows the credential', () => {
    for (const text of ['Bearer Zx41-kitchen', token({ exp: day(-1) }), 'Zx41\nkitchen'])
      for (const { message, hint } of findingsOf({ ...GATEWAY, inferenceGatewayApiKey: text }, { now: NOW }))
        expect(`${message} ${hint ?? ''}`).not.toMatch(/Zx41|eyJ/);
  });

  test.each([
    'eyJhbGciOiJub25lIn0',
    'eyJh.eyJ!.x',
    `eyJh.${Buffer.from('{"exp":').toString('base64url')}.x`,
    token({ exp: 'soon' }),
    token({ exp: 1e300 }),
    `${token({ exp: 1 })}${'a'.repeat(20_000)}`,
    'eyJ'.repeat(30_000),
  ])('no lifetime in %.40s', (text) => {
    expect(jwtLifetime(text)).toBeUndefined();
  });
});

describe('references in what is deployed', () => {
  const found = 'E reference-in-deployed-file inferenceGatewayApiKey';
  test.each(['mobileconfig', 'plist', 'reg'] as const)('%s', (format) => {
    expect(checked(GATEWAY, {}, format)).toEqual([found]);
  });

  test('JSON only as the managed file of Linux', () => {
    expect(
      checked({ ...GATEWAY, coworkEgressAllowedHosts: [], autoModeEnabled: false }, { deployed: true }),
    ).toEqual([]);
    expect(
      checked({ ...GATEWAY, coworkEgressAllowedHosts: [], autoModeEnabled: false }, { platform: 'linux' }),
    ).toEqual([]);
    expect(
      checked(
        { ...GATEWAY, coworkEgressAllowedHosts: [], autoModeEnabled: false },
        { deployed: true, platform: 'macos' },
      ),
    ).toEqual([]);
    expect(
      checked(
        { ...GATEWAY, coworkEgressAllowedHosts: [], autoModeEnabled: false },
        { deployed: true, platform: 'linux' },
      ),
    ).toEqual([found]);
  });

  test('an escaped one is a text', () => {
    const settings = { ...GATEWAY, inferenceGatewayApiKey: 'none', organizationInstructions: '$${env:A}' };
    expect(checked(settings, {}, 'reg')).toEqual([]);
  });

  test('no hint suggests to put one there', () => {
    for (const inferenceGatewayApiKey of ['Zx41-kitchen-sink-8842', 'REPLACE_ME'])
      for (const { hint } of findingsOf({ ...GATEWAY, inferenceGatewayApiKey }, {}, 'reg'))
        expect(hint).not.toContain('${');
  });
});

test.each<[string, string[]]>([
  ['https://llm-gateway.example.corp/anthropic', []],
  ['https://llm-gateway.example.corp/v1/messages', ['E url-messages-path inferenceGatewayBaseUrl']],
  [
    'https://llm-gateway.example.corp/v1/messages/count_tokens',
    ['E url-messages-path inferenceGatewayBaseUrl'],
  ],
  ['https://llm-gateway.example.corp/v1/models', ['E url-messages-path inferenceGatewayBaseUrl']],
  ['https://llm-gateway.example.corp/v1/chat/completions', ['E url-messages-path inferenceGatewayBaseUrl']],
  ['https://llm-gateway.example.corp/openai/responses', ['E url-messages-path inferenceGatewayBaseUrl']],
  ['https://llm-gateway.example.corp/models-api', []],
  ['https://llm-gateway.example.corp/v1', ['W url-v1-path inferenceGatewayBaseUrl']],
])('base URL %s', (inferenceGatewayBaseUrl, expected) => {
  expect(findingsWith({ inferenceGatewayBaseUrl })).toEqual(expected);
});

const OIDC = (scopes: string): object => ({
  issuer: 'https://login.example.com',
  clientId: 'desktop',
  scopes,
});

describe('lists and names', () => {
  test.each<[Record<string, unknown>, string[]]>([
    [{ inferenceModels: ['claude-opus-5,claude-sonnet-5'] }, ['E bad-format inferenceModels[0]']],
    [
      { inferenceModels: [{ name: 'claude-opus-5; claude-sonnet-5' }] },
      ['E bad-format inferenceModels[0].name', 'W models-incomplete inferenceModels[0].name'],
    ],
    [{ disabledBuiltinTools: ['WebSearch,WebFetch'] }, ['E bad-format disabledBuiltinTools[0]']],
    [{ disabledBuiltinTools: ['Bash(git add, git commit)'] }, []],
    [
      { coworkEgressAllowedHosts: ['a.example.com, b.example.com'] },
      ['E bad-format coworkEgressAllowedHosts[0]'],
    ],
    [
      { coworkEgressAllowedHosts: ['a.example.com b.example.com'] },
      ['E bad-format coworkEgressAllowedHosts[0]'],
    ],
    [{ inferenceModels: ['claude-\u200bopus-5'] }, ['E bad-format inferenceModels[0]']],
    [{ inferenceModels: ['claude-opus-5\u3164'] }, ['E bad-format inferenceModels[0]']],
    [{ 'inferenceModels\u200b': ['claude-opus-5'] }, ['W unknown-key inferenceModels']],
    [
      { inferenceModels: [{ name: 'claude-opus-5', 'supports1m\ufeff': true }] },
      ['W unknown-field inferenceModels[0].supports1m'],
    ],
    [{ inferenceGatewayAuthScheme: 'bearer\u00ad' }, ['E not-in-enum inferenceGatewayAuthScheme']],
    [
      {
        managedMcpServers: [
          { name: 'a', transport: 'http', url: 'https://mcp.example.com', oauth: { scope: 'a,b' } },
        ],
      },
      ['W bad-format managedMcpServers[0].oauth.scope'],
    ],
    [{ inferenceModels: [{ name: 'claude-opus-5', labelOverride: 'Opus\u00a05' }] }, []],
    [{ organizationInstructions: 'Bitte\u00a0kurz.' }, []],
  ])('%j', (settings, expected) => {
    expect(findingsWith(settings)).toEqual(expected);
  });

  test('the message of a list names the way out', () => {
    const [finding] = findingsOf({ ...GATEWAY, coworkEgressAllowedHosts: ['a.example.com,b.example.com'] });
    expect(finding?.hint).toBe('Write each host as a text of its own.');
  });
});

test.each<[string, string, string[]]>([
  ['bedrock', 'us-east-1', []],
  ['bedrock', 'us-east-9', ['W bad-format inferenceBedrockRegion']],
  ['bedrock', 'us-east1', ['E bad-format inferenceBedrockRegion']],
  ['vertex', 'us-east5', []],
  ['vertex', 'us-east9', ['W bad-format inferenceVertexRegion']],
  ['vertex', 'us-east-5', ['E bad-format inferenceVertexRegion']],
])('a region of %s: %s', (inferenceProvider, region, expected) => {
  const bedrock = { inferenceBedrockRegion: region, inferenceBedrockBearerToken: '${env:T}' };
  const vertex = {
    inferenceVertexProjectId: 'p',
    inferenceVertexRegion: region,
    inferenceModels: ['claude-opus-5'],
  };
  expect(checked({ inferenceProvider, ...(inferenceProvider === 'vertex' ? vertex : bedrock) })).toEqual(
    expected,
  );
});

describe('paths', () => {
  const helper = (inferenceCredentialHelper: string): Record<string, unknown> => ({
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://llm-gateway.example.corp',
    inferenceCredentialHelper,
  });
  const RISKY = ['W setting-risky inferenceCredentialHelper'];
  const NOT_ABSOLUTE = ['E helper-not-absolute inferenceCredentialHelper'];
  const OTHER = ['E platform-unsupported inferenceCredentialHelper'];

  test.each<[string, 'json' | 'mobileconfig' | 'reg', string[]]>([
    ['/usr/local/bin/token', 'json', []],
    ['/Users/jane/bin/token', 'mobileconfig', RISKY],
    ['/home/jane/bin/token', 'json', RISKY],
    ['/Users/Shared/bin/token', 'mobileconfig', []],
    ['C:\\Users\\jane\\token.exe', 'reg', RISKY],
    ['C:\\Users\\Public\\token.exe', 'reg', []],
    ['C:\\Users\\%USERNAME%\\token.exe', 'reg', NOT_ABSOLUTE],
    ['%LOCALAPPDATA%\\token.exe', 'reg', NOT_ABSOLUTE],
    ['/usr/local/bin/token', 'reg', OTHER],
    ['C:\\Program Files\\token.exe', 'mobileconfig', OTHER],
  ])('%s in %s', (path, format, expected) => {
    expect(checked(helper(path), {}, format).filter((one) => !one.startsWith('E ref'))).toEqual(
      expected === NOT_ABSOLUTE ? expect.arrayContaining(expected) : expected,
    );
  });

  test('a file of one user may name a folder of that user', () => {
    expect(checked(helper('/Users/jane/bin/token'), { as: 'library' })).toEqual([]);
  });

  test('the helper for Windows may stand in a profile', () => {
    const both = { ...helper('/usr/local/bin/token'), inferenceCredentialHelperWindows: 'C:\\token.exe' };
    expect(checked(both, {}, 'mobileconfig')).toEqual([]);
  });
});

test.each<[string, number]>([
  ['openid,profile', 1],
  ['openid; profile', 1],
  ['openid|profile', 1],
  ['openid profile', 0],
  ['openid profile,', 0],
])('scopes %j', (scopes, expected) => {
  for (const at of ['inferenceGatewayOidc', 'bootstrapOidc', 'inferenceIdpOidc']) {
    const found = findingsOf({ ...GATEWAY, [at]: OIDC(scopes) });
    const codes = found.filter(({ key: where }) => where === at).map(({ code }) => code);
    expect(codes.filter((code) => code === 'bad-format')).toHaveLength(expected);
    // One fault, one finding.
    if (expected > 0) expect(found.map(({ message }) => message).join()).not.toContain('lacks "openid"');
  }
});

describe('names that only look right', () => {
  const told = (more: object): readonly string[] =>
    findingsOf({ ...GATEWAY, ...more }).map(({ message, hint }) => `${message} | ${hint ?? ''}`);
  test.each<[object, RegExp]>([
    [
      { 'coworkTab\u200bEnabled': false },
      /holds the invisible character U\+200B \| Type .* anew.*: coworkTabEnabled$/,
    ],
    [
      { 'coworkTab\u0415nabled': false },
      /holds U\+0415, a character beyond ASCII \| Type .*: coworkTabEnabled$/,
    ],
    [{ 'gr\u00f6\u00dfe': 1 }, /holds U\+00F6, .* \| Remove it/],
    [{ inferenceApiKey: 'x' }, /Did you mean "?inferenceGatewayApiKey/],
    [{ inferenceProvider: 'anthropic', inferenceApiKey: 'x' }, /Did you mean "?inferenceAnthropicApiKey/],
    [{ inferenceProvider: 'vertex', inferenceApiKey: 'x' }, /Did you mean "?inferenceGatewayApiKey/],
    [{ inferenceProvider: 'toString', inferenceApiKey: 'x' }, /Did you mean "?inferenceGatewayApiKey/],
    [{ inferenceProvider: 5, inferenceApiKey: 'x' }, /Did you mean "?inferenceGatewayApiKey/],
    [{ coworkTabEnable: false }, /named "coworkTabEnable" \| Did you mean/],
    [
      { inferenceGatewayAuthScheme: 'bearer\u00a0' },
      /: it holds the invisible character U\+00A0 \| Did you mean "bearer"/,
    ],
    [
      { inferenceGatewayOidc: { ...OIDC('openid'), 'clientId\u2060': 'x' } },
      /no member .*U\+2060 \| Type .*: clientId$/,
    ],
  ])('%j', (more, words) => {
    expect(told(more)).toEqual(expect.arrayContaining([expect.stringMatching(words)]));
  });
});

test('disableWslSessions counts for the device only', () => {
  const settings = { disableWslSessions: true };
  const codes = (hive: 'machine' | 'user'): string[] =>
    findingsOf(settings, { hive }).map(({ code, key: at }) => `${code} ${at}`);
  expect(codes('user')).toContain('setting-ignored disableWslSessions');
  expect(codes('machine')).not.toContain('setting-ignored disableWslSessions');
});

test.each<[object, object, string[]]>([
  [{}, { deployed: true }, ['behaviour-changed']],
  [{}, {}, []],
  [{ autoModeEnabled: false }, { deployed: true }, []],
  [{ isClaudeCodeForDesktopEnabled: false }, { deployed: true }, []],
  [{}, { deployed: true, target: [1, 46388, 0] }, []],
  [{}, { deployed: true, target: [2, 9939, 2] }, ['behaviour-changed']],
])('Auto mode that nobody chose: %j %j', (more, options, expected) => {
  const found = checked({ ...GATEWAY, coworkEgressAllowedHosts: [], ...more }, options);
  expect(found.filter((one) => one.includes('behaviour')).map((one) => one.split(' ')[1])).toEqual(expected);
});
