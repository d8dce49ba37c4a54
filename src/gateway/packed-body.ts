import { brotliDecompressSync, gunzipSync, inflateSync, type ZlibOptions } from 'node:zlib';

/*
 * fetch takes a packed body that ends too early for whole: it gives what could be unpacked. The engine throws the
 * answer away then (measured with gzip, deflate and Brotli), so what came is unpacked once more, strictly.
 */

/** More of a packed body is not kept; what is larger is not checked. */
const MOST_BYTES = 8 * 1024 * 1024;

const UNPACK: Readonly<Record<string, (packed: Buffer, options: ZlibOptions) => Buffer>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/** The bytes of one body as they come over the wire. */
export class PackedBody {
  #chunks: Buffer[] = [];
  #size = 0;

  add(chunk: Uint8Array): void {
    this.#size += chunk.length;
    if (this.#size <= MOST_BYTES) this.#chunks.push(Buffer.from(chunk));
    else this.#chunks = [];
  }

  /** It came in one piece. */
  get isOnePiece(): boolean {
    return this.#chunks.length === 1;
  }

  /** Whether a body of this `content-encoding` ended before its packing did. */
  isCut(encoding: string | null): boolean {
    const unpack = UNPACK[encoding?.trim().toLowerCase() ?? ''];
    if (unpack === undefined || this.#size === 0 || this.#size > MOST_BYTES) return false;
    try {
      unpack(Buffer.concat(this.#chunks), { maxOutputLength: 4 * MOST_BYTES });
      return false;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
    }
  }
}

/** What a `content-encoding` names that packs a body: `identity` does not (RFC 9110, section 12.5.3). */
export function codings(encoding: string | null | undefined): readonly string[] {
  return (encoding ?? '')
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding.toLowerCase() !== 'identity');
}

/** Takes `identity` out of the codings in a raw head, name and value in turn: fetch unpacks nothing beside it, the engine does. */
export function leaveOutIdentity(head: unknown[]): void {
  for (let at = 0; at + 1 < head.length; at += 2) {
    if (String(head[at]).toLowerCase() !== 'content-encoding') continue;
    const given = String(head[at + 1]);
    const kept = codings(given);
    if (kept.length > 0 && given.includes(',')) head[at + 1] = Buffer.from(kept.join(', '), 'latin1');
  }
}

/** Gives the connection of an answer free that nobody reads. */
export function letGo(response: Response): void {
  response.body?.cancel().catch(() => undefined);
}

/** Takes zstd out of what a request accepts. */
export function leaveOutZstd(headers: Record<string, string>): void {
  headers['accept-encoding'] = codings(headers['accept-encoding'])
    .filter((coding) => coding !== 'zstd')
    .join(', ');
}
