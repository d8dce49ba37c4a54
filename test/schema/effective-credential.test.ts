import { describe, expect, test } from 'vitest';
import type { Platform } from '../../src/schema/key-spec.ts';
import {
  type Settings,
  GATEWAY,
  KEY,
  HELPER,
  WINDOWS_HELPER,
  OIDC,
  uses,
  dropped,
  credential,
} from './effective-words.ts';

describe('the credential', () => {
  test.each<[string, Settings, Platform | undefined, string, string[]]>([
    ['a key', KEY, undefined, 'static sk-example-key', []],
    [
      'a key that nobody has looked up is not sent',
      { inferenceGatewayApiKey: 'sk-${env:K}' },
      undefined,
      'static',
      ['inferenceGatewayApiKey unresolved'],
    ],
    [
      'nor is such a helper run',
      { inferenceCredentialHelper: '/opt/${env:H}' },
      'linux',
      'helper-script inferenceCredentialHelper=?',
      ['inferenceCredentialHelper unresolved'],
    ],
    ['a helper', HELPER, 'macos', 'helper-script inferenceCredentialHelper=/opt/token', []],
    [
      'a helper beats a key',
      { ...KEY, ...HELPER },
      'linux',
      'helper-script inferenceCredentialHelper=/opt/token',
      ['inferenceGatewayApiKey outranked<inferenceCredentialHelper'],
    ],
    [
      'a Windows helper beside a key, on macOS',
      { ...KEY, ...WINDOWS_HELPER },
      'macos',
      'static sk-example-key',
      ['inferenceCredentialHelperWindows platform'],
    ],
    [
      'a Windows helper beside a key, on Linux',
      { ...KEY, ...WINDOWS_HELPER },
      'linux',
      'static sk-example-key',
      ['inferenceCredentialHelperWindows platform'],
    ],
    [
      'a Windows helper beside a key, on Windows',
      { ...KEY, ...WINDOWS_HELPER },
      'windows',
      'helper-script inferenceCredentialHelperWindows=C:\\token.exe',
      ['inferenceGatewayApiKey outranked<inferenceCredentialHelperWindows'],
    ],
    [
      'a Windows helper beside a key, on any platform',
      { ...KEY, ...WINDOWS_HELPER },
      undefined,
      'helper-script inferenceCredentialHelper=? uncertain',
      [],
    ],
    [
      'both helpers, on Windows',
      { ...HELPER, ...WINDOWS_HELPER },
      'windows',
      'helper-script inferenceCredentialHelperWindows=C:\\token.exe',
      ['inferenceCredentialHelper platform<inferenceCredentialHelperWindows'],
    ],
    [
      'both helpers, on macOS',
      { ...HELPER, ...WINDOWS_HELPER },
      'macos',
      'helper-script inferenceCredentialHelper=/opt/token',
      ['inferenceCredentialHelperWindows platform'],
    ],
    [
      'a kind leaves no other',
      { ...KEY, ...HELPER, inferenceCredentialKind: 'static' },
      'macos',
      'static sk-example-key',
      ['inferenceCredentialHelper kind<inferenceCredentialKind'],
    ],
    [
      'a kind without its key',
      { ...HELPER, inferenceCredentialKind: 'static' },
      'macos',
      'static -inferenceGatewayApiKey',
      ['inferenceCredentialHelper kind<inferenceCredentialKind'],
    ],
    [
      'a key with an error is no key, and nothing stands in for it',
      { inferenceGatewayApiKey: 7, inferenceGatewayOidc: OIDC },
      'macos',
      'static uncertain',
      ['inferenceGatewayApiKey refused'],
    ],
    ['OIDC alone', { inferenceGatewayOidc: OIDC }, 'macos', 'interactive idp:inferenceGatewayOidc', []],
    [
      'a key beside OIDC, without a kind',
      { ...KEY, inferenceGatewayOidc: OIDC },
      'macos',
      'static sk-example-key uncertain',
      [],
    ],
    [
      'a key beside OIDC, kind interactive',
      { ...KEY, inferenceGatewayOidc: OIDC, inferenceCredentialKind: 'interactive' },
      'macos',
      'interactive idp:inferenceGatewayOidc',
      ['inferenceGatewayApiKey kind<inferenceCredentialKind'],
    ],
    [
      'OIDC of both kinds, kind external-idp',
      { inferenceGatewayOidc: OIDC, inferenceIdpOidc: OIDC, inferenceCredentialKind: 'external-idp' },
      'macos',
      'external-idp idp:inferenceIdpOidc',
      ['inferenceGatewayOidc kind<inferenceCredentialKind'],
    ],
    [
      'OIDC of the newer key, kind interactive',
      { inferenceIdpOidc: OIDC, inferenceCredentialKind: 'interactive' },
      'macos',
      'interactive idp:inferenceIdpOidc',
      ['inferenceIdpOidc kind<inferenceCredentialKind'],
    ],
    ['the gateway signs in', { inferenceCredentialKind: 'interactive' }, 'macos', 'interactive gateway', []],
    ['nothing', {}, 'macos', 'none', []],
  ])('%s', (_, settings, platform, expected, left) => {
    const used = uses({ ...GATEWAY, ...settings }, platform);
    expect(credential(used)).toBe(expected);
    expect(dropped(used)).toEqual(left);
  });

  test.each<[string, Settings, string]>([
    ['anthropic', { inferenceProvider: 'anthropic' }, 'interactive vendor'],
    [
      'anthropic with a key',
      { inferenceProvider: 'anthropic', inferenceAnthropicApiKey: 'sk-a' },
      'static sk-a',
    ],
    ['vertex', { inferenceProvider: 'vertex' }, 'vendor-profile'],
    [
      'bedrock, a profile before a token',
      { inferenceProvider: 'bedrock', inferenceBedrockProfile: 'p', inferenceBedrockBearerToken: 't' },
      'vendor-profile',
    ],
    [
      'foundry',
      {
        inferenceProvider: 'foundry',
        inferenceFoundryTenantId: OIDC.clientId,
        inferenceFoundryClientId: 'c',
      },
      'interactive vendor',
    ],
  ])('of %s', (_, settings, expected) => {
    expect(credential(uses(settings, 'macos'))).toBe(expected);
  });

  test('the helper: arguments, time limit, both headers', () => {
    const settings = { ...GATEWAY, ...HELPER, inferenceCredentialHelperArgs: ['a', 'b'] };
    expect(uses(settings, 'linux').credential).toMatchObject({
      bothHeaders: true,
      helper: { args: ['a', 'b'], timeoutSec: 60 },
    });
    expect(
      uses({ ...settings, inferenceCredentialHelperTimeoutSec: 5 }, 'linux').credential?.helper?.timeoutSec,
    ).toBe(5);
    expect(uses({ ...GATEWAY, ...KEY }, 'linux').credential?.bothHeaders).toBe(false);
  });

  test.for<[string, object, object | undefined]>([
    ['a key', { ...KEY }, undefined],
    ['interactive alone', { inferenceCredentialKind: 'interactive' }, { at: 'gateway' }],
    [
      'interactive with a provider',
      { inferenceCredentialKind: 'interactive', inferenceGatewayOidc: OIDC },
      { at: 'idp' },
    ],
    ['external-idp', { inferenceCredentialKind: 'external-idp', inferenceIdpOidc: OIDC }, { at: 'idp' }],
    ['external-idp without one', { inferenceCredentialKind: 'external-idp' }, undefined],
  ])('where users sign in with %s', ([, settings, at]) => {
    const { signIn } = uses({ ...GATEWAY, ...settings });
    if (at === undefined) expect(signIn).toBeUndefined();
    else expect(signIn).toMatchObject(at);
  });

  test('the broker and the token of a sign-in', () => {
    const settings = { ...GATEWAY, inferenceCredentialKind: 'external-idp', inferenceIdpOidc: OIDC };
    expect(uses(settings).signIn?.oidc).toEqual({
      key: 'inferenceIdpOidc',
      client: { ...OIDC, bearerTokenType: 'id_token' },
      broker: false,
    });
    const entra = {
      ...OIDC,
      issuer: 'https://login.microsoftonline.com/t/v2.0',
      bearerTokenType: 'access_token',
    };
    expect(
      uses({
        ...settings,
        inferenceIdpOidc: { ...entra, scopes: 'api://x/.default' },
        inferenceIdpAuthFlow: 'broker',
      }).signIn?.oidc,
    ).toMatchObject({ broker: true, client: { bearerTokenType: 'access_token' } });
  });
});
