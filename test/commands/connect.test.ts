import { describe, expect, test } from 'vitest';
import { connect } from '../../src/commands/connect.ts';
import { fakeIo } from '../support/io.ts';

describe('--timeout bounds each wait for the gateway', () => {
  test.each<[string, number | undefined, object]>([
    ['not given', undefined, {}],
    ['short', 400, { total: 400, firstByte: 400, connect: 400 }],
    [
      'long: a connection that is not there is not waited for as long',
      90_000,
      { total: 90_000, firstByte: 90_000, connect: 10_000 },
    ],
  ])('%s', async (_, timeout, expected) => {
    const flags = { url: 'https://gateway.example.com', ...(timeout === undefined ? {} : { timeout }) };
    const { client, timeouts } = await connect({ settings: new Map() }, flags, fakeIo().io);
    await client.close();
    expect(timeouts).toEqual(expected);
  });
});
