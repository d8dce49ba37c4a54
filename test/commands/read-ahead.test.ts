import { describe, expect, test } from 'vitest';
import { readAhead } from '../../src/commands/read-ahead.ts';
import { main } from '../../src/main.ts';
import { fakeIo } from '../support/io.ts';

const GOOD = JSON.stringify({
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceGatewayApiKey: 'placeholder',
  inferenceModels: ['claude-sonnet-4-5'],
});

/** A world that notes what is read. */
function noted(files: Record<string, string>): {
  io: ReturnType<typeof fakeIo>['io'];
  read: string[];
  result: ReturnType<typeof fakeIo>['result'];
} {
  const { io, result } = fakeIo({ files });
  const read: string[] = [];
  return {
    io: {
      ...io,
      readFile: (file, limit) => {
        read.push(file);
        return io.readFile(file, limit);
      },
    },
    read,
    result,
  };
}

const text = async (read: ReturnType<ReturnType<typeof noted>['io']['readFile']>): Promise<string> => {
  const outcome = await read;
  return outcome.ok ? Buffer.from(outcome.value).toString() : outcome.failure.message;
};

describe('readAhead', () => {
  test('what the first has read is handed to the second once, then read anew', async () => {
    const { io, read } = noted({ 'a.json': '{}' });
    const { first, second } = readAhead(io);
    expect(await text(first.readFile('a.json', 100))).toBe('{}');
    expect(await text(second.readFile('a.json', 100))).toBe('{}');
    expect(read).toEqual(['a.json']);
    await io.writeFile('a.json', Buffer.from('[]'));
    expect(await text(second.readFile('a.json', 100))).toBe('[]');
  });

  test('a failure is not kept, nor is a file that is larger than the second may read', async () => {
    const { io, read } = noted({ 'a.json': '{"a":1}' });
    const { first, second } = readAhead(io);
    await first.readFile('b.json', 100);
    await first.readFile('a.json', 100);
    await io.writeFile('b.json', Buffer.from('{}'));
    expect(await text(second.readFile('b.json', 100))).toBe('{}');
    expect(await text(second.readFile('a.json', 3))).toContain('larger');
    expect(read).toEqual(['b.json', 'a.json', 'b.json', 'a.json']);
  });

  test('no more than 32 MB are kept', async () => {
    const large = 'x'.repeat(12_000_000);
    const { io, read } = noted({ a: large, b: large, c: large });
    const { first, second } = readAhead(io);
    for (const world of [first, second])
      for (const file of ['a', 'b', 'c']) await world.readFile(file, 20_000_000);
    expect(read).toEqual(['a', 'b', 'c', 'c']);
  });

  test.for<[string, string[], Record<string, string>, string[]]>([
    ['several files are read once', ['*.json'], { 'a.json': GOOD, 'b.json': GOOD }, ['a.json', 'b.json']],
    [
      'a base too, although it is asked for by each of its files',
      ['*.json'],
      { 'a.json': '{"extends":"./base.json"}', 'b.json': '{"extends":"./base.json"}', 'base.json': GOOD },
      ['a.json', 'b.json', 'base.json'],
    ],
  ])('validate: %s', async ([, patterns, files, expected]) => {
    const { io, read } = noted(files);
    expect(await main(['validate', '--quiet', ...patterns], io)).toBe(0);
    expect(read.filter((file) => !file.startsWith('.cowork')).sort()).toEqual(expected);
  });

  test('with --fix, what was written is what is checked', async () => {
    const old = GOOD.replace('inferenceProvider', 'isDxtEnabled":true,"inferenceProvider');
    const { io, result } = noted({ 'a.json': old, 'b.json': old });
    expect(await main(['validate', '--fix', '*.json'], io)).toBe(0);
    const { stdout, files } = result();
    expect(stdout).not.toContain('deprecated-key');
    expect(files.get('a.json')?.toString()).toContain('isDesktopExtensionEnabled');
  });
});
