import { expect, test } from 'vitest';
import { GATEWAY, checked, findingsWith } from './check.ts';

test('the smallest gateway configuration has no finding at all, on any platform', () => {
  expect(checked(GATEWAY)).toEqual([]);
  for (const platform of ['macos', 'windows', 'linux'] as const)
    expect(checked(GATEWAY, { platform })).toEqual([]);
});

test.each<[string, Record<string, unknown>, string[]]>([
  ['nothing', {}, ['E provider-missing']],
  ['third-party keys only', { inferenceModels: ['claude-opus-5'] }, ['E provider-missing']],
  [
    'trust alone manages the device',
    { trustBootstrapDelivery: true },
    ['E provider-missing', 'W setting-ignored trustBootstrapDelivery'],
  ],
  ['standard policy', { isLocalDevMcpEnabled: false }, ['W no-third-party-mode']],
  ['standard deployment keys', { secureVmFeaturesEnabled: false }, ['W no-third-party-mode']],
  ['updates only', { disableAutoUpdates: true, configRecheckIntervalMinutes: 5 }, ['W no-third-party-mode']],
  ['keys of unknown meaning', { selfHostedUrl: 'https://example.com' }, ['W no-third-party-mode']],
  ['an unknown key', { foo: 1 }, ['E provider-missing', 'W unknown-key foo']],
  ['a provider by reference', { inferenceProvider: '${env:PROVIDER}' }, []],
  ['a bootstrap server', { bootstrapUrl: 'https://config.example.corp' }, []],
  [
    'a bootstrap server, off',
    { bootstrapUrl: 'https://config.example.corp', bootstrapEnabled: false },
    ['E provider-missing bootstrapEnabled'],
  ],
])('%s', (_, settings, expected) => {
  expect(checked(settings).sort()).toEqual(expected.sort());
});

test('settings inside an object are told once, not also as missing', () => {
  expect(checked({ enterpriseConfig: GATEWAY })).toEqual(['E nested-config enterpriseConfig']);
});

test('behind a bootstrap server nothing is required here', () => {
  expect(checked({ bootstrapUrl: 'https://config.example.corp', inferenceProvider: 'gateway' })).toEqual([
    'I setting-ignored inferenceProvider',
  ]);
});

test.each([
  [{ coworkTabEnabled: false, isClaudeCodeForDesktopEnabled: false }, ['W setting-ignored coworkTabEnabled']],
  [{ coworkTabEnabled: false, isClaudeCodeForDesktopEnabled: false, chatTabEnabled: true }, []],
  [{ coworkTabEnabled: false, isClaudeCodeForDesktopEnabled: false, chatTabEnabled: '${env:CHAT}' }, []],
  [{ coworkTabEnabled: false }, []],
  [{ chatAdvancedFileAnalysisEnabled: true }, ['W setting-ignored chatAdvancedFileAnalysisEnabled']],
  [{ chatAdvancedFileAnalysisEnabled: true, chatTabEnabled: true }, []],
])('surfaces %j', (settings, expected) => {
  // Each of them may soon be ignored; the tests of Unified Claude hold that.
  expect(findingsWith(settings).filter((one) => !one.startsWith('I behaviour-changed'))).toEqual(expected);
});

test.each([
  ['linux', { sshClientPath: '/usr/bin/ssh' }, []],
  ['windows', { sshClientPath: '/usr/bin/ssh' }, ['E platform-unsupported sshClientPath']],
  ['macos', { sshClientPath: 'C:\\ssh.exe' }, ['E platform-unsupported sshClientPath']],
  ['macos', { sshClientPath: '${env:SSH}' }, []],
  ['linux', { coworkVmIpv6Enabled: true }, ['W setting-ignored coworkVmIpv6Enabled']],
  ['macos', { coworkVmIpv6Enabled: true }, []],
  ['windows', { allowedWorkspaceFolders: ['/srv'] }, []],
] as const)('on %s %j', (platform, settings, expected) => {
  expect(findingsWith(settings, { platform })).toEqual(expected);
});

test('a helper for Windows serves Windows only', () => {
  const settings = {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://llm-gateway.example.corp',
    inferenceCredentialHelperWindows: 'C:\\helper.exe',
  };
  expect(checked(settings)).toEqual([]);
  expect(checked(settings, { platform: 'windows' })).toEqual([]);
  expect(checked(settings, { platform: 'macos' })).toEqual([
    'E setting-incomplete inferenceCredentialHelperWindows',
  ]);
});
