import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { Cancelled } from '../../src/errors.ts';
import { plainPrompter } from '../../src/io/plain-prompter.ts';
import { Back, type Prompter } from '../../src/io/prompter.ts';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks, types these lines one after the other, and gives the answer with what was printed. */
async function ask<T>(
  question: (prompter: Prompter) => Promise<T>,
  ...lines: string[]
): Promise<{ readonly answer: T | Error; readonly printed: string }> {
  const input = new PassThrough();
  const output = new PassThrough();
  let printed = '';
  output.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const prompter = plainPrompter({ input, output, signal: new AbortController().signal });
  const answer = question(prompter).catch((error: unknown) => error as Error);
  for (const line of lines) {
    await wait(20);
    if (line === 'END') input.end();
    else input.write(line);
  }
  return { answer: await answer, printed };
}

const choices = [
  { value: 'a', name: 'Alpha', description: 'The first.' },
  { value: 'b', name: 'Beta', disabled: 'too old' },
  { value: 'g', name: 'Gamma' },
];

describe('a terminal without a cursor', () => {
  test.each([
    ['Enter: the default', ['\n'], 'g'],
    ['a number', ['1\n'], 'a'],
    ['a part of a name', ['gam\n'], 'g'],
    ['what cannot be chosen, then another', ['2\n', '1\n'], 'a'],
    ['what matches several, then one', ['a\n', 'Alpha\n'], 'a'],
    ['what matches none', ['9\n', '3\n'], 'g'],
  ])('select: %s', async (_name, lines, expected) => {
    const { answer, printed } = await ask(
      (prompter) => prompter.select({ message: 'Which?', place: { at: 2, of: 4 }, choices, default: 'g' }),
      ...lines,
    );
    expect(answer).toBe(expected);
    expect(printed).toContain('Which? (2 of 4)\n  1. Alpha (The first.)\n  2. Beta (too old)\n  3. Gamma');
    expect(printed).not.toContain('\u001B');
  });

  test.each([
    ['blockit\n', 'k'],
    ['GAMMA\n', 'g'],
  ])('select: what is only found is not listed, and is chosen by its name: %j', async (typed, expected) => {
    const { answer, printed } = await ask(
      (prompter) =>
        prompter.select({
          message: 'Which?',
          choices: [...choices, { value: 'k', name: 'Gamma: blockIt', found: true }],
        }),
      typed,
    );
    expect(answer).toBe(expected);
    expect(printed).not.toContain('blockIt');
  });

  test.each<[string, (prompter: Prompter) => Promise<unknown>, string, unknown]>([
    ['a text', (prompter) => prompter.input({ message: 'Name' }), '<\n', Back],
    ['a secret', (prompter) => prompter.secret({ message: 'Key' }), '<\r', Back],
    ['a choice', (prompter) => prompter.select({ message: 'Which?', choices }), '\u001B\n', Back],
    ['yes or no', (prompter) => prompter.confirm({ message: 'Go?', default: true }), '<\n', Back],
    ['more in the line', (prompter) => prompter.input({ message: 'Name' }), '<b>\n', '<b>'],
    [
      'a text where there is no way back',
      (prompter) => prompter.input({ message: 'Name', back: false }),
      '<\n',
      '<',
    ],
    ['a secret there', (prompter) => prompter.secret({ message: 'Key', back: false }), '<\r', '<'],
  ])('< leads back: %s', async (_, question, typed, expected) => {
    const { answer } = await ask(question, typed);
    if (expected === Back) expect(answer).toBeInstanceOf(Back);
    else expect(answer).toBe(expected);
  });

  test('the terminal echoes again after a secret', async () => {
    const modes: boolean[] = [];
    const input = Object.assign(new PassThrough(), { setRawMode: (raw: boolean) => modes.push(raw) });
    const prompter = plainPrompter({
      input,
      output: new PassThrough(),
      signal: new AbortController().signal,
    });
    const answer = prompter.secret({ message: 'Key' });
    await wait(20);
    input.write('sk\r');
    expect([await answer, modes]).toEqual(['sk', [true, false]]);
  });

  test('no line is broken within a word', async () => {
    const description =
      'A sentence of many words that does not fit beside its name on one line of a terminal.';
    const { printed } = await ask(
      (prompter) =>
        prompter.select({ message: 'Which?', choices: [{ value: 'a', name: 'Alpha', description }] }),
      '\n',
    );
    expect(printed).toContain('on one\n    line of a terminal.)');
    for (const line of printed.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('checkbox: numbers and names, checked as everywhere', async () => {
    const { answer, printed } = await ask(
      (prompter) =>
        prompter.checkbox({
          message: 'Which?',
          choices,
          validate: (chosen) => (chosen.length === 0 ? 'Choose one' : undefined),
        }),
      '\n',
      '1, gamma\n',
    );
    expect(answer).toEqual(['a', 'g']);
    expect(printed).toContain('Choose one');
  });

  test('input: the proposal, and what is refused', async () => {
    const { answer, printed } = await ask(
      (prompter) =>
        prompter.input({
          message: 'Address',
          default: 'https://a',
          validate: (text) => (text.startsWith('https') ? undefined : 'Use https\nIt is safer.'),
        }),
      'http://b\r\n',
      '\n',
    );
    expect(answer).toBe('https://a');
    expect(printed).toContain('  Use https\n  It is safer.');
  });

  test('secret: nothing of it shows, its length does', async () => {
    const { answer, printed } = await ask(
      (prompter) => prompter.secret({ message: 'Key' }),
      'sk-wrong',
      '\u0015sk-rightx\u007F\r',
    );
    expect(answer).toBe('sk-right');
    expect(printed).toContain('8 characters');
    expect(printed).not.toContain('sk-');
  });

  test.each([
    ['no', false],
    ['Y', true],
    ['', true],
  ])('confirm: "%s"', async (typed, expected) => {
    const { answer } = await ask(
      (prompter) => prompter.confirm({ message: 'Now?', default: true }),
      `${typed}\n`,
    );
    expect(answer).toBe(expected);
  });

  test('< leads back, the end of input leaves, and so do Ctrl-C and Ctrl-\\ in a secret', async () => {
    expect((await ask((prompter) => prompter.input({ message: 'A' }), '<\n')).answer).toBeInstanceOf(Back);
    expect((await ask((prompter) => prompter.input({ message: 'A' }), 'END')).answer).toBeInstanceOf(
      Cancelled,
    );
    for (const key of ['\u0003', '\u001C'])
      expect((await ask((prompter) => prompter.secret({ message: 'A' }), `a${key}`)).answer).toBeInstanceOf(
        Cancelled,
      );
  });

  test('lines pasted after the first answer nothing', async () => {
    const { answer } = await ask((prompter) => prompter.input({ message: 'A' }), 'one\ntwo\nthree\n');
    expect(answer).toBe('one');
  });
});
