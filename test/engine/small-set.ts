/** The faults of the small set: one of each kind of end that the engine comes to. */
export const SMALL_SET: readonly string[] = [
  'none',
  '401',
  '502',
  'reset-once',
  'html-200',
  'truncated-tcp',
  'json-for-stream',
  'tool-bad-json',
  'tool-results-lost',
  'models-501',
  'errors-openai',
];
