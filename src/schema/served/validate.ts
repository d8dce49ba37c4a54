import { diagnostic, sortDiagnostics, type Diagnostic } from '../../diagnostics.ts';
import { keySpec } from '../catalogue/index.ts';
import { replacementOf } from '../retirements/renames.ts';
import type { Document } from '../document.ts';
import { nestedPlace } from '../nested-rules.ts';
import { pathId } from '../path.ts';
import { asRange, compareReleases, releaseOf } from '../releases.ts';
import { validate, type Validated, type ValidateOptions } from '../validate.ts';
import type { Wire } from './rule.ts';
import { servedRules } from './rules.ts';
import type { BootstrapSource } from './source.ts';

/** How an answer is checked; the place is known. */
interface ServedOptions extends Omit<ValidateOptions, 'as' | 'more'> {
  /** The managed source that leads to the server, when it is at hand. */
  readonly source?: BootstrapSource | undefined;
  /** Default: somebody says that it is an answer. */
  readonly wire?: Wire;
}

/**
 * Checks the answer of a bootstrap server as the app takes it: what is never delivered is told and left out, then
 * every rule of a configuration and those of answers see the rest. Pure.
 */
export function validateServed(whole: Document, options: ServedOptions = {}): Validated {
  const { document, findings } = withoutUndelivered(whole);
  const { source, wire = 'meant', ...rest } = options;
  const checked = validate(document, {
    ...rest,
    as: 'bootstrap',
    more: servedRules.map((rule) => ({
      id: rule.id,
      source: rule.source,
      check: (context) => rule.check({ ...context, document, source, wire }),
    })),
  });
  const dropped = new Set(
    checked.diagnostics.flatMap(({ code, path }) => (DROPPED.has(code) ? [pathId(path)] : [])),
  );
  const diagnostics = sortDiagnostics([
    ...findings,
    ...checked.diagnostics.filter((one) => isNews(one, document, dropped, options)),
  ]);
  return { ...checked, diagnostics, valid: diagnostics.every(({ severity }) => severity !== 'error') };
}

/** The app drops the value: what else is wrong with the address does not matter. */
const DROPPED: ReadonlySet<string> = new Set(['loopback-dropped', 'mcp-url-dropped']);
const OF_ADDRESSES: ReadonlySet<string> = new Set(['url-not-https', 'url-loopback-http']);

/** Whether a finding of any configuration says something about an answer too. */
function isNews(
  { code, severity, path, key }: Diagnostic,
  document: Document,
  dropped: ReadonlySet<string>,
  { target }: ServedOptions,
): boolean {
  if (OF_ADDRESSES.has(code) && dropped.has(pathId(path))) return false;
  // `served-secret` says what a credential means here.
  if (code === 'secret-literal') return false;
  // A spelling that every release reads is a matter of the source that the answer is made from.
  if (code.startsWith('deprecated-') && severity === 'info') return false;
  // No nested place is known for the key, so nobody can follow the advice.
  if (code === 'setting-risky' && document.nested !== undefined && keySpec(key)?.nestedPath === undefined)
    return false;
  // Some keys came to managed sources later than to servers.
  const { since, managedSince } = keySpec(key) ?? {};
  if (code !== 'key-newer-than-target' || managedSince === undefined || target === undefined) return true;
  return (
    path.length > 1 || since === undefined || compareReleases(asRange(target).oldest, releaseOf(since)) < 0
  );
}

/** The answer without what only the device or the console of the vendor sets. */
function withoutUndelivered(document: Document): {
  readonly document: Document;
  readonly findings: readonly Diagnostic[];
} {
  const findings: Diagnostic[] = [];
  const entries = new Map(document.entries);
  for (const key of document.entries.keys()) {
    const from = keySpec(replacementOf(key) ?? key)?.delivery;
    if (from === undefined) continue;
    entries.delete(key);
    const path = nestedPlace([key], document);
    const finding = diagnostic(
      'never-delivered',
      { path, ...document.locate([key]) },
      {
        fault: `${document.nested === undefined ? key : path.join('.')} counts only where ${from === 'device' ? 'device management or the local file' : 'the admin console of the vendor'} sets it; in the answer of a bootstrap server Claude Desktop drops it`,
        fix: `${from === 'device' ? 'Put it into the policy of the device' : 'Set it in the admin console'}, and leave it out here.`,
      },
    );
    findings.push(finding);
  }
  return findings.length === 0 ? { document, findings } : { document: { ...document, entries }, findings };
}
