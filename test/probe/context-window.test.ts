import { expect, test } from 'vitest';
import { startEmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { probeAt, resultOf } from '../support/replay-run.ts';

test('a credential that is refused in the middle of a run is no matter of size', async () => {
  const gateway = await startEmbeddedGateway({ latencyMs: 1 });
  try {
    const report = await probeAt({
      url: gateway.url,
      key: gateway.apiKey,
      options: {
        only: ['beta-forwarded', 'context-window'],
        onResult: ({ id }) => {
          if (id === 'beta-forwarded') gateway.faults.add('401');
        },
      },
    });
    expect(resultOf(report, 'context-window')).toMatchObject({
      status: 'fail',
      whenBroken: 'partly',
      detail: expect.stringContaining('is refused (HTTP 401) after some requests') as string,
    });
  } finally {
    await gateway.close();
  }
});
