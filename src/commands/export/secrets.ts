import { UserError } from '../../errors.ts';
import { holdsSecret, texts } from '../../schema/index.ts';
import type { Writer } from './writer.ts';

/** Refuses to put a credential where many can read it, unless the caller insists. Names keys, never values. */
export function refuseSecrets(
  writer: Writer,
  settings: ReadonlyMap<string, unknown>,
  secrets: readonly string[],
  allowed: boolean,
): void {
  if (!writer.refusesSecrets || allowed) return;
  const keys = secretKeys(settings, secrets);
  if (keys.length === 0) return;
  throw new UserError(
    `${keys.join(', ')} would stand in the files of ${writer.id} in clear text: ${writer.readers ?? 'others can read them'}.`,
    'Use a sign-in or a credential helper instead, or write them anyway with --allow-secret.',
  );
}

/** The keys that hold a credential, or what a reference put in. */
function secretKeys(settings: ReadonlyMap<string, unknown>, secrets: readonly string[]): readonly string[] {
  return [...settings]
    .filter(
      ([key, value]) =>
        holdsSecret(new Map([[key, value]])) ||
        [...texts(value)].some(({ text }) =>
          secrets.some((secret) => secret !== '' && text.includes(secret)),
        ),
    )
    .map(([key]) => key);
}
