import { describe, expect, test } from 'vitest';
import { isDummy, mdmVariableIn, placeholderIn } from '../../../src/schema/placeholder.ts';
import { checked, findingsWith } from './check.ts';

describe('placeholders', () => {
  test.each([
    ['REPLACE_ME', 'REPLACE_ME'],
    ['REPLACE_WITH_YOUR_API_KEY', 'REPLACE_WITH_YOUR_API_KEY'],
    ['https://<token>/x', '<token>'],
    ['<your key>', '<your key>'],
    ['{{REGION}}', '{{REGION}}'],
    ['https://{ALB_DNS}', '{ALB_DNS}'],
    ['{base_url}', '{base_url}'],
    ['YOUR_API_KEY', 'YOUR_API_KEY'],
    ['https://your-gateway.example.com', 'your-gateway'],
    ['https://gw.yourcompany.com', 'yourcompany'],
    ['your API key', 'your API key'],
    ['https://login.example.com/$TENANT_ID/v2.0', '$TENANT_ID'],
    ['https://${HOST}/', '${HOST}'],
    ['sk-xxxx', 'xxxx'],
    ['sk-...', '...'],
    ['sbk_…', '…'],
    ['sk-****', '****'],
    ['__CCWB_HOME__/bin', '__CCWB_HOME__'],
    ['changeme', 'changeme'],
    ['PLACEHOLDER-bedrock-token', 'PLACEHOLDER-bedrock'],
    ['API_KEY_HERE', 'API_KEY_HERE'],
    ['TODO', 'TODO'],
  ])('%s', (text, found) => {
    expect(placeholderIn(text)).toBe(found);
  });

  test.each([
    'placeholder',
    'dummy',
    'https://llm-gateway.example.corp',
    'claude-opus-4-7[1m]',
    '*.example.com',
    'Bash(curl *)',
    '${env:KEY}',
    'Bearer ${file:/run/secrets/key}',
    '$${HOME}',
    'openid profile email offline_access',
    'yours.example.com',
    'https://maxxx.example.com',
    '/opt/a..b',
    'arn:aws:bedrock:us-east-1:012345678901:application-inference-profile/abc',
    'pa$SWORD',
    'todo-list',
  ])('%s is none', (text) => {
    expect(placeholderIn(text)).toBeUndefined();
  });

  test('chance may put braces and dollars into a credential', () => {
    expect(placeholderIn('a{B}c$DEFG', { secret: true })).toBeUndefined();
    expect(placeholderIn('{api_key}', { secret: true })).toBe('{api_key}');
    expect(placeholderIn('Bearer $TOKEN', { secret: true })).toBe('$TOKEN');
  });

  test.each<[Record<string, unknown>, string[]]>([
    [{ inferenceGatewayApiKey: '<token>' }, ['W placeholder inferenceGatewayApiKey']],
    [{ inferenceGatewayBaseUrl: 'https://<host>/x' }, ['E placeholder inferenceGatewayBaseUrl']],
    [{ inferenceGatewayBaseUrl: 'http://${HOST}' }, ['E placeholder inferenceGatewayBaseUrl']],
    [{ deploymentOrganizationUuid: '<UUID>' }, ['E placeholder deploymentOrganizationUuid']],
    [
      { inferenceModels: ['<model>', { name: 'claude-opus-5', labelOverride: '<label>' }] },
      ['E placeholder inferenceModels[0]', 'W placeholder inferenceModels[1].labelOverride'],
    ],
    [
      { inferenceCustomHeaders: { 'X-Tenant-Id': '<tenant>' } },
      ['W placeholder inferenceCustomHeaders.X-Tenant-Id'],
    ],
    [{ managedMcpServers: '{managed_mcp_block}' }, ['E placeholder managedMcpServers']],
    [{ organizationInstructions: 'Ask <name> for your-token ... and {x}.' }, []],
    [{ organizationInstructions: 'REPLACE_ME' }, ['W placeholder organizationInstructions']],
    [
      { inferenceCredentialHelperArgs: ['{x}', '$HOME'] },
      ['W setting-ignored inferenceCredentialHelperArgs'],
    ],
  ])('in %j', (settings, expected) => {
    expect(findingsWith(settings)).toEqual(expected);
  });

  test('what the app fills in is none', () => {
    const google = {
      inferenceProvider: 'vertex',
      inferenceVertexProjectId: 'p',
      inferenceVertexRegion: 'global',
      inferenceModels: ['claude-opus-5'],
      inferenceVertexOAuthClientId: 'id',
      inferenceVertexOAuthClientSecret: '${env:S}',
    };
    expect(checked({ ...google, inferenceVertexOAuthLoginHint: '{username}@example.com' })).toEqual([]);
    expect(checked({ ...google, inferenceVertexOAuthLoginHint: '{user}@example.com' })).toEqual([
      'W placeholder inferenceVertexOAuthLoginHint',
    ]);
  });
});

describe('MDM variables', () => {
  test.each([
    ['{{serialnumber}}', 'Intune'],
    ['id-{{UserPrincipalName}}', 'Intune'],
    ['$EMAIL', 'Jamf Pro or Kandji'],
    ['$EXTENSIONATTRIBUTE_12', 'Jamf Pro or Kandji'],
    ['%Email%', 'Mosyle'],
  ])('%s is replaced by %s', (text, by) => {
    expect(mdmVariableIn(text, 'mobileconfig')?.by).toBe(by);
    expect(mdmVariableIn(text, 'plist')?.by).toBe(by);
    expect(mdmVariableIn(text, 'json')).toBeUndefined();
    expect(mdmVariableIn(text, 'reg')).toBeUndefined();
  });

  test.each(['{{ORG_UUID}}', '$TENANT_ID', '%USERNAME%', '$EMAILS', 'a$EMAIL'])('%s is not', (text) => {
    expect(mdmVariableIn(text, 'mobileconfig')).toBeUndefined();
  });

  test('are told instead of what is wrong with the form', () => {
    const settings = {
      otlpResourceAttributes: { user: '$EMAIL' },
      deploymentOrganizationUuid: '{{deviceid}}',
    };
    expect(findingsWith({ ...settings, inferenceGatewayApiKey: 'none' }, {}, 'mobileconfig')).toEqual([
      'W mdm-variable deploymentOrganizationUuid',
      'W mdm-variable otlpResourceAttributes.user',
    ]);
    expect(findingsWith(settings)).toEqual([
      'E placeholder deploymentOrganizationUuid',
      'W placeholder otlpResourceAttributes.user',
    ]);
  });
});

describe('credentials in the file', () => {
  const KEY = 'n2Vq8sT4xWz71LmKc0';
  test.each<[Record<string, unknown>, string[]]>([
    [{ inferenceGatewayApiKey: KEY }, ['I secret-literal inferenceGatewayApiKey']],
    [{ inferenceGatewayApiKey: 'placeholder' }, []],
    [{ inferenceGatewayApiKey: 'sk-example' }, []],
    [{ inferenceCustomHeaders: { 'X-Tenant-Id': 'acme' } }, []],
    [
      { inferenceCustomHeaders: { Authorization: KEY } },
      ['W header-credential inferenceCustomHeaders.Authorization'],
    ],
    [
      {
        managedMcpServers: [
          { name: 'f', transport: 'stdio', command: '/bin/f', env: { LOG: 'info', API_TOKEN: KEY } },
        ],
      },
      ['I secret-literal managedMcpServers[0].env.API_TOKEN'],
    ],
    [
      {
        managedMcpServers: [
          {
            name: 'f',
            transport: 'http',
            url: 'https://m.example.corp',
            oauth: { clientId: 'a', clientSecret: KEY },
          },
        ],
      },
      ['I secret-literal managedMcpServers[0].oauth.clientSecret'],
    ],
    [
      { otlpEndpoint: 'https://o.example.corp', otlpResourceAttributes: { k: 'sk-9fK2mQ7xZ4vB1nL8' } },
      ['I secret-literal otlpResourceAttributes.k'],
    ],
  ])('%j', (settings, expected) => {
    expect(findingsWith(settings)).toEqual(expected);
  });

  test('dummy words are none', () => {
    for (const word of ['Dummy', 'none', 'not-needed', 'sk-placeholder', 'ollama'])
      expect(isDummy(word)).toBe(true);
    for (const word of [KEY, 'dummy2', 'local-bridge']) expect(isDummy(word)).toBe(false);
  });
});
