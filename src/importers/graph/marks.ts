import { bufferOf } from '../text.ts';
/** As bytes: to look for a text, the engine would make them of it anew for every file. */
const MARKS = ['#microsoft.graph.', '"omaSettings"'].map((mark) => Buffer.from(mark));

/** Whether JSON may be a body of Microsoft Graph, by names that only these have. */
export function isGraph(bytes: Uint8Array): boolean {
  const buffer = bufferOf(bytes);
  return MARKS.some((mark) => buffer.includes(mark));
}
