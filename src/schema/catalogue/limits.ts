import { integer, type KeyRow } from '../key-spec.ts';

/** Limits: how much a user may spend, counted on the device. */
export const limits = {
  inferenceMaxTokensPerWindow: {
    title: 'Max tokens per window',
    group: 'Token limits',
    summary: 'Caps, softly and per user, the tokens spent in the window set by inferenceTokenWindowHours.',
    type: integer({ min: 0, unit: 'tokens' }),
    since: 'baseline',
    notes: ['Does nothing unless inferenceTokenWindowHours is set too.'],
    example: 1_000_000,
    beside: { settings: { inferenceTokenWindowHours: 24 } },
  },
  inferenceTokenWindowHours: {
    title: 'Token cap window',
    group: 'Token limits',
    summary: 'Sets how many hours the token cap counts over.',
    type: integer({ min: 1, max: 720, unit: 'hours' }),
    since: 'baseline',
    example: 24,
    beside: { settings: { inferenceMaxTokensPerWindow: 1_000_000 } },
  },
} as const satisfies Record<string, KeyRow>;
