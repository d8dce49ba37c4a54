/** The entry for words: what is said of keys and providers. Apart from the first, so that checking a file loads none of it. */
export { keyRow, providerRows, sections } from './rows.ts';
export { exampleWith, keysOfSignIn, signInsOf, type SignIn } from './sign-ins.ts';
export type { KeyRow } from './key-spec.ts';
export type { Field } from './providers.ts';
