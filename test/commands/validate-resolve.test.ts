import { describe, expect, test } from 'vitest';
import { runCli } from '../support/io.ts';

/* `validate --resolve` checks what references name, and says nothing about the file that is not written in it. */

const BASE = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://gw.example.com',
  inferenceGatewayApiKey: 'placeholder',
  inferenceModels: ['claude-opus-5'],
};
const server = (env: object): object => ({ name: 'x', transport: 'stdio', command: '/bin/x', env });

async function found(
  settings: object,
  K: string,
): Promise<readonly { readonly code: string; readonly path: readonly unknown[]; readonly fixable?: true }[]> {
  const { stdout } = await runCli(['validate', 'a.json', '--resolve', '--format', 'json'], {
    files: { 'a.json': JSON.stringify({ ...BASE, ...settings }) },
    env: { K },
  });
  const { files } = JSON.parse(stdout) as {
    readonly files: readonly [{ readonly diagnostics: Awaited<ReturnType<typeof found>> }];
  };
  return files[0].diagnostics;
}

describe('a literal credential', () => {
  test.each<[string, object, readonly unknown[]]>([
    ['that a reference brought in', { inferenceGatewayApiKey: '${env:K}' }, []],
    ['in the file', { inferenceGatewayApiKey: 'sk-test-0123456789abcdef' }, [['inferenceGatewayApiKey']]],
    [
      'in the file, with a reference elsewhere in the same key',
      { managedMcpServers: [server({ TOKEN: '${env:K}' }), server({ TOKEN: 'sk-test-0123456789abcdef' })] },
      [['managedMcpServers', 1, 'env', 'TOKEN']],
    ],
  ])('%s', async (_where, settings, paths) => {
    const literal = (await found(settings, 'sk-test-9876543210fedcba')).filter(
      ({ code }) => code === 'secret-literal',
    );
    expect(literal.map(({ path }) => path)).toEqual(paths);
  });
});

describe('what --fix can do', () => {
  test.each<[string, object, string, boolean | undefined]>([
    ['an endpoint in the file', { inferenceGatewayBaseUrl: 'https://gw.example.com/v1/messages' }, 'x', true],
    [
      'an endpoint that a reference brought in',
      { inferenceGatewayBaseUrl: '${env:K}' },
      'https://gw.example.com/v1/messages',
      undefined,
    ],
    [
      'models of a reference',
      { inferenceModels: '${env:K}' },
      '["claude-opus-5","claude-opus-5"]',
      undefined,
    ],
    ['another case of a value', { inferenceProvider: '${env:K}' }, 'Gateway', undefined],
  ])('%s', async (_what, settings, value, fixable) => {
    const [key = ''] = Object.keys(settings);
    const told = (await found(settings, value)).filter(
      ({ code, path }) => path[0] === key && code !== 'setting-risky',
    );
    expect(told.length).toBeGreaterThan(0);
    expect(told.map((one) => one.fixable)).toEqual(told.map(() => fixable));
  });
});
