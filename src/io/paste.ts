/** What Node's readline tells of a key. */
interface Key {
  readonly name?: string | undefined;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
}

/** So many characters in one piece are no typing. */
const PASTE = 8;
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
 * instead of once a character, which for a long key is a hundred megabytes of output. Gives back how to undo it.
 */
export function joinPastes(input: NodeJS.ReadableStream): () => void {
  const own = Object.getOwnPropertyDescriptor(input, 'emit');
  const emit = input.emit.bind(input);
  let held: (readonly [text: string, key: Key])[] = [];
  const flush = (): void => {
    const keys = held;
    held = [];
    if (keys.length < PASTE) for (const [text, key] of keys) emit('keypress', text, key);
    else {
      const text = keys.map(([one]) => one).join('');
      emit('keypress', text, { sequence: text, name: undefined, ctrl: false, meta: false, shift: false });
    }
  };
  input.emit = (event: string | symbol, ...values: unknown[]): boolean => {
    if (event !== 'keypress') return emit(event, ...values);
    const [text, key] = values as [string | undefined, Key];
    if (text !== undefined && isCharacter(text, key)) {
      if (held.length === 0) setImmediate(flush);
      held.push([text, key]);
      return true;
    }
    flush();
    return emit(event, ...values);
  };
  return () => {
    flush();
    if (own === undefined) delete (input as { emit?: unknown }).emit;
    else Object.defineProperty(input, 'emit', own);
  };
}

function isCharacter(text: string, key: Key): boolean {
  // eslint-disable-next-line no-control-regex -- these are what a character is not
  if (/[\u0000-\u001F\u007F]/.test(text) || key.ctrl === true || key.meta === true) return false;
  return key.name === undefined || !ACTING.has(key.name);
}
