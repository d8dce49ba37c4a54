import { masked, type Path } from '../schema/index.ts';
import { printable } from '../text/printable.ts';
import { encodeJson } from './json.ts';

/** A value of a configuration as JSON in one line of at most `width` characters, secrets masked. */
export function valueText(value: unknown, path: Path, width = 200): string {
  return printable(encodeJson(masked(value, path)), width);
}

/** The same in lines, a level of the value two columns in. */
export function valueLines(value: unknown, path: Path): readonly string[] {
  return encodeJson(masked(value, path), 2).split('\n');
}
