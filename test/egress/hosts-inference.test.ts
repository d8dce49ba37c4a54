import { describe, expect, test } from 'vitest';
import { hostsOf, oidc } from '../support/egress-hosts.ts';

describe('inference and sign-in', () => {
  test.each<[string, object, string[]]>([
    [
      'gateway with a key',
      {
        inferenceProvider: 'gateway',
        inferenceGatewayBaseUrl: 'https://GW.example.com/base',
        inferenceGatewayApiKey: 'k',
      },
      ['gw.example.com'],
    ],
    [
      'gateway on a port of its own',
      { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: 'https://gw.example.com:8443' },
      ['gw.example.com:8443'],
    ],
    [
      'gateway with an identity provider',
      {
        inferenceProvider: 'gateway',
        inferenceCredentialKind: 'external-idp',
        inferenceGatewayBaseUrl: 'https://gw.example.com',
        inferenceIdpOidc: oidc({ issuer: 'https://id.example.com/t' }),
      },
      ['gw.example.com', 'id.example.com'],
    ],
    [
      'gateway with the superseded object and endpoints instead of an issuer',
      {
        inferenceProvider: 'gateway',
        inferenceCredentialKind: 'interactive',
        inferenceGatewayBaseUrl: 'https://gw.example.com',
        inferenceGatewayOidc: oidc({
          authorizationUrl: 'https://a.example.com/authorize',
          tokenUrl: 'https://t.example.com:444/token',
          additionalRedirectReferrerHosts: 'r.example.com  s.example.com',
        }),
      },
      ['gw.example.com', 'a.example.com', 't.example.com:444', 'r.example.com?', 's.example.com?'],
    ],
    [
      'a kind switches the identity provider off',
      {
        inferenceProvider: 'gateway',
        inferenceCredentialKind: 'static',
        inferenceGatewayBaseUrl: 'https://gw.example.com',
        inferenceGatewayApiKey: 'k',
        inferenceIdpOidc: oidc({ issuer: 'https://id.example.com' }),
      },
      ['gw.example.com'],
    ],
    [
      'anthropic with a key',
      { inferenceProvider: 'anthropic', inferenceAnthropicApiKey: 'k' },
      ['api.anthropic.com'],
    ],
    [
      'anthropic with sign-in',
      { inferenceProvider: 'anthropic' },
      ['api.anthropic.com', 'platform.claude.com'],
    ],
    [
      'anthropic with a helper',
      { inferenceProvider: 'anthropic', inferenceCredentialHelper: '/opt/h' },
      ['api.anthropic.com'],
    ],
    [
      'bedrock with a token',
      { inferenceProvider: 'bedrock', inferenceBedrockRegion: 'eu-west-1', inferenceBedrockBearerToken: 't' },
      ['bedrock-runtime.eu-west-1.amazonaws.com', 'bedrock.eu-west-1.amazonaws.com'],
    ],
    [
      'bedrock in GovCloud with a profile',
      { inferenceProvider: 'bedrock', inferenceBedrockRegion: 'us-gov-west-1', inferenceBedrockProfile: 'p' },
      [
        'bedrock-runtime-fips.us-gov-west-1.amazonaws.com',
        'bedrock-fips.us-gov-west-1.amazonaws.com?',
        'sts.amazonaws.com?',
        'sts.us-gov-west-1.amazonaws.com?',
        'oidc.us-gov-west-1.amazonaws.com?',
        'portal.sso.us-gov-west-1.amazonaws.com?',
      ],
    ],
    [
      'bedrock in the European Sovereign Cloud with a profile',
      {
        inferenceProvider: 'bedrock',
        inferenceBedrockRegion: 'eusc-de-east-1',
        inferenceBedrockProfile: 'p',
      },
      [
        'bedrock-runtime.eusc-de-east-1.amazonaws.eu',
        'bedrock.eusc-de-east-1.amazonaws.eu?',
        'sts.amazonaws.com?',
        'sts.eusc-de-east-1.amazonaws.eu?',
        'oidc.eusc-de-east-1.amazonaws.eu?',
        'portal.sso.eusc-de-east-1.amazonaws.eu?',
      ],
    ],
    [
      'bedrock with sign-in in the app and an endpoint of its own',
      {
        inferenceProvider: 'bedrock',
        inferenceBedrockRegion: 'us-east-1',
        inferenceBedrockBaseUrl: 'https://vpce.example.com',
        inferenceBedrockSsoStartUrl: 'https://d-1.awsapps.com/start',
        inferenceBedrockSsoRegion: 'us-west-2',
        inferenceBedrockSsoAccountId: '123456789012',
        inferenceBedrockSsoRoleName: 'r',
      },
      [
        'vpce.example.com',
        'bedrock.us-east-1.amazonaws.com?',
        'd-1.awsapps.com',
        'oidc.us-west-2.amazonaws.com',
        'portal.sso.us-west-2.amazonaws.com',
      ],
    ],
    [
      'mantle',
      { inferenceProvider: 'mantle', inferenceBedrockRegion: 'us-east-1', inferenceBedrockBearerToken: 't' },
      ['bedrock-mantle.us-east-1.api.aws'],
    ],
    [
      'mantle with an endpoint of its own',
      { inferenceProvider: 'mantle', inferenceBedrockBaseUrl: 'https://m.example.com/anthropic' },
      ['m.example.com'],
    ],
    [
      'vertex in a region with Google sign-in',
      {
        inferenceProvider: 'vertex',
        inferenceVertexRegion: 'us-east5',
        inferenceVertexOAuthClientId: 'i',
        inferenceVertexOAuthClientSecret: 's',
      },
      [
        'us-east5-aiplatform.googleapis.com',
        'oauth2.googleapis.com',
        'sts.googleapis.com?',
        'accounts.google.com',
        'iamcredentials.googleapis.com?',
      ],
    ],
    [
      'vertex, global, with the workforce pool',
      {
        inferenceProvider: 'vertex',
        inferenceCredentialKind: 'workforce',
        inferenceVertexRegion: 'global',
        inferenceVertexWorkforceAudience: '//iam…',
        inferenceVertexWorkforceOidc: oidc({ issuer: 'https://login.microsoftonline.com/t/v2.0' }),
      },
      [
        'aiplatform.googleapis.com',
        'login.microsoftonline.com',
        'oauth2.googleapis.com?',
        'sts.googleapis.com',
        'accounts.google.com?',
        'iamcredentials.googleapis.com?',
      ],
    ],
    [
      'vertex, a multi-region, with a helper',
      { inferenceProvider: 'vertex', inferenceVertexRegion: 'eu', inferenceCredentialHelper: '/opt/h' },
      [
        'aiplatform.eu.rep.googleapis.com',
        'oauth2.googleapis.com?',
        'sts.googleapis.com?',
        'accounts.google.com?',
        'iamcredentials.googleapis.com?',
      ],
    ],
    [
      'foundry with sign-in',
      {
        inferenceProvider: 'foundry',
        inferenceFoundryResource: 'Contoso',
        inferenceFoundryTenantId: 't',
        inferenceFoundryClientId: 'c',
      },
      ['contoso.services.ai.azure.com', 'login.microsoftonline.com', 'microsoft.com?'],
    ],
    [
      'foundry with a key',
      { inferenceProvider: 'foundry', inferenceFoundryResource: 'contoso', inferenceFoundryApiKey: 'k' },
      ['contoso.services.ai.azure.com'],
    ],
    [
      'a bootstrap server with its own sign-in at Google',
      {
        bootstrapUrl: 'https://boot.example.com/user/bootstrap',
        bootstrapOidc: oidc({ issuer: 'https://accounts.google.com' }),
      },
      ['boot.example.com', 'accounts.google.com', 'oauth2.googleapis.com'],
    ],
  ])('%s', (_, settings, expected) => {
    expect(hostsOf(settings)).toEqual(expected);
  });
});
