import { parseUrl } from '../formats.ts';
import { pathText, joinPath } from '../path.ts';
import { bootstraps } from './mode.ts';
import { finalText, hasMember, objectsIn, type ListEntry } from './reading.ts';
import type { Rule, RuleContext } from './rule.ts';

const COMMIT = /^[0-9a-f]{40}$/i;
const MANIFEST_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const RESERVED_NAMES = ['unknown', 'org', 'org-provisioned'];

/** Members by the kind of source that reads them. */
const NEEDED = { github: ['repo'], git: ['url'], url: ['url'] } as const;
const UNREAD = {
  github: ['url', 'manifestSha256'],
  git: ['repo', 'manifestSha256'],
  url: ['repo', 'ref', 'path'],
} as const;

/** Entries of allowedPluginMarketplaces: what each kind of source needs, reads and may use. */
export const marketplaces: Rule = {
  id: 'marketplaces',
  source: 'Vendor page "Extensions", plugin marketplaces; vendor changelog 1.46388.1',
  when: ['allowedPluginMarketplaces'],
  check(context) {
    for (const entry of objectsIn(context, 'allowedPluginMarketplaces')) {
      checkSource(entry, context);
      checkPin(entry, context);
      checkCredential(entry, context);
      checkTexts(entry, context);
    }
  },
};

function kindOf({ value: { source } }: ListEntry): keyof typeof NEEDED | undefined {
  return source === 'github' || source === 'git' || source === 'url' ? source : undefined;
}

function checkSource(entry: ListEntry, { report }: RuleContext): void {
  const { value, path } = entry;
  const kind = kindOf(entry);
  if (kind === undefined) return;
  for (const field of NEEDED[kind])
    if (!hasMember(value, field)) report('missing-field', path, { what: pathText(path), field });
  for (const field of UNREAD[kind])
    if (hasMember(value, field))
      report('setting-ignored', joinPath(path, field), {
        fault: `${pathText(joinPath(path, field))} does not apply to a source "${kind}"`,
        fix: `Remove ${field}.`,
      });
}

function checkPin(entry: ListEntry, { report }: RuleContext): void {
  const { value, path } = entry;
  const kind = kindOf(entry);
  const preference = value.installationPreference;
  if (kind === undefined || (preference !== 'auto_install' && preference !== 'required')) return;
  const pin = kind === 'url' ? 'manifestSha256' : 'ref';
  const pinned =
    kind === 'url'
      ? hasMember(value, pin)
      : hasMember(value, pin) &&
        (finalText(value.ref) === undefined || COMMIT.test(finalText(value.ref) ?? ''));
  if (!pinned)
    report('marketplace-unpinned', [...path, ...(hasMember(value, pin) ? [pin] : [])], {
      fault: `${pathText(path)} asks for "${preference}" without ${kind === 'url' ? 'manifestSha256' : 'a commit in ref'}, so its plugins are offered only (before 1.46388.1: not even that)`,
      fix:
        kind === 'url'
          ? 'Set manifestSha256 to the SHA-256 of the manifest.'
          : 'Set ref to the full 40-digit hash of a commit.',
    });
}

function checkCredential(entry: ListEntry, context: RuleContext): void {
  const { value, path } = entry;
  const { report } = context;
  const kind = value.credentialKind;
  if (kind === 'credentialHelper' && !hasMember(value, 'credentialHelper'))
    report('missing-field', path, { what: pathText(path), field: 'credentialHelper' });
  if (kind !== 'credentialHelper' && hasMember(value, 'credentialHelper'))
    report('setting-conflict', joinPath(path, 'credentialHelper'), {
      fault: `${pathText(joinPath(path, 'credentialHelper'))} is allowed only with credentialKind "credentialHelper"`,
      fix: 'Set credentialKind to "credentialHelper", or remove credentialHelper.',
    });
  if (kind !== 'inferenceCredential' || kindOf(entry) === undefined) return;
  const at = joinPath(path, 'credentialKind');
  if (kindOf(entry) !== 'url') {
    report('setting-conflict', at, {
      fault: `${pathText(at)} "inferenceCredential" is for sources of kind "url" only`,
      fix: 'Use another credentialKind.',
    });
    return;
  }
  const origin = originOf(value.url);
  const own = [context.config.inferenceGatewayBaseUrl, context.config.bootstrapUrl].map(originOf);
  // Behind a bootstrap server the gateway is not known here.
  if (origin === undefined || own.includes(origin)) return;
  if (bootstraps(context) || context.as === 'bootstrap') return;
  if (context.has('inferenceGatewayBaseUrl') && own[0] === undefined) return;
  report('setting-conflict', at, {
    fault: `${pathText(at)} is "inferenceCredential", but ${origin} is neither the origin of the gateway nor that of the bootstrap server`,
    fix: 'Serve the manifest from the gateway, or use another credentialKind.',
  });
}

function checkTexts({ value, path }: ListEntry, { report }: RuleContext): void {
  const url = parseUrl(finalText(value.url) ?? '');
  if (url !== undefined && url.search !== '')
    report('bad-format', joinPath(path, 'url'), {
      what: pathText(joinPath(path, 'url')),
      problem: 'holds a query, which marketplace addresses may not',
      fix: 'Remove everything from the ? on.',
    });
  const name = finalText(value.expectedName);
  if (name !== undefined && (!MANIFEST_NAME.test(name) || RESERVED_NAMES.includes(name)))
    report('bad-format', joinPath(path, 'expectedName'), {
      what: pathText(joinPath(path, 'expectedName')),
      problem: 'is a name that no marketplace may have',
      fix: `Use letters, digits, ".", "_" and "-", at most 128, and none of ${RESERVED_NAMES.join(', ')}.`,
    });
}

function originOf(value: unknown): string | undefined {
  return parseUrl(finalText(value) ?? '')?.origin;
}
