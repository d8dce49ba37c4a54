import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import {
  effective,
  validate,
  type Document,
  type Effective,
  type EffectiveInput,
} from '../../schema/index.ts';
import { bootstrapSource, type BootstrapSource } from '../../schema/served.ts';
import { printable } from '../../text/printable.ts';
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
  return policyOf(file, document, looked, validate(looked.document));
}

/** The same for a configuration at hand. What cannot be resolved is a usage error: a reference is nothing to send. */
export function policyOf(
  file: string,
  document: Document,
  { findings, secrets }: Awaited<ReturnType<typeof resolved>>,
  checked: EffectiveInput,
): Policy {
  const unresolved = findings.find(({ severity }) => severity === 'error');
  if (unresolved !== undefined)
    throw new UserError(`${printable(file, 300)}: ${unresolved.message}.`, unresolved.hint);
  return {
    source: bootstrapSource(file, document, checked.settings, placeOf(file)),
    uses: effective(checked),
    secrets,
  };
}

/** Whether settings are a policy that only leads to a server, and not what one delivers. */
export function isPolicy(settings: ReadonlyMap<string, unknown>): boolean {
  return settings.has('bootstrapUrl') && !settings.has('inferenceProvider');
}
