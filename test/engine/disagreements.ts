/*
 * Where the verdict of probe is not what the engine did on the same gateway, and why that is right. A fault that
 * disagrees and is not named here fails the suite; one that is named here and agrees fails it too, so that the list
 * stays true.
 */

/** Fault of the embedded gateway -> why the two differ. */
export const DISAGREEMENTS: Readonly<Record<string, string>> = {};
