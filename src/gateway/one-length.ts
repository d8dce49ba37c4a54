import { Duplex } from 'node:stream';

/*
 * Says a length once that an answer says twice. RFC 9110, section 8.6, lets a client take equal `Content-Length` lines
 * as one, and the engine does; Node's parsers refuse them however lenient they are. Two different lengths stay as they
 * are, and so does a list in one line, which the engine refuses, too.
 */

/** A head that is longer is passed on as it is. */
const MAX_HEAD = 256 * 1024;
const END = /\r?\n\r?\n/;
const LENGTH = /^content-length:[ \t]*(\d{1,15})[ \t]*\r?\n/i;

/** A head in which each length stands once; lines are kept with their ends. */
function withOneLength(head: string): string {
  const said = new Set<string>();
  return head.replace(/[^\n]*\n/g, (line) => {
    const length = LENGTH.exec(line)?.[1];
    if (length === undefined) return line;
    if (said.has(length)) return '';
    said.add(length);
    return line;
  });
}

/** A connection of one request, whose answer is read that way. */
export class OneLengthSocket extends Duplex {
  readonly #socket: Duplex;
  /** What came of the head; undefined behind it. */
  #head: string | undefined = '';

  constructor(socket: Duplex) {
    super();
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      if (!this.push(this.#checked(chunk))) socket.pause();
    });
    socket.on('end', () => {
      this.push(Buffer.from(this.#head ?? '', 'latin1'));
      this.push(null);
    });
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, encoding, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  /** What may be passed on; empty while a head is not whole. */
  #checked(chunk: Buffer): Buffer {
    if (this.#head === undefined) return chunk;
    let rest = this.#head + chunk.toString('latin1');
    let out = '';
    for (;;) {
      const end = END.exec(rest);
      if (end === null) break;
      const head = rest.slice(0, end.index + end[0].length);
      rest = rest.slice(head.length);
      out += withOneLength(head);
      // 100 Continue and the like: the head of the answer comes after.
      if (/^HTTP\/1\.\d 1\d\d/.test(head)) continue;
      this.#head = undefined;
      return Buffer.from(out + rest, 'latin1');
    }
    const isHead = rest.length <= MAX_HEAD;
    this.#head = isHead ? rest : undefined;
    return Buffer.from(isHead ? out : out + rest, 'latin1');
  }
}
