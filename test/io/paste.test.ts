import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { terminalPrompter } from '../../src/io/prompter.ts';

/** A terminal that counts what is drawn. */
function terminal(): { input: PassThrough; output: PassThrough; drawn: () => number } {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  let drawn = 0;
  output.on('data', (chunk: Buffer) => (drawn += chunk.length));
  return { input, output, drawn: () => drawn };
}

describe('a pasted key', () => {
  test.each([400, 4000])('of %i characters is drawn a few times, not once a character', async (length) => {
    const { input, output, drawn } = terminal();
    const prompter = terminalPrompter({ input, output, signal: new AbortController().signal });
    const answer = prompter.secret({ message: 'Key' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const key = 'k'.repeat(length);
    input.write(key);
    await new Promise((resolve) => setTimeout(resolve, 100));
    input.write('\r');
    expect(await answer).toBe(key);
    expect(drawn()).toBeLessThan(length * 20 + 4000);
    expect(Object.hasOwn(input, 'emit')).toBe(false);
  });

  test('what is typed, corrected and sent in one piece arrives in order', async () => {
    const { input, output } = terminal();
    const prompter = terminalPrompter({ input, output, signal: new AbortController().signal });
    const answer = prompter.input({ message: 'Name' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    input.write('abcdefghijkl\u007f\u007fm\r');
    expect(await answer).toBe('abcdefghijm');
  });
});
