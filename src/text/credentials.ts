import { withoutHidden } from './hidden.ts';

/*
 * What a credential looks like, wherever it stands: the last check, behind everything that knows where secrets stand
 * (`schema/show.ts`). Pure functions of one text, linear in it.
 */

import { lazily } from './lazily.ts';
import { MASK } from './mask.ts';

/** Known prefixes of API keys and tokens, and JWTs. */
const CREDENTIAL = String.raw`(?:sk-[\w-]{8,}|sk_[\w-]{8,}|pk-[\w-]{16,}|gh[pousr]_\w{16,}|github_pat_\w{16,}|xox[abpr]-[\w-]{8,}|AKIA\w{12,}|AIza[\w-]{20,}|eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?|dapi\w{16,}|glpat-[\w-]{12,}|ya29\.[\w-]{16,})`;
const WHOLE_CREDENTIAL = new RegExp(`^(?:(?:Bearer|Basic)\\s+)?${CREDENTIAL}$`);
const SOME_CREDENTIAL = new RegExp(`(?<![\\w-])${CREDENTIAL}`, 'g');

/** Whether the text is a credential by its looks, wherever it stands. */
export function looksLikeCredential(text: string): boolean {
  return WHOLE_CREDENTIAL.test(text.trim());
}

/** A run of the characters of base64 and base64url that is long enough for a key. */
const RUN = /(?<![A-Za-z0-9+_-])[A-Za-z0-9+_-]{16,}={0,2}/g;
/** Letters and digits that may be such a part, without the padding at its end: most texts have none. */
const LONG_PART = /(?<![A-Za-z0-9+])(?=[A-Za-z+]*[0-9])[A-Za-z0-9+]{14}/;
/** Longer than any name that people give, or part of a UUID; a key has no hyphens in it, or few. */
const RANDOM_PART = 16;

/** Whether a run of letters and digits is random: long and mixed. */
function looksRandom(run: string): boolean {
  return run
    .split(/[-_]/)
    .some(
      (part) =>
        part.length >= RANDOM_PART &&
        (part.match(/[0-9]/g)?.length ?? 0) >= 2 &&
        (part.match(/[A-Za-z]/g)?.length ?? 0) >= 4,
    );
}

/** The text with everything masked that looks like a credential: for names and values that nobody expects to be one. */
export function withoutCredentials(text: string): string {
  const masked = text.replace(SOME_CREDENTIAL, MASK);
  return LONG_PART.test(masked) ? masked.replace(RUN, (run) => (looksRandom(run) ? MASK : run)) : masked;
}

/** What follows a scheme and is no word of a sentence. */
const SCHEMED = /\b(Bearer|Basic)\s+(?:(?=[^\s"',;&]*\d)[^\s"',;&]{8,}|[^\s"',;&]{16,})/gi;

/** The text without what is a credential beyond doubt: for messages of every kind, file names in them. */
export function withoutKnownCredentials(text: string): string {
  return text.replace(SCHEMED, `$1 ${MASK}`).replace(SOME_CREDENTIAL, MASK);
}

/** `name=value`, `name: value`, `Bearer value` in running text, where the name says that the value is secret. */
const NAMED =
  /((?:api[-_]?key|token|secret|passw(?:or)?d|credential|authorization|signature|\bsig)["']?\s*[:=]\s*)(?:(?:Bearer|Basic)\s+)?[^\s"',;&]+|((?:\bBearer|\bBasic)\s+)[^\s"',;&]{4,}/gi;
const USERINFO = /(\/\/)[^\s/@]*@/g;

/** Text for people, in which somebody may have quoted a credential all the same: what looks like one is masked, with its context. */
export function proseWithoutCredentials(text: string): string {
  return withoutCredentials(
    text
      .replace(
        NAMED,
        (_whole, named: string | undefined, scheme: string | undefined) => `${named ?? scheme ?? ''}${MASK}`,
      )
      .replace(USERINFO, `$1${MASK}@`),
  );
}

/** Most names are these letters alone. */
const ORDINARY_NAME = /^\w{1,100}$/;
const plainName = lazily(() => /^[\p{L}\p{N}_$*./@ +()[\]-]{1,100}(?::\d{1,4}|\([a-z]+:[\w.*/-]{1,80}\))?$/u);

/**
 * A name from a file as it may be shown: of a key, a member, a header. A whole header line or an address where a
 * name should be (`X-Api-Key: …`) is no name, and is masked as a whole. Characters that nobody sees are left out.
 */
export function shownName(name: string): string {
  if (name === '') return name;
  if (ORDINARY_NAME.test(name) || plainName().test(name)) return withoutCredentials(name);
  const seen = withoutHidden(name);
  return seen !== name && plainName().test(seen) ? withoutCredentials(seen) : MASK;
}
