import { isLoopback } from './loopback.ts';
import { lazily } from './lazily.ts';
import { MASK } from './mask.ts';
import { isPlain } from './plain.ts';
import { printable } from './printable.ts';

/** Any piece of a secret this long is masked wherever it stands. */
const PIECE = 8;
/** Shorter than this a secret is masked as a whole word only, or it would hide ordinary text. */
const SHORT = 4;
/** A longer secret is covered by the pieces of its first characters and of its end. */
const LONGEST = 16 * 1024;

/** The same as `redactor(secrets)(text)`, for one text. */
export function redact(text: string, secrets: readonly string[]): string {
  return redactor(secrets)(text);
}

/**
 * A function that puts `••••` for every secret, its base64, base64url, URL-encoded, JSON-escaped and hexadecimal
 * forms, and every piece of one of 8 characters or more. Time is linear in the text: pieces are found by their
 * first 8 characters in a set, and what overlaps is masked as one.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const pieces = new Set<string>();
  const whole: string[] = [];
  const words: string[] = [];
  const taken = new Set<string>();
  const opaque: string[] = [];
  for (const secret of new Set(secrets)) {
    const address = addressParts(secret.trim());
    // The words of an address are everybody's: only what may be secret in it is looked for in pieces.
    if (address === undefined) opaque.push(secret);
    else {
      whole.push(...address.whole);
      opaque.push(...address.secret);
    }
  }
  for (const form of opaque.filter((secret) => secret.trim() !== '').flatMap(formsOf)) {
    if (taken.has(form)) continue;
    taken.add(form);
    if (form.length < SHORT) words.push(form);
    else if (form.length < PIECE) whole.push(form);
    else for (let at = 0; at + PIECE <= form.length; at++) pieces.add(form.slice(at, at + PIECE));
  }
  if (pieces.size === 0 && whole.length === 0 && words.length === 0) return (text) => text;
  const short = shortPattern(whole, words);

  const masked = (text: string): string => {
    let out = '';
    let copied = 0;
    let at = 0;
    let maskedTo = -1;
    while (at + PIECE <= text.length && pieces.size > 0) {
      if (!pieces.has(text.slice(at, at + PIECE))) {
        at += 1;
        continue;
      }
      if (at > maskedTo) out += text.slice(copied, at) + MASK;
      maskedTo = at + PIECE;
      copied = maskedTo;
      at += 1;
    }
    out += text.slice(copied);
    return short === undefined ? out : out.replace(short, MASK);
  };
  return (text) => {
    const once = masked(text);
    if (isPlain(once)) return once;
    // Characters that nobody sees, between those of a secret, hide it from a search and from no reader.
    const seen = once.replace(unseen(), '');
    const twice = masked(seen);
    return twice === seen ? once : twice;
  };
}

const unseen = lazily(() => /\p{DI}/gu);

/** An address taken apart: what is masked as it stands, and what is masked in every form and piece. */
interface AddressParts {
  readonly whole: readonly string[];
  readonly secret: readonly string[];
}

/** A path piece this long is no word of an API. */
const LONG_PIECE = 12;

function addressParts(text: string): AddressParts | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const rest = text.replace(/^https?:\/\//i, '').replace(/\/+$/, '');
  const secret = [
    ...[url.username, url.password].flatMap((one) => [one, decoded(one)]),
    ...url.searchParams.values(),
    ...[...url.searchParams.keys()].filter((name) => name.length >= LONG_PIECE),
    url.hash.slice(1),
    ...url.pathname.split('/').filter((piece) => piece.length >= LONG_PIECE || /\d.*\d/.test(piece)),
  ].filter((one) => one.length >= SHORT);
  const loopback = isLoopback(url.hostname);
  const path = url.pathname === '/' ? [] : [url.host + url.pathname];
  return {
    whole: [text, rest, ...path, ...(loopback ? [] : [url.host, url.hostname])].filter(
      (one) => one.length >= SHORT,
    ),
    secret,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A redactor that learns secrets as it goes. */
interface Concealer {
  /** From now on these are masked. */
  readonly conceal: (secrets: readonly string[]) => void;
  readonly redact: (text: string) => string;
}

/** A word of letters alone; such a key or header value stands in sentences of every kind. */
const PLAIN_WORD = /^[A-Za-z][A-Za-z_-]{0,18}$/;

/**
 * The values that are masked wherever they stand, in our own words too: addresses and plain words are not among them,
 * or the mask would hide host names, routes and sentences. Text from outside is masked before it gets into one.
 */
export function concealable(secrets: readonly string[]): readonly string[] {
  return secrets.filter((secret) => !PLAIN_WORD.test(secret.trim()) && !isAddress(secret.trim()));
}

/** An http address that carries neither user name nor query. */
function isAddress(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { username, password, search, hash } = new URL(text);
  return username === '' && password === '' && search === '' && hash === '';
}

/** Knows nothing yet; what is concealed later is masked in every text that passes from then on. */
export function concealer(): Concealer {
  const known = new Set<string>();
  let redact: ((text: string) => string) | undefined;
  return {
    conceal(secrets) {
      for (const secret of secrets) known.add(secret);
      redact = undefined;
    },
    redact: (text) => (known.size === 0 ? text : (redact ??= redactor([...known]))(text)),
  };
}

/** Shorter texts inside a JSON value are words and numbers. */
const TELLING = 6;

/**
 * What has to be masked of a value that came in by a reference or from a helper: the value, without a scheme in
 * front; of JSON, the texts inside, because its brackets and commas are those of every report.
 */
export function secretParts(value: string): readonly string[] {
  const text = value.trim();
  if (/^[[{]/.test(text)) return textsInJson(text) ?? [text];
  const bare = /^(?:bearer|basic|token)\s+(\S.*)$/i.exec(text)?.[1];
  return bare === undefined ? [text] : [bare];
}

function textsInJson(text: string): readonly string[] | undefined {
  const found: string[] = [];
  try {
    JSON.parse(text, (_name, value: unknown) => {
      if (typeof value === 'string' && value.length >= TELLING) found.push(value);
      return value;
    });
    return found;
  } catch {
    return undefined;
  }
}

function formsOf(given: string): string[] {
  const trimmed = given.trim();
  const secret =
    trimmed.length <= LONGEST ? trimmed : trimmed.slice(0, LONGEST / 2) + trimmed.slice(-LONGEST / 2);
  if (secret.length < SHORT) return [secret];
  const bytes = Buffer.from(secret, 'utf8');
  return [
    secret,
    ...base64Forms(bytes),
    encode(secret),
    encode(secret).replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
    encode(secret).replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    ...(isPlain(secret) ? [] : [secret.replace(unseen(), '')].filter((form) => form.length >= SHORT)),
    // As it comes out of `printable()`: a sequence for the terminal inside must not hide it.
    ...[printable(secret, secret.length)].filter((form) => form.length >= SHORT),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
}

/** base64 of the secret wherever it begins in what was encoded (`user:secret`): three alignments, sure characters only. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const coded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // Characters that hold bits of a neighbour differ with the neighbour.
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor(((offset + bytes.length) * 8) / 6);
    const sure = coded.slice(first, last);
    return sure.length < PIECE ? [] : [sure, sure.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function encode(secret: string): string {
  try {
    return encodeURIComponent(secret);
  } catch {
    return secret; // a lone surrogate
  }
}

function shortPattern(whole: readonly string[], words: readonly string[]): RegExp | undefined {
  const quote = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const parts = [
    ...whole.toSorted((a, b) => b.length - a.length).map(quote),
    ...words.map((word) => String.raw`(?<![\p{L}\p{N}_])${quote(word)}(?![\p{L}\p{N}_])`),
  ];
  return parts.length === 0 ? undefined : new RegExp(parts.join('|'), 'gu');
}
