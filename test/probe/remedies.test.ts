import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedGateway, type EmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { knownAnswer, productsIn, type SeenAnswer } from '../../src/probe/products/index.ts';
import { withRemedy, type SeenProducts } from '../../src/probe/diagnosis/remedies.ts';
import type { CheckResult } from '../../src/probe/types.ts';
import { startDisguise, type Disguise } from '../support/gateways/disguise.ts';
import { runCli } from '../support/io.ts';

const RESULT: CheckResult = {
  id: 'body-size',
  title: 'a large body passes',
  required: true,
  status: 'fail',
  detail: 'A body of 1 MB is refused (HTTP 413 with an HTML page from nginx).',
  hint: 'Raise the limit.',
  ms: 1,
};

const page = (status: number, reason: string): SeenAnswer => ({
  status,
  headers: { server: 'nginx/1.22.1' },
  text: `<html><head><title>x</title></head><body><center><h1>${String(status)} ${reason}</h1></center><hr><center>nginx/1.22.1</center></body></html>`,
});

function seen(...answers: readonly SeenAnswer[]): SeenProducts {
  return {
    products: answers.flatMap((answer) => productsIn(answer)),
    known: answers.flatMap((answer) => knownAnswer(answer) ?? []),
  };
}

describe('remedies in the settings of the product', () => {
  test('a refusal whose meaning is known says cause and remedy beside the general hint', () => {
    const { hint } = withRemedy(RESULT, seen(page(413, 'Request Entity Too Large')));
    expect(hint).toMatch(
      /^Raise the limit\. In nginx: nginx refuses a body over client_max_body_size.*Set client_max_body_size 32m;/,
    );
  });

  test('without one, the setting that the check is about', () => {
    const slow = { ...RESULT, id: 'stream-incremental', detail: 'The stream arrives in one piece.' };
    expect(withRemedy(slow, seen(page(413, 'Too Large')), 'buffering').hint).toContain(
      'In nginx: Set proxy_buffering off;',
    );
  });

  test('two known causes of one status are told apart by the words that are quoted', () => {
    const refuse = (message: string): SeenAnswer => ({
      status: 400,
      headers: { 'x-litellm-version': '1.106.12' },
      text: JSON.stringify({ error: { message } }),
    });
    const both = seen(refuse('No connected db.'), refuse('Invalid model name passed in model=claude-x.'));
    const detail = 'HTTP 400: "No connected db."';
    expect(withRemedy({ ...RESULT, id: 'health', detail }, both).hint).toContain(
      'general_settings.master_key',
    );
    expect(withRemedy({ ...RESULT, id: 'health', detail: 'HTTP 400' }, both).hint).toBe('Raise the limit.');
  });

  test.each([
    ['a pass', { status: 'pass' as const }],
    ['what another failure explains', { status: 'skip' as const, blockedBy: 'health' }],
    ['a check that broke', { status: 'skip' as const, crashed: true, inconclusive: true }],
  ])('%s gets none', (_, part) => {
    const result = { ...RESULT, ...part };
    expect(withRemedy(result, seen(page(413, 'Too Large')))).toBe(result);
  });

  test('an unknown gateway gets the general hint alone', () => {
    expect(withRemedy(RESULT, seen({ status: 413, headers: {}, text: 'too large' })).hint).toBe(
      'Raise the limit.',
    );
  });
});

describe('probe names the product', () => {
  let gateway: EmbeddedGateway;
  beforeAll(async () => {
    gateway = await startEmbeddedGateway({ apiKey: 'sk-test-0123456789abcdef' });
  });
  afterAll(() => gateway.close());

  async function probe(disguise: Disguise, format: 'json' | 'text'): Promise<string> {
    const product = await startDisguise(gateway.url, disguise);
    try {
      const run = await runCli(
        ['probe', '--url', product.url, '--credential-env', 'KEY', '--only', 'health', '--format', format],
        { env: { KEY: gateway.apiKey } },
      );
      return run.stdout;
    } finally {
      await product.close();
    }
  }

  const litellm: Disguise = { headers: { 'x-litellm-version': '1.106.12', server: 'nginx/1.22.1' } };

  test('in JSON, with what gave it away', async () => {
    const report = JSON.parse(await probe(litellm, 'json')) as { products: unknown };
    expect(report.products).toEqual([
      { name: 'LiteLLM', version: '1.106.12', evidence: 'the header x-litellm-version' },
      { name: 'nginx', version: '1.22.1', evidence: 'the header server' },
    ]);
  });

  test('in text, below the verdict', async () => {
    expect(await probe(litellm, 'text')).toContain('Answered by LiteLLM 1.106.12 behind nginx 1.22.1.');
  });

  test('with its remedy where it refuses', async () => {
    const body =
      '{"status":"failure","message":"Either x-portkey-config or x-portkey-provider header is required"}';
    const text = await probe({ refuse: () => ({ status: 400, body }) }, 'text');
    expect(text.replace(/\s+/g, ' ')).toMatch(
      /In Portkey: Portkey is not told which provider to use\. Add x-portkey-provider: anthropic .* inferenceCustomHeaders/,
    );
  });
});
