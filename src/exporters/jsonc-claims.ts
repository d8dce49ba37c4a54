import type { Path } from '../schema/index.ts';

/** What the edits of a round have to do with a place. */
interface Claim {
  /** Most places have nothing claimed inside. */
  inside: Map<Path[number], Claim> | undefined;
  /** An edit sets, removes or renames what stands here, or waits to. */
  whole: boolean;
  /** What edits do to the number and names of the members; `waits`: one is for the next round. */
  members: 'remove' | 'add' | 'waits' | undefined;
  /** Of a list: the place of the last item that was removed. What is before it has not moved. */
  lowest: number;
  /** An edit of something inside is for the next round. */
  waits: boolean;
}

/**
 * Says which edits can be made together: those in whose result it makes no difference that they are made at once. Edits
 * that cannot wait for the next round, and so does all that comes after them and touches the same.
 */
export class Claims {
  readonly #root = newClaim();

  /** Whether an edit that changes nothing would have to wait to be sure of it. */
  blocks(...paths: readonly Path[]): boolean {
    if (paths.every((path) => this.#isFree(path))) return false;
    for (const path of paths) this.#wait(path);
    return true;
  }

  set(path: Path): boolean {
    if (!this.#isFree(path)) return !this.#wait(path);
    this.#take(path);
    return true;
  }

  remove(path: Path): boolean {
    const holder = this.#isFree(path) ? this.#claim(path.slice(0, -1)) : undefined;
    if (holder === undefined || !canRemove(holder, path.at(-1))) return !this.#wait(path);
    this.#take(path);
    noteRemoval(holder, path.at(-1));
    return true;
  }

  add(path: Path): boolean {
    const holder = this.#isFree(path) ? this.#claim(path.slice(0, -1)) : undefined;
    if (holder === undefined || (holder.members !== undefined && holder.members !== 'add'))
      return !this.#wait(path);
    this.#take(path);
    holder.members = 'add';
    return true;
  }

  /** `takes`: a member of the new name has to go. */
  rename(path: Path, name: string, takes: boolean): boolean {
    const renamed = [...path.slice(0, -1), name];
    const holder = this.#isFree(path) && this.#isFree(renamed) ? this.#claim(path.slice(0, -1)) : undefined;
    if (holder === undefined || (takes && !canRemove(holder, name))) {
      this.#wait(path);
      return !this.#wait(renamed);
    }
    this.#take(path);
    this.#take(renamed);
    if (takes) noteRemoval(holder, name);
    return true;
  }

  /** Nothing around, at or inside the place is claimed, and its steps still lead to it. */
  #isFree(path: Path): boolean {
    let claim: Claim | undefined = this.#root;
    for (const step of path) {
      if (claim.whole) return false;
      // What stands behind an item that was removed has moved, or will have.
      if (typeof step === 'number' && (isUnsettled(claim) || step >= claim.lowest)) return false;
      claim = claim.inside?.get(step);
      if (claim === undefined) return true;
    }
    return !claim.whole && claim.inside === undefined;
  }

  #take(path: Path): void {
    this.#claim(path).whole = true;
  }

  /** True, for the edit waits. */
  #wait(path: Path): boolean {
    let claim = this.#root;
    claim.waits = true;
    for (const step of path.slice(0, -1)) {
      claim = inner(claim, step);
      claim.waits = true;
    }
    // In the end it may add a member, and those that come after it are added after it.
    claim.members = 'waits';
    this.#take(path);
    return true;
  }

  #claim(path: Path): Claim {
    let claim = this.#root;
    for (const step of path) claim = inner(claim, step);
    return claim;
  }
}

/** Whether the places of a list may still change. */
function isUnsettled({ members }: Claim): boolean {
  return members === 'add' || members === 'waits';
}

function newClaim(): Claim {
  return { inside: undefined, whole: false, members: undefined, lowest: Infinity, waits: false };
}

function inner(claim: Claim, step: Path[number]): Claim {
  const known = claim.inside?.get(step);
  if (known !== undefined) return known;
  const made = newClaim();
  (claim.inside ??= new Map<Path[number], Claim>()).set(step, made);
  return made;
}

/** From a list only what stands before all that is gone, and nothing that would move an edit that waits. */
function canRemove({ members, lowest, waits }: Claim, step: Path[number] | undefined): boolean {
  if (members !== undefined && members !== 'remove') return false;
  return typeof step !== 'number' || (step < lowest && !waits);
}

function noteRemoval(holder: Claim, step: Path[number] | undefined): void {
  holder.members = 'remove';
  if (typeof step === 'number') holder.lowest = step;
}
