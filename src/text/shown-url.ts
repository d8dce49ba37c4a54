import { withoutCredentials } from './credentials.ts';
import { lazily } from './lazily.ts';
import { MASK } from './mask.ts';

/*
 * An address as it may be shown. Only what surely is no secret stays: scheme, host, port, and path pieces that look
 * like words. Pure; linear in the text.
 */

/** `\uE000` stands for a reference, which the caller puts in and takes out again; `\u2022` is what masked text is made of. */
const plainUrl = lazily(
  () =>
    /^([a-z][a-z0-9+.-]*:\/\/)((?:[\p{L}\p{N}\uE000\uE001\u2022._*-]|%[0-9a-f]{2})+|\[[0-9a-f:.]+\])?(:[\d*\uE000\uE001]+)?(\/[^?#@\\\s]*)?(\?[^#@]*)?(#.*)?$/iu,
);
/** A host without scheme, with or without a port, as people write it. */
const bareHost = lazily(
  () =>
    /^([\p{L}\p{N}\uE000\uE001\u2022_*-]+(?:\.[\p{L}\p{N}\uE000\uE001\u2022_*-]+)*\.?)(:\d{1,5})?(\/[\p{L}\p{N}._*/\uE000\uE001-]*)?$/u,
);
/** What may stand after the @ of an address and be shown: a host that has a dot or a port, or is the machine itself. */
const hostAfterAt = lazily(
  () =>
    /^((?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]+|[\p{L}\p{N}.-]+(?=:\d)|localhost|\[[0-9a-f:.]+\])(:\d{1,5})?(\/[\p{L}\p{N}._/-]*)?$/iu,
);

/**
 * The address with everything masked that may be a secret: what stands before an @, values of the query, the
 * fragment, and random-looking pieces of the path. A text that is no address in its usual form is masked as a whole.
 */
export function shownUrl(text: string): string {
  const plain = plainUrl().exec(text);
  if (plain !== null) {
    const [, scheme = '', host = '', port = '', path = '', query, fragment] = plain;
    return (
      scheme +
      host +
      port +
      withoutCredentials(path) +
      (query === undefined ? '' : shownQuery(query)) +
      (fragment === undefined ? '' : fragment === '#' ? '#' : `#${MASK}`)
    );
  }
  const bare = bareHost().exec(text);
  if (bare !== null) {
    const [, host = '', port = '', path = ''] = bare;
    return withoutCredentials(host) + port + withoutCredentials(path);
  }
  const at = text.lastIndexOf('@');
  if (at === -1 || /[?#]/.test(text.slice(0, at))) return MASK + afterAt(text, at);
  return (/^\s*([a-z][a-z0-9+.-]*:\/\/)/i.exec(text)?.[1] ?? '') + MASK + afterAt(text, at);
}

/** The host behind the last @, when it plainly is one. Behind a `?` or `#` it may as well be the end of a secret. */
function afterAt(text: string, at: number): string {
  if (at === -1) return '';
  const host = hostAfterAt().exec(text.slice(at + 1));
  return host === null ? '' : `@${host[1] ?? ''}${host[2] ?? ''}${withoutCredentials(host[3] ?? '')}`;
}

/** Names of a query say what it asks for; the values are masked. */
function shownQuery(query: string): string {
  if (query === '?') return query;
  const parts = query.slice(1).split('&');
  if (parts.length > 20) return `?${MASK}`;
  const shown = parts.map((part) => {
    const name = /^([A-Za-z][\w.-]{0,40})=/.exec(part)?.[1];
    return name === undefined || withoutCredentials(name) !== name ? MASK : `${name}=${MASK}`;
  });
  return `?${shown.join('&')}`;
}

/** What may be an address with a user name or a query, up to the blank behind it; a full stop at its end is the sentence's. */
const ADDRESS = /\b[a-z][a-z\d+.-]+:[\\/]{1,2}(?=\S*(?:[@?]|#\S*=))\S+?(?=[.,;:)]?(?:\s|$))/gi;

/** A sentence in which somebody may have given an address where another name belongs: what is secret in it is masked. */
export function withShownAddresses(text: string): string {
  return text.replace(ADDRESS, (address) => (address.includes(MASK) ? address : shownUrl(address)));
}
