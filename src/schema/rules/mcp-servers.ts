import { keySpec } from '../catalogue/index.ts';
import type { Fields } from '../key-spec.ts';
import { pathText, joinPath } from '../path.ts';
import {
  eachRepeated,
  finalText,
  hasMember,
  listing,
  membersOf,
  objectsIn,
  type ListEntry,
} from './reading.ts';
import type { Rule, RuleContext } from './rule.ts';

/** What an entry is: its transport, or the built-in server it names. */
function kindOf({ value }: ListEntry): string | undefined {
  if (hasMember(value, 'server')) return finalText(value.server);
  return hasMember(value, 'transport') ? finalText(value.transport) : undefined;
}

const NEEDED: Readonly<Record<string, string>> = { http: 'url', sse: 'url', stdio: 'command' };
/** Members whose rows do not say for which kind of entry they count. */
const APPLIES: Readonly<Record<string, readonly string[]>> = {
  url: ['http', 'sse'],
  headersHelperTtlSec: ['http', 'sse', 'websearch'],
  headersHelperRefreshBufferSec: ['http', 'sse', 'websearch'],
};

/** Entries of managedMcpServers: unique names, one way to reach each, and members that count for it. */
export const mcpServers: Rule = {
  id: 'mcp-servers',
  source: 'Vendor page "Extensions", managed MCP servers',
  when: ['managedMcpServers'],
  check(context) {
    const entries = objectsIn(context, 'managedMcpServers');
    eachRepeated(
      entries,
      ({ value }) => finalText(value.name),
      ({ path }, name) =>
        context.report('entry-duplicate', joinPath(path, 'name'), { what: 'managedMcpServers', name }),
    );
    for (const entry of entries) {
      checkKind(entry, context);
      checkMembers(entry, context);
      checkBuiltIn(entry, context);
    }
    checkPolicyOnly(entries, context);
  },
};

function checkKind(entry: ListEntry, { report }: RuleContext): void {
  const { value, path } = entry;
  const what = pathText(path);
  const builtIn = hasMember(value, 'server');
  if (builtIn && hasMember(value, 'transport'))
    report('setting-conflict', joinPath(path, 'transport'), {
      fault: `${what} names a built-in server and a transport; a built-in server takes none`,
      fix: 'Remove transport, or remove server.',
    });
  if (!builtIn && !hasMember(value, 'transport')) report('missing-field', path, { what, field: 'transport' });
  const field = NEEDED[kindOf(entry) ?? ''];
  if (field !== undefined && !hasMember(value, field)) report('missing-field', path, { what, field });
}

function checkMembers(entry: ListEntry, { report }: RuleContext): void {
  const kind = kindOf(entry);
  if (kind === undefined) return;
  const fields = entryFields();
  for (const name of Object.keys(entry.value)) {
    const kinds = Object.hasOwn(APPLIES, name) ? APPLIES[name] : fields[name]?.appliesTo?.split(/,\s*/);
    if (kinds === undefined || kinds.includes(kind) || !hasMember(entry.value, name)) continue;
    const path = joinPath(entry.path, name);
    report('setting-ignored', path, {
      fault: `${pathText(path)} does nothing for "${kind}"; it counts for ${listing(kinds)}`,
      fix: `Remove ${name}.`,
    });
  }
}

function entryFields(): Fields {
  const type = keySpec('managedMcpServers')?.type;
  return type?.kind === 'array' && type.items.kind === 'object' ? type.items.fields : {};
}

function checkBuiltIn({ value, path }: ListEntry, { report }: RuleContext): void {
  const server = finalText(value.server);
  const cloud = finalText(value.azureCloud);
  if (server === 'microsoft365' && cloud !== undefined && cloud !== 'global' && !hasMember(value, 'clientId'))
    report('setting-incomplete', joinPath(path, 'azureCloud'), {
      fault: `${pathText(path)} uses the cloud "${cloud}", which needs a client of your own`,
      fix: 'Set clientId to your app registration in that cloud.',
    });
  if (server !== 'websearch') return;
  const provider = finalText(value.provider);
  if (
    hasMember(value, 'customUrl') &&
    (provider !== undefined || !hasMember(value, 'provider')) &&
    provider !== 'custom'
  )
    report('setting-conflict', joinPath(path, 'customUrl'), {
      fault: `${pathText(joinPath(path, 'customUrl'))} is allowed only with provider "custom"`,
      fix: 'Set provider to "custom", or remove customUrl.',
    });
  if (provider === 'custom' && !hasMember(value, 'customUrl'))
    report('missing-field', path, { what: pathText(path), field: 'customUrl' });
}

/** Tools of the Microsoft 365 connector that send something; they ask at least, whatever is written. */
const SENDS = /^(?:send|reply|forward)|[-_](?:send|reply|forward)(?:[-_]|$)/i;

/** Entries that only set policies, and the policies that say less than they seem to. */
function checkPolicyOnly(entries: readonly ListEntry[], { target, report }: RuleContext): void {
  const only = entries.filter(({ value }) => value.transport === 'policy-only');
  for (const { value, path } of only) {
    if (!hasMember(value, 'toolPolicy'))
      report(
        'setting-incomplete',
        path,
        {
          fault: `${pathText(path)} connects to nothing and sets no toolPolicy, so it does nothing`,
          fix: 'Add toolPolicy, or remove the entry.',
        },
        'warning',
      );
    if (target === undefined)
      report('behaviour-changed', joinPath(path, 'transport'), {
        fault: `Releases before 2.110.0 ${only.length === entries.length ? 'cannot read a list of nothing but policy-only entries' : 'drop an entry with transport "policy-only"'}`,
        fix: 'Make sure that every device runs 2.110.0 or later, and give that as --target.',
      });
  }
  for (const { value, path } of entries) {
    if (value.server !== 'microsoft365') continue;
    for (const [tool, permission] of Object.entries(membersOf(value.toolPolicy) ?? {}))
      if (permission === 'allow' && SENDS.test(tool))
        report(
          'setting-ignored',
          joinPath(path, 'toolPolicy', tool),
          {
            fault: `${pathText(joinPath(path, 'toolPolicy', tool))} acts as "ask": tools of Microsoft 365 that send something cannot be loosened further`,
            fix: 'Write "ask", or "blocked".',
          },
          'info',
        );
  }
}
