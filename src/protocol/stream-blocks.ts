import { type Json } from './message-shape.ts';
import {
  closeBlock,
  deltaPart,
  kindOf,
  openBlock,
  type OpenBlock,
  type StreamBlock,
} from './stream-block.ts';
import { BLOCK_STEPS, type BlockEvent } from './stream-machine.ts';
import type { StreamProblemCode } from './stream-problems.ts';
import { isObject } from '../text/json.ts';

/** Takes a problem; without `line` it is about the event that is being read. */
type Complain = (code: StreamProblemCode, text: string, line?: number) => void;

/** The content blocks of one stream: which are open, which deltas belong to which, in the order of their starts. */
export class StreamBlocks {
  readonly #add: Complain;
  readonly #blocks = new Map<number, OpenBlock>();
  readonly #order: OpenBlock[] = [];
  /** Blocks whose deltas came and whose start did not: index -> line of the first delta. */
  readonly #orphans = new Map<number, number>();
  readonly #deltaTimes: number[] = [];
  #lastStopped: number | undefined;

  constructor(add: Complain) {
    this.#add = add;
  }

  /** Arrival of each delta so far, milliseconds from the start of the request. */
  get deltaTimes(): readonly number[] {
    return this.#deltaTimes;
  }

  /** Index of the block that stopped last. */
  get lastStopped(): number | undefined {
    return this.#lastStopped;
  }

  #step(block: OpenBlock, event: BlockEvent): void {
    const { next, problem } = BLOCK_STEPS[block.state][event];
    if (problem !== undefined) this.#add(problem, WRONG_BLOCK[problem]?.(block.index) ?? event);
    block.state = next;
  }

  /** `content_block_start`. */
  start(data: Json, line: number): void {
    const index = this.#index(data) ?? 0;
    const block = data.content_block;
    if (!isTyped(block)) {
      this.#add('block-broken', 'content_block_start holds no content_block with a type');
      return;
    }
    const earlier = this.#blocks.get(index);
    if (earlier !== undefined) {
      this.#step(earlier, 'start');
      // As the engine does: what was gathered under this index is replaced.
      Object.assign(earlier, { ...openBlock(index, block, earlier.line), state: earlier.state });
      return;
    }
    if (this.#order.some((other) => other.state !== 'closed')) {
      this.#add('block-interleaved', `block ${index} starts before the one before it has stopped`);
    }
    if (index !== this.#order.length) {
      this.#add('index-gap', `block ${index} comes where index ${this.#order.length} is due`);
    }
    const opened = openBlock(index, block, line);
    if (this.#orphans.delete(index)) {
      opened.state = 'orphan';
      this.#step(opened, 'start');
    }
    this.#blocks.set(index, opened);
    this.#order.push(opened);
  }

  /** `content_block_delta`; `at` is its arrival, milliseconds from the start of the request. */
  delta(data: Json, at: number, line: number): void {
    const index = this.#index(data) ?? 0;
    this.#deltaTimes.push(at);
    const block = this.#blocks.get(index);
    if (block === undefined) {
      if (!this.#orphans.has(index)) this.#orphans.set(index, line);
      return;
    }
    // An empty delta adds nothing, wherever it comes.
    const late =
      block.state === 'closed' && isTyped(data.delta) ? deltaPart(block.type, data.delta) : undefined;
    if (late !== undefined && late !== 'foreign' && late.text === '') return;
    const isLate = block.state === 'closed';
    this.#step(block, 'delta');
    if (isLate) return;
    if (!isTyped(data.delta)) {
      this.#add('delta-broken', `a delta of block ${index} has no type`);
      return;
    }
    const { delta } = data;
    if (delta.type === 'signature_delta' && typeof delta.signature === 'string') {
      block.signature += delta.signature;
    }
    const part = deltaPart(block.type, delta);
    if (part === 'foreign') {
      this.#add('delta-kind', `block ${index} is ${kindOf(block.type)}, but its delta is of another kind`);
      return;
    }
    if (part === undefined) return;
    block.deltas += 1;
    if (part.text === '') return;
    const last = block.parts.at(-1);
    if (last !== undefined && !(part.text.length > last.length && part.text.startsWith(last))) {
      block.cumulative = false;
    }
    block.parts.push(part.text);
  }

  /** `content_block_stop`. */
  stop(data: Json, line: number): void {
    const index = this.#index(data) ?? 0;
    const block = this.#blocks.get(index);
    if (block === undefined) {
      if (typeof data.index === 'number' && !this.#orphans.has(index))
        this.#add('stop-without-block', `content_block_stop names block ${index}, which never starts`);
      return;
    }
    this.#step(block, 'stop');
    block.endLine ??= line;
    this.#lastStopped = index;
  }

  #index(data: Json): number | undefined {
    if (typeof data.index === 'number' && Number.isInteger(data.index) && data.index >= 0) return data.index;
    this.#add('index-missing', 'a content block event has no index');
    return undefined;
  }

  /** What the blocks came to. `complete`: the stream went on to its end, so an open block is a fault and no cut. */
  finish(complete: boolean): readonly StreamBlock[] {
    for (const [index, line] of this.#orphans)
      this.#add('delta-without-block', `a delta belongs to block ${index}, which never starts`, line);
    return this.#order.map((block) => closeBlock(block, complete, this.#add));
  }
}

/** The words for a step of a block that the table calls wrong. */
const WRONG_BLOCK: Partial<Record<StreamProblemCode, (index: number) => string>> = {
  'block-repeated': (index) => `block ${index} starts twice`,
  'block-reset': (index) => `block ${index} starts again after its deltas, which clients then drop`,
  'delta-before-block': (index) => `a delta of block ${index} came before its start`,
  'delta-after-stop': (index) => `block ${index} goes on after its stop`,
};

function isTyped(block: unknown): block is Json & { readonly type: string } {
  return isObject(block) && typeof block.type === 'string';
}
