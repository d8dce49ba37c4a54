import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { terminalPrompter } from '../../src/io/prompter.ts';

const drawnOn = new WeakSet<PassThrough>();

/** A terminal that counts what is drawn. */
function terminal(): { input: PassThrough; output: PassThrough; drawn: () => number } {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  let drawn = 0;
  output.on('data', (chunk: Buffer) => {
    drawn += chunk.length;
    // Marking pastes is asked for before anything is drawn.
    if (chunk.length > 8) drawnOn.add(output);
  });
  return { input, output, drawn: () => drawn };
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The first question loads its modules. */
async function ready(output: PassThrough): Promise<void> {
  for (let tries = 0; !drawnOn.has(output) && tries < 500; tries += 1) await wait(10);
  await wait(30);
}

describe('a pasted key', () => {
  test('shows its length and a few marks, not how it reads', async () => {
    const { input, output } = terminal();
    let text = '';
    output.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const prompter = terminalPrompter({ input, output, signal: new AbortController().signal });
    const answer = prompter.secret({ message: 'Key' });
    await ready(output);
    input.write('s3cr3t'.repeat(667));
    await wait(100);
    expect(text).toContain('•••••••••••• (4,002 characters)');
    input.write('\u007f');
    await wait(50);
    expect(text).toContain('(4,001 characters)');
    input.write('\u0015');
    await wait(50);
    input.write(' short \r');
    // What stands around a key that was copied is no part of it.
    expect(await answer).toBe('short');
    expect(text).not.toContain('s3cr3t');
  });

  test.each([400, 4000])('of %i characters is drawn a few times, not once a character', async (length) => {
    const { input, output, drawn } = terminal();
    const prompter = terminalPrompter({ input, output, signal: new AbortController().signal });
    const answer = prompter.secret({ message: 'Key' });
    await ready(output);
    const key = 'k'.repeat(length);
    input.write(key);
    await wait(100);
    const before = drawn();
    input.write('\r');
    expect(await answer).toBe(key);
    expect(before).toBeLessThan(1500);
    expect(Object.hasOwn(input, 'emit')).toBe(false);
  });

  test('what is typed, corrected and sent in one piece arrives in order', async () => {
    const { input, output } = terminal();
    const prompter = terminalPrompter({ input, output, signal: new AbortController().signal });
    const answer = prompter.input({ message: 'Name' });
    await ready(output);
    input.write('abcdefghijkl\u007f\u007fm\r');
    expect(await answer).toBe('abcdefghijm');
  });
});

const START = '\u001B[200~';
const END = '\u001B[201~';

describe('line breaks of a paste answer nothing', () => {
  test.each([
    ['marked, with a line break at its end', `${START}sk-0123456789\r\n${END}`, '\r', 'sk-0123456789'],
    ['marked, of several lines', `${START}sk-0123\r\n4567\n89${END}`, '\r', 'sk-0123 4567 89'],
    ['marked, short', `${START}abc${END}`, '\r', 'abc'],
    ['marked, not ASCII', `${START}schlüssel-日本-🔑${END}`, '\r', 'schlüssel-日本-🔑'],
    ['marked, with control characters', `${START}a\u0003b\u001B[Ac\u009Bd${END}`, '\r', 'abcd'],
    ['marked, its end lost', `${START}sk-0123456789`, '\r', 'sk-0123456789'],
    ['unmarked, as Windows has it', 'sk-0123456789\r\n', '', 'sk-0123456789'],
    ['unmarked, of several lines', 'sk-0123456789\r\nsecond line\r\nthird\r\n', '', 'sk-0123456789'],
    ['an end without a start', `abc${END}`, '\r', 'abc'],
  ])('%s', async (_name, piece, then, expected) => {
    const { input, output } = terminal();
    const prompter = terminalPrompter({ input, output, signal: new AbortController().signal });
    const first = prompter.input({ message: 'First' });
    await ready(output);
    input.write(piece);
    await wait(600);
    if (then !== '') input.write(then);
    expect(await first).toBe(expected);
    expect(Object.hasOwn(input, 'emit')).toBe(false);
  });

  test('the question after it is left to answer', async () => {
    const { input } = terminal();
    const signal = new AbortController().signal;
    const one = terminal().output;
    const first = terminalPrompter({ input, output: one, signal }).secret({ message: 'First' });
    await ready(one);
    input.write('sk-0123456789\r\ny\r\n');
    expect(await first).toBe('sk-0123456789');
    const other = terminal().output;
    const second = terminalPrompter({ input, output: other, signal }).confirm({
      message: 'Second',
      default: true,
    });
    await ready(other);
    input.write('n\r');
    expect(await second).toBe(false);
  });
});
