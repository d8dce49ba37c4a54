/*
 * HTTP fields: RFC 9110, sections 5.1 (names are tokens) and 5.5 (values), plus names that a client
 * computes itself (RFC 9112, sections 6 and 7; Fetch standard, forbidden request-headers).
 */

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// eslint-disable-next-line no-control-regex
const BAD_VALUE = /[\u0000-\u0008\u000A-\u001F\u007F]/;

const COMPUTED = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What is wrong with a header, in words that follow its name; undefined when nothing is. The value is never quoted. */
export function checkHeader(name: string, value: string): string | undefined {
  if (name === '') return 'has an empty name';
  if (!TOKEN.test(name)) return 'is not an HTTP field name';
  if (COMPUTED.has(name.toLowerCase())) return 'is computed by the client and cannot be set';
  if (BAD_VALUE.test(value)) return 'has a value with a line break or control character';
  // eslint-disable-next-line no-control-regex
  if (/[^\u0000-\u00FF]/.test(value)) return 'has a value with a character beyond Latin-1';
  if (value !== value.trim()) return 'has a value that begins or ends with a space';
  return undefined;
}

const CREDENTIAL_NAMES =
  /^(?:authorization|proxy-authorization|cookie|x-api-key|api-key|apikey|x-auth-token|x-access-token|x-goog-api-key|x-portkey-api-key|x-litellm-api-key|ocp-apim-subscription-key|cf-access-client-secret|.*(?:secret|password|passwd|(?:^|[-_])token|api[-_]?key))$/i;

/** Whether a header's name says that it carries a credential. */
export function isCredentialHeader(name: string): boolean {
  return CREDENTIAL_NAMES.test(name);
}
