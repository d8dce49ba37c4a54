import { expect, test } from 'vitest';
import { compareDevice, expectSettings } from '../../src/device/expect.ts';
import type { Note } from '../../src/device/notes.ts';
import type { SourceId } from '../../src/device/setting.ts';
import type { DeviceStatus } from '../../src/device/types.ts';

const broken = (source: SourceId): Note => ({
  code: 'malformed',
  severity: 'error',
  message: 'cannot be read',
  source,
});

const device = (notes: readonly Note[]): DeviceStatus => ({
  platform: 'windows',
  user: undefined,
  release: [2, 0, 0],
  releaseFrom: 'newest',
  source: 'managed',
  sentence: '',
  keys: [],
  beside: [],
  base: [],
  sources: [],
  notes,
  log: undefined,
  digest: undefined,
});

test.for([
  ['nothing is broken', [], 'in-line'],
  ['a managed source is', [broken('machine')], 'unreadable'],
  ['a local library is, which managed sources hide', [broken('local')], 'in-line'],
] as const)('a device where %s', ([, notes, state]) => {
  expect(compareDevice(device(notes), expectSettings('x', new Map())).state).toBe(state);
});
