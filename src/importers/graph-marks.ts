/** Whether JSON may be a body of Microsoft Graph, by names that only these have. */
export function isGraph(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.includes('#microsoft.graph.') || buffer.includes('"omaSettings"');
}
