import { fail, ok, UserError, type Outcome } from '../errors.ts';
import { editJsonc } from '../exporters/jsonc-edit.ts';
import { json } from '../importers/json.ts';
import { encodeText } from '../importers/text.ts';
import type { Io } from '../io/io.ts';
import { holdsSecret, validate, type Document, type Edit } from '../schema/index.ts';
import { printable } from '../text/printable.ts';
import { chainMemory } from './chain-memory.ts';
import { withBases } from './load-chain.ts';
import { refuseChanged } from './unchanged.ts';
import { readBase } from './read-alone.ts';
import { realPath } from './real-path.ts';

/** A file as it was read. */
interface Before {
  readonly name: string;
  readonly text: string;
  readonly form: Document['json'];
}

type Base = Outcome<Document, { readonly clause: string }>;

/** A JSON file with its bases, each of which can be edited; nothing is written before `write`. */
export class EditableChain {
  /** The file as it was named. */
  readonly file: string;
  readonly #io: Io;
  /** Each file by its full path, as it would be written. */
  readonly #files = new Map<string, Base>();
  /** The texts of what was edited, as they were read. */
  readonly #before = new Map<string, Before>();
  #document: Document;

  private constructor(file: string, document: Document, io: Io) {
    this.file = file;
    this.#io = io;
    this.#document = document;
    this.#files.set(this.#full(file), ok(document));
  }

  /** Reads the bases of a document that was read alone. */
  static async open(file: string, document: Document, io: Io): Promise<EditableChain> {
    const chain = new EditableChain(file, document, io);
    await chain.#compose();
    return chain;
  }

  /** What file and bases come to, after all edits so far. */
  get document(): Document {
    return this.#document;
  }

  /** A file of the chain alone, as it would be written. */
  alone(name: string): Document | undefined {
    const base = this.#files.get(this.#full(name));
    return base?.ok === true ? base.value : undefined;
  }

  /** The files that were edited, bases first. */
  get edited(): readonly string[] {
    const order = [...(this.#document.chain?.files.keys() ?? [this.file])];
    return order.filter((name) => this.#before.has(this.#full(name)));
  }

  /** Makes edits in the files that are named, and lays them over each other anew. */
  async edit(edits: ReadonlyMap<string, readonly Edit[]>): Promise<void> {
    for (const [name, some] of edits) {
      const document = this.alone(name);
      if (document?.text === undefined || some.length === 0) continue;
      const text = editJsonc(document.text, some);
      const decoded = json.decode(Buffer.from(text));
      if (!decoded.ok) throw new Error('what was edited does not read as JSON');
      const full = this.#full(name);
      if (!this.#before.has(full)) this.#before.set(full, { name, text: document.text, form: document.json });
      const { file } = document;
      this.#files.set(full, ok({ ...decoded.value, ...(file === undefined ? {} : { file }) }));
    }
    await this.#compose();
  }

  /** Writes what was edited, bases first. A file that changed since it was read is left alone, and so are all others. */
  async write(): Promise<void> {
    const edited = this.edited;
    for (const name of edited) await refuseChanged(name, this.#before.get(this.#full(name))?.text, this.#io);
    for (const name of edited) {
      const document = this.alone(name);
      const secret = document !== undefined && holdsSecret(validate(document).settings);
      const written = await this.#io.writeFile(
        name,
        encodeText(document?.text ?? '', this.#before.get(this.#full(name))?.form),
        {
          secret,
        },
      );
      if (!written.ok) throw new UserError(`${printable(name, 300)} ${written.failure.message}.`);
    }
  }

  async #compose(): Promise<void> {
    const own = this.alone(this.file);
    if (own === undefined) return;
    this.#document = await withBases(this.file, own, {
      cwd: this.#io.cwd,
      identify: (name) => this.#io.identify(name),
      memory: chainMemory(),
      read: async (name): Promise<Base> => {
        const full = this.#full(name);
        const known = this.#files.get(full) ?? (await readBase(name, this.#io));
        this.#files.set(full, known);
        return known.ok ? known : fail(known.failure);
      },
    });
  }

  /** One file has one text, by whatever name the chain comes to it. */
  #full(name: string): string {
    return realPath(name, this.#io);
  }
}
