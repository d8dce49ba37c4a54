import { describe, expect, test } from 'vitest';
import { ok } from '../../src/errors.ts';
import type { GatewayRequest, StreamAnswer } from '../../src/gateway/types.ts';
import { sseParser } from '../../src/protocol/sse.ts';
import { answerOf } from '../support/answers.ts';
import type { ProbeSession } from '../../src/probe/session/session.ts';
import { sessionOf } from '../support/probe-session.ts';

function sessionWith(secrets: readonly string[]): ProbeSession {
  const baseUrl = 'https://gate7.example.com/tenant-4711';
  return sessionOf({ baseUrl, secrets }, { models: [{ name: 'own-model' }] });
}

describe('what is quoted of an answer', () => {
  test('a credential of somebody else is masked before the text is cut', () => {
    const key = 'sk-ant-api03-0123456789abcdefghijklmnop';
    const said = sessionWith([]).quote(`the upstream refuses the key ${key}`, 50);
    expect(said).toMatch(/^the upstream refuses the key \S*•/);
    expect(said).not.toContain('0123456789');
  });

  test.each<[string, string, string]>([
    ['a key', 'key-0123456789', 'no ••••'],
    ['a short key that stands in the address', 'gate7', 'no ••••'],
    ['the address, though it came by a reference', 'https://gate7.example.com/tenant-4711', ''],
    ['a longer piece of the address', 'gate7.example.com', ''],
    ['a model, though it came by a reference', 'own-model', ''],
    ['a piece of the name of a model', 'model-', 'no ••••'],
  ])('%s', (_, secret, masked) => {
    expect(sessionWith([secret]).quote(`no ${secret}`)).toBe(masked === '' ? `no ${secret}` : masked);
  });
});

describe('what a run keeps', () => {
  const POST: GatewayRequest = { method: 'POST', path: '/v1/messages', body: {} };
  const usage = { input_tokens: 8, output_tokens: 3 };
  const stream = (...events: readonly { readonly type: string; readonly usage?: object }[]): StreamAnswer => {
    const text = events.map((data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`).join('');
    const read = sseParser().push(new TextEncoder().encode(text));
    return {
      ...answerOf(200, text),
      events: read.map((each) => ({ ...each, at: 1 })),
      reads: [],
      end: 'ended',
    };
  };
  const START = { type: 'message_start', message: { model: 'm', usage } };
  const END = { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } };

  function before(answer = answerOf(200, { usage }), streamed = stream(START, END)): ProbeSession {
    return sessionOf({
      baseUrl: 'https://gw.example.com',
      secrets: ['', 'sk-key-0123456789'],
      send: () => Promise.resolve(ok(answer)),
      stream: () => Promise.resolve(ok(streamed)),
    });
  }

  test.for<[string, (session: ProbeSession) => Promise<unknown>, number, number]>([
    ['a message', (session) => session.send('a', POST), 8, 3],
    ['two', async (session) => [await session.send('a', POST), await session.send('b', POST)], 16, 6],
    ['a list', (session) => session.send('a', { method: 'GET', path: '/v1/models' }), 0, 0],
    ['what is asked elsewhere', (session) => session.send('a', POST, { aside: true }), 0, 0],
    ['a stream', (session) => session.stream('a', POST), 8, 9],
  ])('tokens, as the usage of answers counts them: %s', async ([, ask, input, output]) => {
    const session = before();
    await ask(session);
    expect(session.tokens).toEqual({ input, output });
  });

  test('a refusal and a stream that counts nothing cost nothing; the end of a stream counts before its start', async () => {
    const session = before(answerOf(400, { usage }), stream({ type: 'ping' }));
    await session.send('a', POST);
    await session.stream('a', POST);
    expect(session.tokens).toEqual({ input: 0, output: 0 });
    const counted = before(
      undefined,
      stream(START, { ...END, usage: { input_tokens: 70, output_tokens: 9 } }),
    );
    await counted.stream('a', POST);
    expect(counted.tokens).toEqual({ input: 70, output: 9 });
  });

  test('whole answers up to 64 KB, and none that was asked elsewhere', async () => {
    const session = before(answerOf(200, 'x'.repeat(70_000)));
    await session.send('a', POST);
    await session.send('b', POST, { aside: true });
    expect(session.observed().map(({ label, text }) => [label, text.length])).toEqual([['a', 65_536]]);
    expect(session.requests).toBe(2);
  });

  test('each secret that was sent once, and no empty one', () => {
    const session = before();
    session.noteSent('made-up');
    session.noteSent('made-up');
    expect(session.sent).toEqual(['sk-key-0123456789', 'made-up']);
  });

  test('an answer for whoever asks for it again', async () => {
    const session = before();
    let made = 0;
    const ask = (key: string): Promise<number> => session.ask(key, () => Promise.resolve((made += 1)));
    expect([await ask('a'), await ask('a'), await ask('b')]).toEqual([1, 1, 2]);
  });

  test('no known credential, whosever it is, and no control character in any sentence', () => {
    expect(sessionWith(['Hunter-4711-zz']).clean('It says Hunter-4711-zz.')).toBe('It says ••••.');
    const said = before().clean(
      'saw sk-key-0123456789 and sk-ant-api03-zyxwvutsrqponmlkjihgfedcba\u001B[31m',
    );
    expect(said).toMatch(/^saw •••• and \S*•+$/);
    expect(said).not.toMatch(/0123456789|zyxw/);
    // A word that stands in sentences of our own anyway is no secret there.
    expect(sessionWith(['gateway']).clean('The gateway answers.')).toBe('The gateway answers.');
  });
});
