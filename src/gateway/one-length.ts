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
  /** What came of a head that is not whole, in pieces, so that a head of single bytes costs no more than another. */
  #pieces: string[] = [];
  #length = 0;
  /** The last characters of it, with which its end may begin. */
  #tail = '';
  #isBehind = false;

  constructor(socket: Duplex) {
    super();
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      if (!this.push(this.#isBehind ? chunk : this.#checked(chunk))) socket.pause();
    });
    socket.on('end', () => {
      this.push(this.#taken());
      this.push(null);
    });
    socket.on('error', (error) => this.destroy(error));
    // Behind its end there may be something that nobody has read yet.
    socket.on('close', () => {
      if (!socket.readableEnded) this.destroy();
    });
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
    let rest = chunk.toString('latin1');
    let out = '';
    while (END.test(this.#tail + rest)) {
      const text = this.#taken().toString('latin1') + rest;
      const end = END.exec(text);
      const head = text.slice(0, (end?.index ?? 0) + (end?.[0].length ?? 0));
      rest = text.slice(head.length);
      out += withOneLength(head);
      // 100 Continue and the like: the head of the answer comes after.
      if (/^HTTP\/1\.\d 1\d\d/.test(head)) continue;
      this.#isBehind = true;
      return Buffer.from(out + rest, 'latin1');
    }
    this.#pieces.push(rest);
    this.#length += rest.length;
    this.#tail = (this.#tail + rest).slice(-3);
    if (this.#length <= MAX_HEAD) return Buffer.from(out, 'latin1');
    this.#isBehind = true;
    return Buffer.concat([Buffer.from(out, 'latin1'), this.#taken()]);
  }

  /** The pieces, which are held no longer. */
  #taken(): Buffer {
    const whole = Buffer.from(this.#pieces.join(''), 'latin1');
    this.#pieces = [];
    this.#length = 0;
    this.#tail = '';
    return whole;
  }
}
