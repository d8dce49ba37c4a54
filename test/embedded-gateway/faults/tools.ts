import { expect } from 'vitest';
import type { FaultName } from '../../../src/embedded-gateway/index.ts';
import type { StreamAnswer } from '../../../src/gateway/types.ts';
import { inputs, names, textOf } from './read.ts';

/** Faults that a stream with two calls of tools shows. */
export const TOOLS = {
  'tool-bad-json': (answer) => expect(() => JSON.parse(inputs(answer)) as unknown).toThrow(),
  'tool-string-input': (answer) => expect(inputs(answer)).toContain('{\\"city\\":\\"Oslo\\"'),
  'tool-input-in-start': (answer) => {
    expect(inputs(answer)).toBe('');
    expect(answer.text).toContain('"input":{"city":"Oslo","n":7}');
  },
  'tool-no-block-stop': (answer) => expect(names(answer)).not.toContain('content_block_stop'),
  'tool-as-text': (answer) => {
    expect(answer.text).not.toContain('"tool_use"');
    expect(textOf(answer)).toContain('<function_calls>');
  },
  'tool-wrong-stop': (answer) => expect(answer.text).toContain('"stop_reason":"end_turn"'),
  'tool-dup-ids': (answer) => expect(answer.text.match(/"id":"toolu_01Same"/g)).toHaveLength(2),
  'tool-call-ids': (answer) => expect(answer.text).toContain('"id":"call_abc1"'),
  'odd-tool-ids': (answer) => expect(answer.text).toContain('"id":"functions.Read:0"'),
  'tools-ignored': (answer) => expect(answer.text).not.toContain('tool_use'),
} as const satisfies Partial<Record<FaultName, (answer: StreamAnswer) => void>>;
