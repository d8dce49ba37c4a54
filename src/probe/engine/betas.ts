/** Values of `anthropic-beta` that the engine sends; from recordings of the engine 2.1.332. */
export const CLAUDE_CODE = 'claude-code-20250219';
export const THINKING = 'interleaved-thinking-2025-05-14';
export const EFFORT = 'effort-2025-11-24';
/** The beta of a context window of a million tokens. */
export const LONG_BETA = 'context-1m-2025-08-07';
