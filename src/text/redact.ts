const MASK = '•••';
/** Any piece of a secret this long is masked wherever it stands. */
const PIECE = 8;
/** Shorter than this a secret is masked as a whole word only, or it would eat ordinary text. */
const SHORT = 4;
/** A longer secret is covered by the pieces of its first characters and of its end. */
const LONGEST = 16 * 1024;

/** The same as `redactor(secrets)(text)`, for one text. */
export function redact(text: string, secrets: readonly string[]): string {
  return redactor(secrets)(text);
}

/**
 * A function that puts `•••` for every secret, its base64, base64url, URL-encoded, JSON-escaped and hexadecimal
 * forms, and every piece of one of 8 characters or more. Time is linear in the text: pieces are found by their
 * first 8 characters in a set, and what overlaps is masked as one.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = [...new Set(secrets.filter((secret) => secret.trim() !== '').flatMap(formsOf))];
  if (forms.length === 0) return (text) => text;
  const pieces = new Set<string>();
  const whole: string[] = [];
  const words: string[] = [];
  for (const form of forms) {
    if (form.length < SHORT) words.push(form);
    else if (form.length < PIECE) whole.push(form);
    else for (let at = 0; at + PIECE <= form.length; at++) pieces.add(form.slice(at, at + PIECE));
  }
  const short = shortPattern(whole, words);

  return (text) => {
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
