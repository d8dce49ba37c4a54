import { describe, expect, test } from 'vitest';
import { presets } from '../../src/schema/presets.ts';
import { runCli } from '../support/io.ts';
import { BACK, ENTER, refused, scriptPrompter, type Entry } from '../support/script-prompter.ts';
import {
  FILE,
  wizard,
  provider,
  signIn,
  headers,
  noTest,
  discovery,
  write,
  URL_QUESTION,
  SHORTEST,
  CONNECTED,
  GATEWAY,
  KEY_BY_ENV,
  end,
  plainUse,
} from '../support/wizard.ts';

describe('the shortest way', () => {
  test('writes what is needed and nothing else, in the order of a review', async () => {
    const { files, stderr } = await wizard(SHORTEST);
    expect(files.get(FILE)?.toString()).toBe(`{
  "inferenceProvider": "gateway",
  "inferenceGatewayBaseUrl": "https://gw.example.com",
  "inferenceCredentialKind": "static",
  "inferenceGatewayApiKey": "\${env:INFERENCE_GATEWAY_API_KEY}"
}
`);
    expect(stderr).toMatch(
      /Next:\n {2}cowork-3p validate cowork-3p\.json .*\n {2}cowork-3p probe cowork-3p\.json .*\n {2}cowork-3p report cowork-3p\.json .*\n {2}cowork-3p export cowork-3p\.json --all deploy .*\n {2}cowork-3p status /,
    );
    expect(stderr).toContain('INFERENCE_GATEWAY_API_KEY must be set for probe, report and export.');
  });

  test('names another file in the next commands, as a shell takes it', async () => {
    const prompter = scriptPrompter(SHORTEST);
    const { stderr, files } = await runCli(['init', '--ask-all', 'our fleet.json'], { prompter });
    expect(files.has('our fleet.json')).toBe(true);
    expect(stderr).toContain("cowork-3p validate 'our fleet.json'");
  });

  test('- writes to standard output, and the talk stays on stderr', async () => {
    const { code, stdout, files } = await runCli(['init', '--ask-all', '-'], {
      prompter: scriptPrompter(SHORTEST),
    });
    expect({ code, files: files.size }).toEqual({ code: 0, files: 0 });
    expect(JSON.parse(stdout)).toMatchObject({ inferenceProvider: 'gateway' });
  });
});

describe('answers are checked as they are given, in the words of validate', () => {
  test('base URL', async () => {
    await wizard([
      provider('LLM gateway'),
      [URL_QUESTION, refused('', /inferenceGatewayBaseUrl is empty/)],
      [URL_QUESTION, refused('http://gw.example.com', /plain http.*\nUse https/)],
      [URL_QUESTION, refused('gw.example.com', /inferenceGatewayBaseUrl/)],
      [URL_QUESTION, refused('https://gw.example.com/v1/messages', /inferenceGatewayBaseUrl/)],
      [URL_QUESTION, refused('https://me:secret@gw.example.com', /^(?!.*secret)/)],
      [URL_QUESTION, 'https://gw.example.com'],
      ...KEY_BY_ENV,
      headers,
      noTest,
      ...end(discovery),
    ]);
  });

  test('what is only a warning stands, and is said', async () => {
    const { stderr } = await wizard([
      provider('LLM gateway'),
      [URL_QUESTION, 'https://gw.example.com/v1'],
      ['Keep this answer', 'Change it'],
      [URL_QUESTION, ENTER],
      ['Keep this answer', BACK],
      [URL_QUESTION, ENTER],
      ['Keep this answer', 'Keep it'],
      ...KEY_BY_ENV,
      headers,
      noTest,
      ...end(discovery),
    ]);
    expect(stderr).toMatch(/! inferenceGatewayBaseUrl ends in \/v1/);
  });

  test('names of variables, paths of files, typed keys', async () => {
    const { settings } = await wizard([
      ...GATEWAY,
      signIn('Static key'),
      ['Gateway API key', 'From another variable'],
      ['Name of the variable', refused('MY-KEY', /no name of a variable/)],
      ['Name of the variable', BACK],
      ['Gateway API key', 'From a file'],
      ['Path of the file', refused('', /needed/)],
      ['Path of the file', '/run/secrets/gateway'],
      ['Which header', 'x-api-key'],
      headers,
      noTest,
      ...end(discovery),
    ]);
    expect(settings).toMatchObject({
      inferenceGatewayApiKey: '${file:/run/secrets/gateway}',
      inferenceGatewayAuthScheme: 'x-api-key',
    });
  });

  test('a typed key is never shown', async () => {
    const { settings, stderr } = await wizard([
      ...GATEWAY,
      signIn('Static key'),
      ['Gateway API key', 'Type or paste it'],
      ['Gateway API key', refused('', /empty/)],
      ['Gateway API key', 'sk-ant-very-secret-000111'],
      ['Which header', ENTER],
      headers,
      noTest,
      ...end(discovery),
    ]);
    expect(settings.inferenceGatewayApiKey).toBe('sk-ant-very-secret-000111');
    expect(stderr).not.toContain('very-secret');
    expect(stderr).toContain('••••0111');
  });

  test('a list and a collector of the preset', async () => {
    const { settings } = await wizard([
      ...CONNECTED,
      discovery,
      ['Which tabs', ENTER],
      ['How far', 'Restricted'],
      ['Organization UUID', 'Type'],
      ['Organization UUID', refused('42', /deploymentOrganizationUuid/)],
      ['Organization UUID', '0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1'],
      ['Hosts that tools may reach', refused('pypi.org, https://x.example', /coworkEgressAllowedHosts\[1\]/)],
      ['Hosts that tools may reach', 'pypi.org, *.example.com'],
      ['OpenTelemetry collector', refused('collector', /otlpEndpoint/)],
      ['OpenTelemetry collector', 'https://otel.example.com'],
      write,
    ]);
    expect(settings).toMatchObject({
      ...presets.restricted.values,
      deploymentOrganizationUuid: '0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1',
      coworkEgressAllowedHosts: ['pypi.org', '*.example.com'],
      otlpEndpoint: 'https://otel.example.com',
    });
  });
});

/** Every provider with every sign-in: the questions between provider and headers, and what they come to. */
describe('headers', () => {
  test('are added, changed and removed; a credential is remarked on', async () => {
    const { settings, stderr } = await wizard([
      ...GATEWAY,
      ...KEY_BY_ENV,
      ['Extra headers', 'Add'],
      ['Name of the header', refused('X Tenant', /not an HTTP field name/)],
      ['Name of the header', refused('', /empty/)],
      ['Name of the header', 'X-Tenant'],
      ['Value of X-Tenant', 'a'],
      ['Extra headers', 'Add'],
      ['Name of the header', refused('x-tenant', /there already/)],
      ['Name of the header', 'X-Api-Key'],
      ['Value of X-Api-Key', 'abcdefgh'],
      ['Extra headers', 'Remove X-Api-Key'],
      ['Extra headers', 'Change X-Tenant'],
      ['Value of X-Tenant', 'b'],
      ['Extra headers', 'Add'],
      ['Name of the header', BACK],
      ['Extra headers', 'These, go on'],
      noTest,
      ...end(discovery),
    ]);
    expect(settings.inferenceCustomHeaders).toEqual({ 'X-Tenant': 'b' });
    expect(stderr).toMatch(/X-Api-Key.*looks like a credential/s);
  });
});

describe('surfaces and presets', () => {
  test('tabs: only what differs from the default is written', async () => {
    const { settings } = await wizard([
      ...CONNECTED,
      discovery,
      ['Which tabs', refused([], /at least one/)],
      ['Which tabs', ['Cowork', 'Chat']],
      ['How far', ENTER],
      write,
    ]);
    expect(settings).toMatchObject({ chatTabEnabled: true, isClaudeCodeForDesktopEnabled: false });
    expect(settings).not.toHaveProperty('coworkTabEnabled');
  });

  test.each(Object.entries(presets))(
    '%s: what it sets is shown and written, its open keys are asked for',
    async (name, row) => {
      const open: Entry[] = row.ask.map((key) => [
        {
          deploymentOrganizationUuid: 'Organization UUID',
          coworkEgressAllowedHosts: 'Hosts',
          otlpEndpoint: 'OpenTelemetry',
        }[key],
        key === 'deploymentOrganizationUuid' ? 'Make one' : ENTER,
      ]);
      const { settings, stderr } = await wizard([
        ...CONNECTED,
        discovery,
        ['Which tabs', ENTER],
        ['How far', row.title],
        ...open,
        write,
      ]);
      expect(settings).toMatchObject(row.values);
      for (const key of Object.keys(row.values)) expect(stderr).toContain(key);
      if (name !== 'locked-down') expect(settings.deploymentOrganizationUuid).toMatch(/^[0-9a-f-]{36}$/);
      expect(settings).not.toHaveProperty('otlpEndpoint');
    },
  );

  test('the ID of an organization is kept, or left out', async () => {
    const ID = '0b6f3c1e-7f0e-4c6e-9a59-9d7d43f4b6c1';
    const way = (answer: string): Entry[] => [
      ...CONNECTED,
      discovery,
      ['Which tabs', ENTER],
      ['How far', 'Standard'],
      ['Organization UUID', answer],
      ['OpenTelemetry', ENTER],
      write,
    ];
    for (const [answer, expected] of [
      [`Keep ${ID}`, ID],
      ['Leave it out', undefined],
    ] as const) {
      const given = [
        '--set',
        `deploymentOrganizationUuid=${ID}`,
        '--set',
        'otlpEndpoint=https://otel.example.com',
      ];
      const { settings } = await wizard(way(answer), {}, given);
      expect(settings.deploymentOrganizationUuid).toBe(expected);
      // What came with the command stands, whatever preset is chosen then.
      expect(settings.otlpEndpoint).toBe('https://otel.example.com');
    }
  });

  test('an answer under one preset does not weaken another', async () => {
    const { settings } = await wizard([
      ...CONNECTED,
      discovery,
      ['Which tabs', ENTER],
      ['How far', 'Restricted'],
      ['Organization UUID', 'Leave it out'],
      ['Hosts', '*'],
      ['OpenTelemetry', BACK],
      ['Hosts', BACK],
      ['Organization UUID', BACK],
      ['How far', 'Locked down'],
      ['OpenTelemetry', ENTER],
      write,
    ]);
    expect(settings.coworkEgressAllowedHosts).toEqual([]);
  });
});

describe('a target', () => {
  test('what the oldest release does not read is not offered, and old spellings are written', async () => {
    const prompter = scriptPrompter([
      ...GATEWAY,
      ...KEY_BY_ENV,
      ['Extra headers', 'Add'],
      ['Name of the header', 'X-Tenant'],
      ['Value of X-Tenant', 'a'],
      ['Extra headers', 'These'],
      noTest,
      discovery,
      ...plainUse,
      write,
    ]);
    const { code, files } = await runCli(['init', '--ask-all', '--target', '1.7196.0..1.9255.0'], {
      prompter,
    });
    prompter.done();
    expect(code).toBe(0);
    const signIns = prompter.asked.find(({ message }) => message.startsWith('How do users'))?.choices;
    expect(signIns?.filter((one) => one.includes('read from'))).toHaveLength(2);
    expect(JSON.parse(files.get(FILE)?.toString() ?? '')).toEqual({
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: 'https://gw.example.com',
      inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}',
      inferenceGatewayHeaders: { 'X-Tenant': 'a' },
    });
  });
});
