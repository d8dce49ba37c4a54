import { createGzip, constants } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { encodeEvent, type StreamEvent } from '../messages/stream.ts';

/** How events become bytes on the socket. The defaults are right; everything else is a fault. */
export interface Wire {
  /** Milliseconds before each event. */
  readonly latencyMs: number;
  readonly contentType: string;
  /** Everything in one write at the end. */
  readonly buffered: boolean;
  /** `unended` is flushed, and ends without the end of the compression. */
  readonly gzip: 'flushed' | 'buffered' | 'unended' | undefined;
  /** Events sent before `ending` strikes; undefined sends all. */
  readonly events: number | undefined;
  /** `half` sends half of the next event, then ends cleanly; `open` leaves the socket open after the last event. */
  readonly ending: 'end' | 'destroy' | 'hang' | 'half' | 'open';
  /** Milliseconds between the last event and the end of the body. */
  readonly lingerMs: number;
  /** Comments and pings before each event. */
  readonly keepAlives: boolean;
  /** Deltas without end after the second event. */
  readonly infinite: boolean;
  /** Last change of the text of the stream. */
  readonly encode: (text: string) => string;
  /** Bytes per write; cuts through events, lines and characters. */
  readonly splitBytes: number | undefined;
}

export const PLAIN_WIRE: Wire = {
  latencyMs: 0,
  contentType: 'text/event-stream; charset=utf-8',
  buffered: false,
  gzip: undefined,
  events: undefined,
  ending: 'end',
  lingerMs: 0,
  keepAlives: false,
  infinite: false,
  encode: (text) => text,
  splitBytes: undefined,
};

/** Sends a stream, one write per event, unless the wire says otherwise. Ends early when the client goes. */
export async function sendStream(
  response: ServerResponse,
  events: readonly StreamEvent[],
  wire: Wire,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  response.writeHead(200, {
    'content-type': wire.contentType,
    'cache-control': 'no-cache',
    ...(wire.gzip === undefined ? {} : { 'content-encoding': 'gzip' }),
    ...headers,
  });
  response.socket?.setNoDelay(true);
  if (!wire.buffered && wire.gzip !== 'buffered') response.flushHeaders();
  const sink = wire.gzip === undefined ? response : createGzip();
  if (sink !== response) {
    sink.on('error', () => response.destroy());
    sink.pipe(response);
  }
  const gone = (): boolean => response.destroyed || response.writableEnded;
  const flush = async (): Promise<void> => {
    if (sink === response || wire.gzip === 'buffered') return;
    await new Promise<void>((resolve) => {
      (sink as ReturnType<typeof createGzip>).flush(constants.Z_SYNC_FLUSH, () => resolve());
    });
  };
  const write = async (bytes: Buffer): Promise<void> => {
    if (gone()) return;
    if (!sink.write(bytes)) {
      await new Promise<void>((resolve) => {
        sink.once('drain', resolve);
        response.once('close', resolve);
      });
    }
    await flush();
  };

  const held: Buffer[] = [];
  const send = async (text: string): Promise<void> => {
    const bytes = Buffer.from(text, 'utf8');
    if (wire.buffered) held.push(bytes);
    else if (wire.splitBytes === undefined) await write(bytes);
    else {
      for (let at = 0; at < bytes.length; at += wire.splitBytes) {
        await write(bytes.subarray(at, at + wire.splitBytes));
        // A turn of the loop, so that the pieces really leave one by one.
        await wait(0);
      }
    }
  };

  const shown = wire.events === undefined ? events : events.slice(0, wire.events);
  for (const [index, event] of shown.entries()) {
    // Even without latency each event gets its own turn, or the kernel would join them.
    await wait(wire.latencyMs);
    if (gone()) return;
    if (wire.keepAlives) await send(wire.encode(`: keep-alive\n\nevent: ping\ndata: {"type":"ping"}\n\n`));
    await send(wire.encode(encodeEvent(event)));
    if (wire.infinite && index === 1) await sendForever(send, gone, wire.encode);
  }
  if (gone()) return;
  const next = wire.events === undefined ? undefined : events[wire.events];
  if (wire.ending === 'half' && next !== undefined) {
    const text = encodeEvent(next);
    await send(wire.encode(text.slice(0, text.length >> 1)));
  }
  if (held.length > 0) await write(Buffer.concat(held));
  switch (wire.ending) {
    case 'destroy':
      // What was written must arrive before the cut.
      await wait(5);
      response.destroy();
      return;
    case 'hang':
    case 'open':
      return;
    case 'half':
    case 'end':
      if (wire.lingerMs > 0) await wait(wire.lingerMs);
      if (wire.gzip === 'unended') {
        // What was flushed must have passed the pipe.
        await wait(5);
        (sink as ReturnType<typeof createGzip>).unpipe(response);
        response.end();
      } else sink.end();
      return;
    default:
      wire.ending satisfies never;
  }
}

const FOREVER =
  'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"on "}}\n\n';

async function sendForever(
  send: (text: string) => Promise<void>,
  gone: () => boolean,
  encode: Wire['encode'],
): Promise<void> {
  while (!gone()) {
    await send(encode(FOREVER.repeat(20)));
    await wait(2);
  }
}
