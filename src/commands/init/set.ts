import { oddIn, withoutHidden } from '../../text/hidden.ts';
import { diagnostic, type Diagnostic } from '../../diagnostics.ts';
import { UserError } from '../../errors.ts';
import { decodeWire, keyNames, keySpec, nearest, replacementOf } from '../../schema/index.ts';

interface SetValues {
  readonly values: ReadonlyMap<string, unknown>;
  readonly findings: readonly Diagnostic[];
}

/** Reads `--set KEY=VALUE`: the value is what the row of the key says, JSON for structures. */
export function readSets(sets: readonly string[]): SetValues {
  const values = new Map<string, unknown>();
  const findings: Diagnostic[] = [];
  for (const set of sets) {
    const at = set.indexOf('=');
    if (at < 1)
      // The text may be a credential: only what stands before it is told.
      throw new UserError('--set takes KEY=VALUE.', 'Such as --set inferenceProvider=gateway.');
    const key = set.slice(0, at).trim();
    const text = set.slice(at + 1);
    const spec = keySpec(key) ?? keySpec(replacementOf(key) ?? '');
    if (spec === undefined) {
      findings.push(
        diagnostic(
          'unknown-key',
          { path: [key], severity: 'error' },
          { key, nearest: nearest(withoutHidden(key), keyNames), odd: oddIn(key) },
        ),
      );
      continue;
    }
    const decoded = decodeWire(text, spec.type);
    values.set(key, decoded.ok ? decoded.value : text);
  }
  return { values, findings };
}
