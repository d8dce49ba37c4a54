import { describe, expect, test } from 'vitest';
import { checked } from './check.ts';

const BASE = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.corp',
  inferenceCredentialKind: 'external-idp',
};
const ENTRA = 'https://login.microsoftonline.com/5e1a4d9c-7b2f-4c36-8d10-93f0a6b4c2e7/v2.0';
const ISSUER = { clientId: 'desktop', issuer: 'https://idp.example.corp' };
const at = (name?: string): string => (name === undefined ? 'inferenceIdpOidc' : `inferenceIdpOidc.${name}`);

describe('members', () => {
  test.each<[Record<string, unknown>, string[]]>([
    [ISSUER, []],
    [{ clientId: 'a', authorizationUrl: 'https://i.example.com/a', tokenUrl: 'https://i.example.com/t' }, []],
    [{ clientId: 'a' }, [`E oidc-incomplete ${at()}`]],
    [{ issuer: ISSUER.issuer }, [`E oidc-incomplete ${at()}`]],
    [{ clientId: 'a', tokenUrl: 'https://i.example.com/t' }, [`E oidc-incomplete ${at()}`]],
    [{ ...ISSUER, tokenUrl: 'https://i.example.com/t' }, [`W setting-ignored ${at('tokenUrl')}`]],
    [
      { ...ISSUER, issuer: `${ISSUER.issuer}/.well-known/openid-configuration` },
      [`E oidc-issuer-path ${at('issuer')}`],
    ],
    [{ ...ISSUER, issuer: '${env:ISSUER}' }, []],
    [{ ...ISSUER, bearerTokenType: 'access_token' }, [`E oidc-scopes-required ${at()}`]],
    [{ ...ISSUER, bearerTokenType: 'access_token', scopes: 'api://x/y' }, []],
    [{ ...ISSUER, bearerTokenType: '${env:T}' }, []],
    [{ ...ISSUER, scopes: 'openid profile' }, []],
    [{ ...ISSUER, scopes: 'profile' }, [`W oidc-setting ${at('scopes')}`]],
    [{ ...ISSUER, scopes: '${env:SCOPES}' }, []],
    [{ ...ISSUER, resource: 'https://gw.example.corp' }, [`W oidc-setting ${at('resource')}`]],
    [{ ...ISSUER, bearerTokenType: 'access_token', scopes: 'a', resource: 'https://gw.example.corp' }, []],
    [
      {
        clientId: 'a',
        issuer: ENTRA,
        bearerTokenType: 'access_token',
        scopes: 'a',
        resource: 'https://gw.example.corp',
      },
      [`W oidc-setting ${at('resource')}`],
    ],
    [{ clientId: 'a', issuer: 'https://example.okta.com' }, [`I oidc-setting ${at()}`]],
    [{ clientId: 'a', issuer: 'https://example.okta.com', redirectPort: 8123 }, []],
    [
      { clientId: 'a', issuer: 'https://auth.pingone.eu/x/as', redirectPort: 70000 },
      [`E out-of-range ${at('redirectPort')}`],
    ],
    [{ clientId: 'a', issuer: 'https://notokta.com' }, []],
  ])('%j', (inferenceIdpOidc, expected) => {
    expect(checked({ ...BASE, inferenceIdpOidc })).toEqual(expected);
  });

  test('the bootstrap sign-in is checked too, and asks for no openid scope', () => {
    const bootstrapUrl = 'https://config.example.corp';
    expect(checked({ bootstrapUrl, bootstrapOidc: { ...ISSUER, scopes: 'config.read' } })).toEqual([]);
    expect(checked({ bootstrapUrl, bootstrapOidc: { clientId: 'a', scopes: 'config' } })).toEqual([
      'E oidc-incomplete bootstrapOidc',
    ]);
  });
});

describe('the broker', () => {
  const broker = { ...BASE, inferenceIdpAuthFlow: 'broker' };
  test.each<[unknown, string[]]>([
    [{ clientId: 'a', issuer: ENTRA }, []],
    [{ clientId: 'a', issuer: `${ENTRA}/` }, []],
    [{ clientId: 'a', issuer: '${env:ISSUER}' }, []],
    [{ clientId: 'a', issuer: 'https://login.microsoftonline.com/${env:TENANT}/v2.0' }, []],
    [ISSUER, ['E oidc-broker-issuer inferenceIdpOidc.issuer']],
    [
      { clientId: 'a', issuer: 'https://login.microsoftonline.com/x' },
      ['E oidc-broker-issuer inferenceIdpOidc.issuer'],
    ],
    [
      { clientId: 'a', issuer: `${ENTRA}/.well-known/openid-configuration` },
      ['E oidc-issuer-path inferenceIdpOidc.issuer'],
    ],
    [{ clientId: 'a' }, ['E oidc-incomplete inferenceIdpOidc']],
    [
      { clientId: 'a', authorizationUrl: 'https://i.example.com/a', tokenUrl: 'https://i.example.com/t' },
      ['E oidc-broker-issuer inferenceIdpOidc'],
    ],
    ['${env:OIDC}', []],
  ])('%j', (inferenceIdpOidc, expected) => {
    expect(checked({ ...broker, inferenceIdpOidc })).toEqual(expected);
  });

  test('is not there on Linux, whoever asks for it', () => {
    expect(
      checked({ ...broker, inferenceIdpOidc: { clientId: 'a', issuer: ENTRA } }, { platform: 'linux' }),
    ).toEqual(['E platform-unsupported inferenceIdpAuthFlow']);
    const foundry = {
      inferenceProvider: 'foundry',
      inferenceFoundryResource: 'contoso',
      inferenceFoundryApiKey: '${env:K}',
      inferenceFoundryAuthFlow: 'broker',
      inferenceModels: ['claude-opus-5'],
    };
    expect(checked(foundry, { platform: 'linux' })).toEqual([
      'E platform-unsupported inferenceFoundryAuthFlow',
    ]);
    expect(checked(foundry, { platform: 'macos' })).toEqual([]);
  });
});
