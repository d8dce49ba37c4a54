/*
 * Names that say themselves that a credential stands there: of members, variables and headers that no row of the
 * catalogue describes. What the catalogue knows is a field of its row (`secret`), never guessed.
 */

const MEMBER = /secret|passw(?:or)?d|passphrase|token$|api[-_]?key|credential$|private[-_]?key/i;
const VARIABLE = /key|token|secret|passw(?:or)?d|credential/i;
const HEADER =
  /^(?:(?:proxy-)?authorization|cookie)$|(?:secret|passw(?:or)?d|token|api[-_]?key|[-_]auth|(?:litellm|subscription|access|gateway|virtual)[-_]key)$/i;

/** The name of a member of an object. */
export function isSecretMember(name: string): boolean {
  return MEMBER.test(name);
}

/** The name of an environment variable that a program is given. */
export function isSecretVariable(name: string): boolean {
  return VARIABLE.test(name);
}

/** The name of an HTTP header. */
export function isCredentialHeader(name: string): boolean {
  return HEADER.test(name);
}
