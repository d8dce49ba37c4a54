import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CALLED_PATH } from '../../src/probe/engine/request.ts';

/*
 * A loopback server that answers as a recorded gateway did: the recording is found by the shape of the request, and
 * its pieces leave at the times they were seen to arrive. Without recordings there is nothing to replay.
 */

export const REPLAY_KEY = 'sk-probe-good';
export const REPLAY_MODEL = 'claude-sonnet-4-5';

interface Replay {
  readonly url: string;
  /** Shapes of requests for which there was no recording, neither here nor in the fallback. */
  readonly unmatched: readonly string[];
  close(): Promise<void>;
}

interface Meta {
  readonly status: number;
  readonly err: string | null;
  readonly chunks: number;
  readonly firstByteMs: number | null;
  readonly firstChunkMs: number | null;
  readonly lastChunkMs: number | null;
}

interface Recording {
  readonly meta: Meta;
  readonly headers: readonly (readonly [string, string])[];
  readonly pieces: readonly Buffer[];
}

/** Starts a replay of `directory`, and of `behind` for what was not recorded through a proxy in front of it. */
export async function startReplay(directory: string, behind?: string): Promise<Replay> {
  const unmatched: string[] = [];
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    answer(request, response, [directory, ...(behind === undefined ? [] : [behind])], unmatched).catch(() => {
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    unmatched,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  directories: readonly string[],
  unmatched: string[],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const wanted = candidates(request, body);
  const found = directories
    .flatMap((directory) => wanted.map((name) => load(directory, name)))
    .find((each) => each !== undefined);
  if (found === undefined) {
    unmatched.push(`${String(request.method)} ${String(request.url)} (${wanted.join(', ')})`);
    response.destroy();
    return;
  }
  await play(body.includes(`READ-FILE ${CALLED_PATH}`) ? asRead(found) : found, response);
}

/** The recorded call of probe_echo as a call of Read, which a turn asks for: its name, and its input in one piece. */
function asRead(recording: Recording): Recording {
  const text = Buffer.concat(recording.pieces).toString('utf8');
  if (!text.includes('probe_echo')) return recording;
  let told = false;
  const changed = text
    .replaceAll('probe_echo', 'Read')
    .replace(/("partial_json": ?)"((?:[^"\\]|\\.)+)"/g, (_all, key: string) => {
      const input = told ? '' : JSON.stringify({ file_path: CALLED_PATH });
      told = true;
      return key + JSON.stringify(input);
    });
  return { ...recording, pieces: cut(Buffer.from(changed, 'utf8'), recording.pieces.length) };
}

/** Names of recordings that answer such a request, best first. */
function candidates(request: IncomingMessage, body: Buffer): readonly string[] {
  const path = new URL(request.url ?? '/', 'http://replay').pathname;
  const { authorization, 'x-api-key': key } = request.headers;
  const right = authorization === `Bearer ${REPLAY_KEY}` || key === REPLAY_KEY;
  if (path.endsWith('/v1/models')) {
    return right
      ? ['11-models-limit1000', '10-models']
      : ['16-wrong-key-models', '14-wrong-key', '10-models'];
  }
  if (path.endsWith('/count_tokens')) return ['22-count-tokens', '27-unknown-endpoint'];
  if (!path.endsWith('/v1/messages')) return ['27-unknown-endpoint'];
  if (!right) return ['14-wrong-key', '01-health'];
  if (body.length > 20_000_000) return ['60-wspad-31mb', '37-body-33mb'];
  if (body.length > 3_000_000) return ['60-wspad-5mb', '01-health'];
  if (body.length > 1_100_000) return ['60-wspad-1.2mb', '36-body-2mb', '01-health'];
  return messageCandidates(request, body.toString('utf8'));
}

interface Asked {
  readonly model?: string;
  readonly max_tokens?: number;
  readonly stream?: boolean;
  readonly system?: unknown;
  readonly tools?: readonly unknown[];
  readonly output_config?: unknown;
}

function messageCandidates(request: IncomingMessage, text: string): readonly string[] {
  let asked: Asked;
  try {
    asked = JSON.parse(text) as Asked;
  } catch {
    return ['18-malformed-json'];
  }
  const rich = Array.isArray(asked.system);
  if (text.includes('/etc/passwd')) return ['51-waf-realistic', '01-health'];
  if (asked.model === 'claude-cowork-probe-none') return ['17-unknown-model'];
  if (String(request.headers['anthropic-beta']).includes('cowork-probe'))
    return ['21-unknown-beta', '01-health'];
  if (asked.output_config !== undefined && asked.stream !== true) return ['25-context-management'];
  if (asked.stream === true) {
    if (text.includes('"tool_result"')) return ['08-tool-result-stream', '04-stream'];
    if (text.includes(`READ-FILE ${CALLED_PATH}`)) return ['06-tool-forced-stream', '04-stream'];
    if ((asked.tools?.length ?? 0) > 1) return ['09-parallel-tools-stream', '04-stream'];
    if (asked.tools !== undefined) return ['06-tool-forced-stream', '04-stream'];
    return rich ? ['24-adaptive-effort', '04-stream'] : ['04-stream'];
  }
  if (text.includes('"tool_result"')) return ['40-tool-result-error', '07-tool-result'];
  if (asked.tools !== undefined) return ['05-tool-forced', '01-health'];
  return asked.max_tokens === 1 ? ['02-health-beta', '01-health'] : ['03-message', '01-health'];
}

function load(directory: string, name: string): Recording | undefined {
  const stem = `${directory}/${name}`;
  if (!existsSync(`${stem}.meta.json`)) return undefined;
  const meta = JSON.parse(readFileSync(`${stem}.meta.json`, 'utf8')) as Meta;
  const raw = existsSync(`${stem}.response.raw`) ? readFileSync(`${stem}.response.raw`) : Buffer.alloc(0);
  const end = raw.indexOf('\r\n\r\n');
  const head = raw.subarray(0, Math.max(0, end)).toString('latin1').split('\r\n').slice(1);
  const headers = head.flatMap((line) => {
    const colon = line.indexOf(':');
    const field = line.slice(0, colon).toLowerCase();
    // The connection is ours, not the recorded one.
    return colon < 0 || FRAMING.has(field) ? [] : [[field, line.slice(colon + 1).trim()] as const];
  });
  const chunked = head.some((line) => /^transfer-encoding:\s*chunked/i.test(line));
  const body = raw.subarray(end + 4);
  return { meta, headers, pieces: chunked ? chunksOf(body) : cut(body, meta.chunks) };
}

const FRAMING = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/** The chunks of a chunked body (RFC 9112, section 7.1): each was one write of the gateway. */
function chunksOf(body: Buffer): readonly Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (;;) {
    const line = body.indexOf('\r\n', at);
    if (line < 0) return pieces;
    const size = Number.parseInt(body.subarray(at, line).toString('latin1'), 16);
    if (!(size > 0)) return pieces;
    pieces.push(body.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}

function cut(body: Buffer, count: number): readonly Buffer[] {
  const size = Math.max(1, Math.ceil(body.length / Math.max(1, count)));
  return Array.from({ length: Math.ceil(body.length / size) }, (_, at) =>
    body.subarray(at * size, (at + 1) * size),
  );
}

async function play({ meta, headers, pieces }: Recording, response: ServerResponse): Promise<void> {
  if (meta.err !== null || meta.status === 0) {
    response.socket?.resetAndDestroy();
    return;
  }
  const begun = performance.now();
  const until = async (time: number): Promise<void> => {
    const wait = time - (performance.now() - begun);
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  };
  await until(meta.firstByteMs ?? 0);
  response.writeHead(meta.status, headers.flat());
  const first = meta.firstChunkMs ?? 0;
  const step = pieces.length > 1 ? ((meta.lastChunkMs ?? first) - first) / (pieces.length - 1) : 0;
  // What left in one write must leave in one write here.
  const together = meta.chunks <= 1;
  if (together) {
    await until(first);
    response.write(Buffer.concat(pieces));
  } else {
    for (const [at, piece] of pieces.entries()) {
      await until(first + at * step);
      response.write(piece);
    }
  }
  response.end();
}

/** Directories of recordings, by target; empty where there are none. */
export function recordedTargets(captures: string): readonly string[] {
  if (!existsSync(captures)) return [];
  return readdirSync(captures).filter((name) => existsSync(`${captures}/${name}/01-health.meta.json`));
}
