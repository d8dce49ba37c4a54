import { json } from '../importers/json.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { effective, type Document, type Platform, type ReleaseRange } from '../schema/index.ts';
import { consentFor, validateServed, type BootstrapSource } from '../schema/served.ts';
import type { BodyReport, NotApplied } from './types.ts';

/** How a body is looked at. */
export interface BodyOptions {
  readonly source?: BootstrapSource | undefined;
  readonly target?: ReleaseRange | undefined;
  readonly platform?: Platform | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Findings about a value that the app leaves out, beside errors of single values. */
const DROPS: ReadonlySet<string> = new Set(['unknown-key', 'unknown-field', 'origin-pinned']);
/** Errors that are about the text or about what is missing, not about one value. */
const ABOUT_ALL: ReadonlySet<string> = new Set([
  'duplicate-key',
  'required-key-missing',
  'credential-missing',
  'models-required',
  'provider-missing',
  'setting-incomplete',
  'expires-at-invalid',
  'expires-at-past',
  'setting-lost',
  'reference-in-deployed-file',
]);

/** The body of an answer as the app reads it: its findings, what is dropped and why, what users are asked about. Pure. */
export function checkBody(bytes: Uint8Array, options: BodyOptions): BodyReport {
  const read = json.decode(bytes);
  // JSON that is plainly another program's file holds no setting.
  const document: Document = read.ok
    ? read.value
    : { format: 'json', entries: new Map(), findings: [], locate: () => undefined };
  const { source, target, platform, now } = options;
  const checked = validateServed(document, { source, target, platform, now, deployed: true, wire: 'sent' });
  const { diagnostics, settings, valid } = checked;
  const form = !read.ok || document.inert === true ? 'none' : document.nested === undefined ? 'v1' : 'v2';
  const asks = source?.asks !== false;
  return {
    document,
    form,
    bytes: bytes.length,
    diagnostics,
    valid,
    dropped: droppedBy(diagnostics, effective(checked, { platform, target }).dropped),
    consent: asks ? consentFor(settings, target) : [],
    ...(source === undefined
      ? {}
      : {
          lost: diagnostics.flatMap(({ code, message }) =>
            code === 'setting-lost' ? [message.slice(0, message.indexOf(' '))] : [],
          ),
        }),
  };
}

function droppedBy(
  diagnostics: readonly Diagnostic[],
  unused: readonly { readonly key: string; readonly reason: string; readonly why: string }[],
): readonly NotApplied[] {
  const dropped = new Map<string, NotApplied>();
  for (const { code, severity, path, message } of diagnostics) {
    if (path.length === 0 || dropped.has(path.join('\0'))) continue;
    if (DROPS.has(code) || (severity === 'error' && !ABOUT_ALL.has(code)))
      dropped.set(path.join('\0'), { path, why: message });
  }
  for (const { key, reason, why } of unused)
    if ((reason === 'too-new' || reason === 'retired' || reason === 'platform') && !dropped.has(key))
      dropped.set(key, { path: [key], why: `${key} ${why}` });
  return [...dropped.values()];
}
