/*
 * HTTP fields: RFC 9110, sections 5.1 (a name is a token) and 5.5 (what a value may hold), and the names that the
 * client computes itself or that belong to one connection (RFC 9110, sections 7.2, 7.6.1, 10.1.1 and 11.7.2;
 * RFC 9112, sections 6 and 7; Fetch standard, byte strings). The one rule for what is validated and for what is sent.
 */

/** RFC 9110, section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Longer names are refused by common servers; no real one comes near. */
const MAX_NAME = 256;

/** What the client computes for itself, or the connection owns. */
const COMPUTED: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * What the app's engine sends as its own value in every request for a message, whatever the configuration names
 * (measured on 2.1.332; it takes `anthropic-version`, `accept` and `user-agent` as they are configured). Lower case.
 */
export const ENGINE_OWN: ReadonlySet<string> = new Set(['anthropic-beta', 'content-type', 'x-app']);

/** Whether a text is a field name at all. */
export function isFieldName(name: string): boolean {
  return TOKEN.test(name) && name.length <= MAX_NAME;
}

/** Why a request cannot carry a field of this name, in words that follow the name; undefined when it can. */
function fieldNameProblem(name: string): string | undefined {
  if (name === '') return 'has an empty name';
  if (!isFieldName(name)) return 'is not an HTTP field name';
  return COMPUTED.has(name.toLowerCase()) ? 'is computed by the client and cannot be set' : undefined;
}

/** What keeps a value from being sent, as a noun; undefined when nothing does. The value is never quoted. */
export function fieldValueProblem(value: string): string | undefined {
  if (/[\r\n]/.test(value)) return 'a line break';
  // eslint-disable-next-line no-control-regex -- naming control characters is the purpose
  if (/[\u0000-\u0008\u000A-\u001F\u007F]/.test(value)) return 'a control character';
  // eslint-disable-next-line no-control-regex
  return /[^\u0000-\u00FF]/.test(value) ? 'a character beyond Latin-1' : undefined;
}

/**
 * What is wrong with a field, in words that follow its name; undefined when nothing is. Blanks around a value are no
 * part of it (RFC 9110, section 5.5): every client cuts them off, and ours too.
 */
export function fieldProblem(name: string, value: string): string | undefined {
  const problem = fieldValueProblem(value);
  return fieldNameProblem(name) ?? (problem === undefined ? undefined : `has a value with ${problem}`);
}
