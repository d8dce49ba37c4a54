import { shownName } from '../text/credentials.ts';
import type { Path } from './document.ts';
import { isObject } from '../text/json.ts';

/** `inferenceModels[2].name`: a path as people write it. A name that may be a secret is masked, so this is for texts, never for comparing. */
export function pathText(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') {
      text += `[${step}]`;
      continue;
    }
    const name = shownName(step);
    if (text === '') text = name;
    else text += /^[A-Za-z_$][\w$-]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
  }
  return text;
}

/** A path and what stands below it. Exactly as long as it is: the engine keeps room for 17 more steps in a list that is spread into another. */
export function joinPath(path: Path, ...steps: Path): Path {
  return path.concat(steps);
}

/** What tells one path from another. */
export function pathId(path: Path): string {
  return JSON.stringify(path);
}

/** The value at a path, or undefined. Reads own members only. */
export function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (current === null || typeof current !== 'object' || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}

/** The value as an object with named members; undefined for anything else. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isObject(value) ? value : undefined;
}
