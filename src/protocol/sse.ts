/*
 * Server-sent events, as WHATWG HTML section 9.2.6 reads them, over chunks of bytes as they arrive.
 * Pure: bytes in, events out; any cutting of the same bytes gives the same events.
 */

/** A parsed event, before the client adds when it came. */
export interface ParsedEvent {
  /** '' when no `event:` line named it. */
  readonly event: string;
  readonly data: string;
  /** 1-based line on which its first field stood. */
  readonly line: number;
  /** A line or the data was longer than the limits, and what stands here is its beginning. */
  readonly truncated?: true;
}

/** How much of a stream is kept. */
export interface SseLimits {
  /** Bytes kept of one line. */
  readonly line: number;
  /** UTF-16 code units kept of one event's data. */
  readonly data: number;
}

interface SseParser {
  /** Takes the next bytes and returns the events they completed. */
  push(chunk: Uint8Array): ParsedEvent[];
  /** An event had begun and its blank line has not come: the stream was cut inside it. */
  readonly open: boolean;
}

const SSE_LIMITS: SseLimits = { line: 64 * 1024, data: 1024 * 1024 };

const CR = 13;
const LF = 10;

/** The incremental parser. Memory is bounded by the limits, however long a line gets. */
export function sseParser(limits: SseLimits = SSE_LIMITS): SseParser {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let buffer = new Uint8Array(256);
  let kept = 0;
  let cut = false;
  let line = 1;
  let afterCr = false;

  let began: number | undefined;
  let name = '';
  let data: string[] = [];
  let dataSize = 0;
  let truncated = false;

  function keep(bytes: Uint8Array): void {
    const left = limits.line - kept;
    if (bytes.length > left) {
      bytes = bytes.subarray(0, Math.max(0, left));
      cut = true;
    }
    if (kept + bytes.length > buffer.length) {
      const larger = new Uint8Array(Math.min(limits.line, Math.max(buffer.length * 2, kept + bytes.length)));
      larger.set(buffer.subarray(0, kept));
      buffer = larger;
    }
    buffer.set(bytes, kept);
    kept += bytes.length;
  }

  function field(text: string): void {
    const colon = text.indexOf(':');
    if (colon === 0) return; // a comment, often a keep-alive
    const fieldName = colon < 0 ? text : text.slice(0, colon);
    const from = colon < 0 ? text.length : text[colon + 1] === ' ' ? colon + 2 : colon + 1;
    if (fieldName === 'event' || fieldName === 'data') {
      began ??= line;
      truncated ||= cut;
    }
    if (fieldName === 'event') name = text.slice(from);
    if (fieldName === 'data') {
      const value = text.slice(from, from + limits.data - Math.min(limits.data, dataSize));
      if (value.length < text.length - from) truncated = true;
      data.push(value);
      dataSize += value.length + 1;
    }
    // `id` and `retry` mean nothing to one request that is never resumed.
  }

  function dispatch(): ParsedEvent | undefined {
    // An event without any `data` line is dropped (section 9.2.6, "dispatch the event").
    const event =
      began === undefined || data.length === 0
        ? undefined
        : {
            event: name,
            data: data.join('\n'),
            line: began,
            ...(truncated ? { truncated: true as const } : {}),
          };
    began = undefined;
    name = '';
    data = [];
    dataSize = 0;
    truncated = false;
    return event;
  }

  function endLine(): ParsedEvent | undefined {
    let bytes = buffer.subarray(0, kept);
    if (cut) bytes = bytes.subarray(0, wholeCharacters(bytes));
    if (line === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    let event: ParsedEvent | undefined;
    if (bytes.length === 0 && !cut) event = dispatch();
    else field(decoder.decode(bytes));
    kept = 0;
    cut = false;
    line += 1;
    return event;
  }

  return {
    push(chunk) {
      const events: ParsedEvent[] = [];
      let start = 0;
      for (let at = 0; at < chunk.length; at++) {
        const byte = chunk[at];
        if (byte !== CR && byte !== LF) {
          afterCr = false;
          continue;
        }
        if (byte === LF && afterCr) {
          // The second half of CRLF; the line ended at its CR.
          afterCr = false;
          start = at + 1;
          continue;
        }
        keep(chunk.subarray(start, at));
        const event = endLine();
        if (event !== undefined) events.push(event);
        afterCr = byte === CR;
        start = at + 1;
      }
      if (start < chunk.length) keep(chunk.subarray(start));
      return events;
    },
    get open() {
      return began !== undefined || kept > 0;
    },
  };
}

/** Length of the longest prefix that does not end inside a UTF-8 sequence. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needs > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
