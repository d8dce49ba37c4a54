import { encodeJson } from './json.ts';

/** Characters of a piece, about: enough to make a write worth while, little enough to hold a hundred of them. */
const PIECE_LENGTH = 65_536;

/** The same text in pieces of some length: a whole report of a large input is never in memory. */
export function* inPieces(texts: Iterable<string>): Generator<string> {
  let piece: string[] = [];
  let length = 0;
  for (const text of texts) {
    piece.push(text);
    length += text.length;
    if (length < PIECE_LENGTH) continue;
    yield piece.join('');
    piece = [];
    length = 0;
  }
  if (length > 0) yield piece.join('');
}

/**
 * The report of a command as `encodeJson(members, 2)` writes it, in pieces and with a line end. Rows may be made while
 * they are written: a member that is no array but can be iterated is written as the array of what it gives.
 */
export function jsonPieces(members: Readonly<Record<string, unknown>>): Generator<string> {
  return inPieces(jsonTexts(members));
}

function* jsonTexts(members: Readonly<Record<string, unknown>>): Generator<string> {
  let before = '{';
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) continue;
    yield `${before}\n  ${encodeJson(name)}: `;
    before = ',';
    if (typeof value === 'object' && value !== null && Symbol.iterator in value)
      yield* rows(value as Iterable<unknown>);
    else yield indented(value, '  ');
  }
  yield before === '{' ? '{}\n' : '\n}\n';
}

function* rows(values: Iterable<unknown>): Generator<string> {
  let before = '[';
  for (const value of values) {
    yield `${before}\n    ${indented(value, '    ')}`;
    before = ',';
  }
  yield before === '[' ? '[]' : '\n  ]';
}

/** Line ends inside a text are escaped in JSON: each that is found stands between members. */
function indented(value: unknown, indent: string): string {
  return encodeJson(value, 2).replaceAll('\n', `\n${indent}`);
}
