/** What Node's readline tells of a key. */
interface Key {
  readonly name?: string | undefined;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
}

/** So many characters in one piece are no typing. */
const PASTE = 8;
/** A marked paste whose end never comes, is over this long after its last character. */
const LOST_END_MS = 400;
/** Keys that lists and lines act on, although they have a character. */
const ACTING: ReadonlySet<string> = new Set([
  'return',
  'enter',
  'tab',
  'backspace',
  'delete',
  'escape',
  'space',
]);

/**
 * Makes of a pasted text one key press: readline puts it into the line as a whole, and the question is drawn once
 * instead of once a character, which for a long key is a hundred megabytes of output. Line breaks of a paste answer
 * nothing: where the terminal marks pastes, the last is left out and others are blanks; where it does not, what comes
 * in one piece after Enter is dropped. Gives back how to undo it.
 */
export function joinPastes(input: NodeJS.ReadableStream): () => void {
  const own = Object.getOwnPropertyDescriptor(input, 'emit');
  const emit = input.emit.bind(input);
  let held: (readonly [text: string, key: Key])[] = [];
  /** What a marked paste has brought so far. */
  let pasted: string | undefined;
  let lostEnd: NodeJS.Timeout | undefined;
  let ignoring = false;
  const pressAll = (text: string): void => {
    if (text !== '')
      emit('keypress', text, { sequence: text, name: undefined, ctrl: false, meta: false, shift: false });
  };
  const flush = (): void => {
    const keys = held;
    held = [];
    if (keys.length < PASTE) for (const [text, key] of keys) emit('keypress', text, key);
    else pressAll(keys.map(([one]) => one).join(''));
  };
  const endPaste = (): void => {
    clearTimeout(lostEnd);
    const text = pasted ?? '';
    pasted = undefined;
    pressAll(oneLine(text));
  };
  input.emit = (event: string | symbol, ...values: unknown[]): boolean => {
    if (event !== 'keypress') return emit(event, ...values);
    const [text, key] = values as [string | undefined, Key];
    if (key.name === 'paste-start') {
      flush();
      pasted = '';
      return true;
    }
    if (pasted !== undefined) {
      if (key.name === 'paste-end') endPaste();
      else {
        pasted += text ?? '';
        clearTimeout(lostEnd);
        lostEnd = setTimeout(endPaste, LOST_END_MS);
      }
      return true;
    }
    if (key.name === 'paste-end') return true;
    if (ignoring && key.ctrl !== true) return true;
    if (text !== undefined && isCharacter(text, key)) {
      if (held.length === 0) setImmediate(flush);
      held.push([text, key]);
      return true;
    }
    flush();
    if (key.name === 'return' || key.name === 'enter') {
      ignoring = true;
      setImmediate(() => {
        ignoring = false;
      });
    }
    return emit(event, ...values);
  };
  return () => {
    flush();
    clearTimeout(lostEnd);
    if (own === undefined) delete (input as { emit?: unknown }).emit;
    else Object.defineProperty(input, 'emit', own);
  };
}

/** A pasted text for one line: without the line break at its end, others and tabs as blanks, no control characters. */
function oneLine(text: string): string {
  return (
    text
      .replace(/[\r\n]+$/, '')
      .replace(/\r\n|[\r\n\t]/g, ' ')
      // eslint-disable-next-line no-control-regex -- these are what a line does not hold
      .replace(/[\u0000-\u001F\u007F-\u009F]/g, '')
  );
}

function isCharacter(text: string, key: Key): boolean {
  // eslint-disable-next-line no-control-regex -- these are what a character is not
  if (/[\u0000-\u001F\u007F]/.test(text) || key.ctrl === true || key.meta === true) return false;
  return key.name === undefined || !ACTING.has(key.name);
}
