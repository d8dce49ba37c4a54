import { placesOf, type Edit, type Path } from '../schema/index.ts';
import { Claims } from './jsonc-claims.ts';
import { endOf, JsoncText, type Node, type Replacement } from './jsonc-text.ts';

/** A member that edits put into a container. */
interface Added {
  readonly step: Path[number];
  readonly value: unknown;
}

/** Edits of one text that do not touch each other, made together. */
export class EditRound {
  readonly #source: JsoncText;
  readonly #claims = new Claims();
  readonly #replacements: Replacement[] = [];
  readonly #removed = new Map<Node, Set<Node>>();
  readonly #added = new Map<Node, Added[]>();
  /** What takes the place of a text without a value. */
  #begun: string | undefined;

  constructor(text: string) {
    this.#source = new JsoncText(text);
  }

  /** Takes an edit, unless it touches what one before it has touched: then it is one for the next round. */
  take(edit: Edit): boolean {
    const { root } = this.#source;
    if (root === undefined) return this.#begin(edit);
    const found = this.#placeOf(root, edit);
    if (found === undefined) return !this.#claims.blocks(...placesOf(edit));
    const { container, path, value } = found;
    const last = path.at(-1) ?? '';
    const member = this.#source.memberAt(container, last);
    if ('rename' in edit)
      return member === undefined
        ? !this.#claims.blocks(...placesOf(edit))
        : this.#rename(container, member, edit);
    if (member === undefined && value === undefined) return !this.#claims.blocks(path);
    if (member === undefined) {
      if (!this.#claims.add(path)) return false;
      const added = this.#added.get(container) ?? [];
      added.push({ step: last, value });
      this.#added.set(container, added);
    } else if (value === undefined) {
      if (!this.#claims.remove(path)) return false;
      this.#remove(container, member);
    } else if (this.#claims.set(path)) this.#set(member, value);
    else return false;
    return true;
  }

  /** The text after the edits that were taken. */
  text(): string {
    if (this.#begun !== undefined) return this.#begun;
    for (const [container, members] of this.#removed)
      this.#replacements.push(...this.#removals(container, members));
    for (const [container, added] of this.#added)
      this.#replacements.push(...this.#additions(container, added));
    return this.#source.replaced(this.#replacements);
  }

  /** Where there is no value, an object is made for what is to be set. */
  #begin(edit: Edit): boolean {
    if ('rename' in edit || edit.value === undefined) return this.#begun === undefined;
    const { text, eol } = this.#source;
    const before = text.trim() === '' ? '' : `${text.trimEnd()}${eol}`;
    this.#begun ??= `${before}{}${eol}`;
    return false;
  }

  /** The container that an edit works in, and what it comes to there; undefined where it has nothing to do. */
  #placeOf(root: Node, edit: Edit): { container: Node; path: Path; value: unknown } | undefined {
    let value = 'rename' in edit ? undefined : edit.value;
    let container: Node | undefined = root;
    const { path } = edit;
    if (path.length === 0) return undefined;
    for (let depth = 0; depth < path.length - 1; depth += 1) {
      const inner: Node | undefined = this.#source.valueAt(container, path[depth] ?? '');
      if (inner === undefined) {
        // Nothing to rename or remove there; a value brings the objects that hold it.
        if (value === undefined) return undefined;
        value = path.slice(depth + 1).reduceRight<unknown>((within, step) => ({ [step]: within }), value);
        return isFor(container, path[depth])
          ? { container, path: path.slice(0, depth + 1), value }
          : undefined;
      }
      container = inner;
    }
    return isFor(container, path.at(-1)) ? { container, path, value } : undefined;
  }

  #rename(container: Node, member: Node, edit: Edit & { readonly rename: string }): boolean {
    const name = member.children?.[0];
    if (container.type !== 'object' || name === undefined) return !this.#claims.blocks(...placesOf(edit));
    const other = this.#source.memberAt(container, edit.rename);
    const takes = other !== undefined && other !== member;
    if (!this.#claims.rename(edit.path, edit.rename, takes)) return false;
    if (takes) this.#remove(container, other);
    this.#replacements.push({
      start: name.offset,
      end: endOf(name),
      text: this.#json(edit.rename, '', true),
    });
    return true;
  }

  #remove(container: Node, member: Node): void {
    const members = this.#removed.get(container) ?? new Set();
    this.#removed.set(container, members.add(member));
  }

  #set(member: Node, value: unknown): void {
    const node = member.type === 'property' ? member.children?.[1] : member;
    if (node === undefined) return;
    const { eol } = this.#source;
    const indent = this.#source.indentOf(member.offset);
    for (const comment of this.#source.commentsIn(node.offset, endOf(node))) {
      const words = comment.startsWith('//') ? comment.slice(2).trim() : comment.slice(2, -2).trim();
      const moved =
        indent === undefined ? `/* ${words.replaceAll('*/', '* /')} */ ` : `${comment}${eol}${indent}`;
      this.#replacements.push({ start: member.offset, end: member.offset, text: moved });
    }
    const text = this.#json(value, indent ?? '', indent === undefined);
    this.#replacements.push({ start: node.offset, end: endOf(node), text });
  }

  #additions(container: Node, added: readonly Added[]): Replacement[] {
    const children = container.children ?? [];
    const oneLine = children.length > 0 && this.#source.isOneLine(container);
    const outer = this.#source.indentOfLine(container.offset);
    const lastChild = children.at(-1);
    const { eol, unit } = this.#source;
    const indent =
      (lastChild === undefined ? undefined : this.#source.indentOf(lastChild.offset)) ?? `${outer}${unit}`;
    const members = added.map(({ step, value }) => {
      const written = this.#json(value, indent, oneLine);
      return container.type === 'array' ? written : `${this.#json(String(step), '', true)}: ${written}`;
    });
    const gap = oneLine ? ' ' : `${eol}${indent}`;
    const text = members.map((member) => `${gap}${member}`).join(',');
    if (lastChild === undefined) return this.#firstMembers(container, `${text}${eol}${outer}`);

    const comma = this.#source.commaAfter(endOf(lastChild), endOf(container));
    const end = comma === undefined ? endOf(lastChild) : comma + 1;
    const trailing = comma === undefined ? '' : ',';
    const place = oneLine ? end : this.#source.afterComments(end);
    return [
      ...(comma === undefined ? [{ start: end, end, text: ',' }] : []),
      { start: place, end: place, text: `${text}${trailing}` },
    ];
  }

  #firstMembers(container: Node, text: string): Replacement[] {
    const close = endOf(container) - 1;
    const inside = this.#source.text.slice(container.offset + 1, close);
    const kept = inside.trim() === '' ? '' : inside.trimEnd();
    return [{ start: container.offset + 1, end: close, text: `${kept}${text}` }];
  }

  /** What must go so that members are gone: they, a comma for each, and their lines when nothing is left on them. */
  #removals(container: Node, members: ReadonlySet<Node>): Replacement[] {
    const children = container.children ?? [];
    const gone: Replacement[] = [];
    const last = children.at(-1);
    // Where none follows the last, those at the end leave one too many: that before the first of them.
    let atEnd = last !== undefined && this.#source.commaAfter(endOf(last), endOf(container)) === undefined;
    for (let at = children.length - 1; at >= 0; at -= 1) {
      const member = children[at];
      if (member === undefined) continue;
      const isGone = members.has(member);
      if (isGone) gone.push(...this.#removal(member, children[at + 1]?.offset ?? endOf(container)));
      const following = children[at + 1];
      if (atEnd && !isGone && last !== undefined && following !== undefined)
        gone.push(...this.#commaBetween(member, following, last));
      atEnd &&= isGone;
    }
    return gone;
  }

  /** The comma behind what stays, before all that goes. */
  #commaBetween(kept: Node, first: Node, last: Node): Replacement[] {
    const { text } = this.#source;
    const comma = this.#source.commaAfter(endOf(kept), first.offset);
    if (comma === undefined) return [];
    // `["a", "b"]`: the blank before goes with the comma, unless there is one behind to take instead.
    const isBlank = /^[ \t]*$/.test(text.slice(comma + 1, first.offset));
    const end = isBlank && !/[ \t]/.test(text[endOf(last)] ?? '') ? first.offset : comma + 1;
    return [{ start: comma, end, text: '' }];
  }

  #removal(member: Node, next: number): Replacement[] {
    const { text } = this.#source;
    const end = endOf(member);
    const comma = this.#source.commaAfter(end, next);
    if (comma === undefined) return [this.#source.withWhiteSpace(member.offset, end)];
    if (text.slice(end, comma).trim() === '') return [this.#source.withWhiteSpace(member.offset, comma + 1)];
    return [{ start: comma, end: comma + 1, text: '' }, this.#source.withWhiteSpace(member.offset, end)];
  }

  #json(value: unknown, indent: string, oneLine: boolean): string {
    const { eol, unit } = this.#source;
    // A text inside JSON holds no line break of its own: each one here is layout.
    const lines = JSON.stringify(value, null, unit).split('\n');
    return oneLine ? lines.map((line) => line.trim()).join(' ') : lines.join(`${eol}${indent}`);
  }
}

/** Whether a container has members that a step of this kind leads to. */
function isFor({ type }: Node, step: Path[number] | undefined): boolean {
  return typeof step === 'number' ? type === 'array' : type === 'object';
}
