import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { themeOf } from '../../src/io/prompt-theme.ts';
import { Back, terminalPrompter, type Prompter } from '../../src/io/prompter.ts';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const [UP, DOWN, PAGE_DOWN, HOME, END_KEY] = ['\u001B[A', '\u001B[B', '\u001B[6~', '\u001B[H', '\u001B[F'];
const ESC = '\u001B';

interface Terminal {
  readonly prompter: Prompter;
  /** Sends each key by itself. */
  readonly press: (...keys: string[]) => Promise<void>;
  /** What was drawn since the last call. */
  readonly drawn: () => string;
}

function terminal(columns = 80, rows = 24): Terminal {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns, rows });
  let text = '';
  let begun = false;
  output.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    begun = true;
  });
  return {
    prompter: terminalPrompter({ input, output, signal: new AbortController().signal }),
    press: async (...keys) => {
      // The first question loads its modules.
      for (let tries = 0; !begun && tries < 500; tries += 1) await wait(10);
      for (const key of keys) {
        input.write(key);
        await wait(key === ESC ? 150 : 15);
      }
    },
    drawn: () => {
      const seen = text;
      text = '';
      return seen;
    },
  };
}

const three = [
  { value: 'a', name: 'Alpha' },
  { value: 'b', name: 'Beta', disabled: 'too old' },
  { value: 'g', name: 'Gamma', description: 'The third.' },
];
const many = Array.from({ length: 300 }, (_one, at) => ({
  value: at,
  name: `claude-${at % 3 === 0 ? 'opus' : 'sonnet'}-${at}`,
  ...(at === 7 ? { disabled: 'hidden' } : {}),
}));

describe('entries that stand in a list only while they are searched for', () => {
  const sections = Array.from({ length: 10 }, (_one, at) => ({ value: `s${at}`, name: `Section ${at}` }));
  const keys = [{ value: 'k', name: 'Section 3: Block it', short: 'blockIt', found: true as const }];

  test('are not drawn before, are found by name or short name, and are chosen', async () => {
    const { prompter, press, drawn } = terminal();
    const answer = prompter.select({ message: 'Which?', choices: [...sections, ...keys] });
    await press();
    expect(drawn()).not.toContain('Block it');
    await press(END_KEY);
    expect(drawn()).toContain('❯ Section 9');
    await press(...Array.from('blocki'));
    expect(drawn()).toContain('Section 3: Block it');
    await press('\r');
    expect(await answer).toBe('k');
  });
});

test('a name longer than the line is broken between words', async () => {
  const { prompter, press, drawn } = terminal(30);
  const answer = prompter.select({
    message: 'Which?',
    choices: [{ value: 'a', name: 'From the environment variable SOME_KEY' }],
  });
  await press();
  expect(drawn()).toContain('From the environment\n    variable SOME_KEY');
  await press('\r');
  expect(await answer).toBe('a');
});

describe('a short list', () => {
  test.each([
    ['Enter alone: the first', ['\r'], 'a'],
    ['down past what cannot be chosen', [DOWN, DOWN, '\r'], 'g'],
    ['no further than its ends', [UP, UP, DOWN, DOWN, DOWN, DOWN, '\r'], 'g'],
    ['by its first letter, whatever the case', ['G', '\r'], 'g'],
    ['what cannot be chosen is not', [DOWN, '\r', DOWN, '\r'], 'g'],
    ['last and first', [END_KEY, HOME, '\r'], 'a'],
  ])('%s', async (_name, keys, expected) => {
    const { prompter, press } = terminal();
    const answer = prompter.select({ message: 'Which?', choices: three });
    await press(...keys);
    expect(await answer).toBe(expected);
  });

  test('starts at the default, and Esc leads back', async () => {
    const { prompter, press, drawn } = terminal();
    const answer = prompter.select({ message: 'Which?', choices: three, default: 'g' });
    const rejected = expect(answer).rejects.toThrow(Back);
    await press();
    expect(drawn()).toContain('The third.');
    await press(ESC);
    await rejected;
  });

  test('several: space, all, and what is refused', async () => {
    const { prompter, press, drawn } = terminal();
    const answer = prompter.checkbox({
      message: 'Which?',
      choices: three,
      validate: (chosen) => (chosen.length === 0 ? 'Choose one' : undefined),
    });
    await press('\r');
    expect(drawn()).toContain('Choose one');
    await press('\u0001', ' ', '\r');
    expect(await answer).toEqual(['g']);
  });
});

describe('a list of 300', () => {
  test('says how many there are, and leaves what matches all words', async () => {
    const { prompter, press, drawn } = terminal();
    const answer = prompter.select({ message: 'Which?', choices: many });
    await press();
    expect(drawn()).toContain('Type to search 300 entries');
    await press('o', 'p', 'u', 's', ' ', '2', '9', '7');
    expect(drawn()).toContain('(1 of 300; esc clears)');
    await press('\r');
    expect(await answer).toBe(297);
  });

  test('Esc clears the search first, then leads back', async () => {
    const { prompter, press, drawn } = terminal();
    const answer = prompter.select({ message: 'Which?', choices: many });
    const rejected = expect(answer).rejects.toThrow(Back);
    await press('zzz');
    expect(drawn()).toContain('Nothing matches.');
    await press('\r');
    expect(drawn()).toContain('Backspace takes the last letter away.');
    await press(ESC);
    expect(drawn()).toContain('Type to search 300 entries');
    await press(ESC);
    await rejected;
  });

  test('several: chosen over several searches, with their number', async () => {
    const { prompter, press, drawn } = terminal();
    const answer = prompter.checkbox({ message: 'Which?', choices: many });
    await press('opus-99', ' ', '\u0015', 'sonnet-7', '\u0001', '\u0015');
    expect(drawn()).toMatch(/Type to search 300 entries, 8 chosen/);
    await press('\r');
    expect(await answer).toEqual([70, 71, 73, 74, 76, 77, 79, 99]);
    expect(drawn()).toContain('and 2 more');
  });

  test('a key costs a page, not the whole list', async () => {
    const { prompter, press, drawn } = terminal();
    const answer = prompter.select({ message: 'Which?', choices: many });
    await press();
    drawn();
    await press(PAGE_DOWN);
    expect(drawn().length).toBeLessThan(3000);
    await press('\r');
    expect(await answer).toBeGreaterThan(5);
  });

  test('a list without descriptions fills the terminal', async () => {
    const { prompter, press, drawn } = terminal(80, 24);
    const answer = prompter.select({ message: 'Which?', choices: many });
    await press();
    expect(drawn().match(/claude-/g)).toHaveLength(17);
    await press('\r');
    await answer;
  });

  test.each([
    [40, 12],
    [80, 24],
  ])('fits a terminal of %i columns and %i rows', async (columns, rows) => {
    const { prompter, press, drawn } = terminal(columns, rows);
    const answer = prompter.checkbox({
      message: 'Which of these models does the picker offer to people?',
      hint: 'A hint of some length that takes a second line in a narrow terminal.',
      choices: many.map((one) => ({
        ...one,
        description: 'What it is, at some length, for the line below the list.',
      })),
    });
    await press();
    expect(drawn().split('\n').length).toBeLessThanOrEqual(rows);
    await press('\r');
    expect(await answer).toEqual([]);
  });
});

describe('the words of a question', () => {
  const asItIs = (text: string): string => text;
  const look = { error: asItIs, info: asItIs, ok: asItIs, strong: asItIs, faint: asItIs, wrap: asItIs };
  const styleOf = (
    question: object,
    small = false,
    line = false,
  ): ReturnType<ReturnType<typeof themeOf>>['style'] =>
    themeOf(
      look,
      () => 80,
      () => small,
    )({ message: 'Which?', ...question }, [['tab', 'edit']], line).style;
  const items = (count: number): { name: string; short: string }[] =>
    Array.from({ length: count }, (_, at) => ({ name: `Name ${at}`, short: `n${at}` }));

  test.each<[object, boolean, boolean, string]>([
    [{}, false, false, 'Which?'],
    [{ place: { at: 2, of: 4 } }, false, false, 'Which? (2 of 4)'],
    [{ hint: 'A hint.' }, false, false, 'Which?\n  A hint.'],
    [{ hint: 'A hint.' }, true, false, 'Which?'],
    [{ hint: 'A hint.' }, true, true, 'Which?\n  A hint.\n  tab edit · esc back\n  ›'],
    [{ back: false }, false, true, 'Which?\n  tab edit\n  ›'],
  ])('%j, small %s, a line %s', (question, small, line, expected) => {
    expect(styleOf(question, small, line).message('Which?', 'idle')).toBe(expected);
    expect(styleOf(question, small, line).message('Which?', 'done')).toBe('Which?');
  });

  test('what was chosen, an empty answer, an error of two lines, a description', () => {
    const { chosen, answer, error, description } = styleOf({});
    expect([0, 1, 6, 8].map((count) => chosen(items(count)))).toEqual([
      'none',
      'n0',
      'n0, n1, n2, n3, n4, n5',
      'n0, n1, n2, n3, n4, n5 and 2 more',
    ]);
    expect([answer(''), answer('a')]).toEqual(['nothing', 'a']);
    expect(error('Not so.\nBut so.')).toBe('✖ Not so.\n  But so.');
    expect(description('First.\nSecond.')).toBe('  First.\nSecond.');
    expect(styleOf({}, true).description('First.\nSecond.')).toBe('  First.');
  });
});
