import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { effective, validate, type Effective, type EffectiveInput } from '../../schema/index.ts';
import { bootstrapSource, type BootstrapSource } from '../../schema/served.ts';
import { loadDocument, resolved } from '../load-config.ts';
import { placeOf } from '../validate/place.ts';

/** The policy that leads devices to a bootstrap server. */
export interface Policy {
  readonly source: BootstrapSource;
  readonly uses: Effective;
  /** What its references were replaced by. */
  readonly secrets: readonly string[];
}

/** Reads a policy in any format, references resolved: its headers and its client are used. */
export async function readPolicy(file: string, io: Io): Promise<Policy> {
  const { document } = await loadDocument(file, io);
  const looked = await resolved(document, io);
  const unresolved = looked.findings.find(({ severity }) => severity === 'error');
  if (unresolved !== undefined) throw new UserError(`${file}: ${unresolved.message}.`, unresolved.hint);
  const checked = validate(looked.document);
  return policyOf(bootstrapSource(file, document, checked.settings, placeOf(file)), checked, looked.secrets);
}

/** The same for a configuration at hand. */
export function policyOf(
  source: BootstrapSource,
  checked: EffectiveInput,
  secrets: readonly string[],
): Policy {
  return { source, uses: effective(checked), secrets };
}

/** Whether settings are a policy that only leads to a server, and not what one delivers. */
export function isPolicy(settings: ReadonlyMap<string, unknown>): boolean {
  return settings.has('bootstrapUrl') && !settings.has('inferenceProvider');
}
