import { parseJson } from '../../text/json.ts';
import { joinPath } from '../path.ts';
import type { Edit } from '../edit.ts';
import { ENDED, OCTOBER, itemsOf, membersOf, type Found, type RetirementRow, type Settings } from './row.ts';

/* Entries of managedMcpServers in older forms. After the cut-off each of them takes its connector away. */

const KEY = 'managedMcpServers';
const GONE = `${ENDED} the entry is rejected and the connector is not available`;

type Entry = Readonly<Record<string, unknown>>;

/** What is left of a place below an entry: its path is completed here. */
interface Part {
  readonly member: readonly string[];
  readonly edits?: readonly { readonly member: readonly string[]; readonly value: unknown }[];
  readonly rename?: string;
  readonly decide?: string;
  readonly reading?: readonly { readonly member: readonly string[]; readonly value: unknown }[];
}

const eachEntry =
  (find: (entry: Entry) => Part | undefined) =>
  (settings: Settings): Found[] =>
    itemsOf(settings.get(KEY)).flatMap((item, at) => {
      const part = find(membersOf(item) ?? {});
      if (part === undefined) return [];
      const place = (member: readonly string[]): Found['path'] => joinPath([KEY, at], ...member);
      const written = (steps: Part['edits'] = []): Edit[] =>
        steps.map(({ member, value }) => ({ path: place(member), value }));
      const renamed: Edit[] =
        part.rename === undefined ? [] : [{ path: place(part.member), rename: part.rename }];
      return [
        {
          path: place(part.member),
          ...((part.edits ?? part.rename) === undefined
            ? {}
            : { edits: [...renamed, ...written(part.edits)] }),
          ...(part.decide === undefined ? {} : { decide: part.decide }),
          ...(part.reading === undefined ? {} : { reading: written(part.reading) }),
        },
      ];
    });

const gone = (...member: string[]): { member: readonly string[]; value: undefined } => ({
  member,
  value: undefined,
});

/** Scopes as the one text of today; undefined when they are no list of names. */
function joined(scopes: unknown): string | undefined {
  if (typeof scopes === 'string') return scopes;
  const names = itemsOf(scopes);
  return Array.isArray(scopes) && names.every((name) => typeof name === 'string')
    ? names.join(' ')
    : undefined;
}

function findBuiltin(entry: Entry): Part | undefined {
  if (entry.transport !== 'builtin') return undefined;
  const member = ['transport'];
  if (entry.server !== undefined) return { member, edits: [gone('transport')] };
  return { member, decide: 'The entry is a built-in server without "server"; name the built-in there.' };
}

function findScopes(entry: Entry): Part | undefined {
  return scopesPart(entry, []);
}

function findOauthScopes({ oauth }: Entry): Part | undefined {
  const members = membersOf(oauth);
  if (members === undefined) return undefined;
  if (members.scopes === undefined && Array.isArray(members.scope)) {
    const scope = joined(members.scope);
    const member = ['oauth', 'scope'];
    return scope === undefined ? undefined : { member, edits: [{ member, value: scope }] };
  }
  return scopesPart(members, ['oauth']);
}

function scopesPart(holder: Entry, at: readonly string[]): Part | undefined {
  if (holder.scopes === undefined) return undefined;
  const member = [...at, 'scopes'];
  const scope = joined(holder.scopes);
  if (scope === undefined) return { member, decide: 'The scopes are no list of names; write "scope" anew.' };
  if (holder.scope === undefined)
    return { member, rename: 'scope', edits: [{ member: [...at, 'scope'], value: scope }] };
  const present = joined(holder.scope);
  if (present === scope)
    return {
      member,
      edits: [
        gone(...member),
        ...(Array.isArray(holder.scope) ? [{ member: [...at, 'scope'], value: scope }] : []),
      ],
    };
  return {
    member,
    decide: 'Both "scope" and "scopes" are set and differ; keep the names that are meant in "scope".',
    reading: [gone(...member)],
  };
}

/** The clouds that an authority host may mean. A DoD tenant shares its host with GCC High. */
const CLOUDS: Readonly<Record<string, readonly string[]>> = {
  'login.microsoftonline.com': ['global'],
  'login.microsoftonline.us': ['us-gov-high', 'us-gov-dod'],
};

function findAuthorityHost(entry: Entry): Part | undefined {
  const { authorityHost, azureCloud } = entry;
  if (authorityHost === undefined) return undefined;
  const member = ['authorityHost'];
  const host =
    typeof authorityHost === 'string' ? authorityHost.replace(/^https:\/\/|\/+$/gi, '').toLowerCase() : '';
  const clouds = Object.hasOwn(CLOUDS, host) ? CLOUDS[host] : undefined;
  if (clouds === undefined)
    return {
      member,
      decide: 'The authority host is none of the known ones; set azureCloud to the cloud of your tenant.',
      reading: [gone(...member)],
    };
  if (azureCloud !== undefined && !clouds.some((cloud) => cloud === azureCloud))
    return {
      member,
      decide: 'authorityHost and azureCloud name different clouds; keep azureCloud with the right one.',
      reading: [gone(...member)],
    };
  if (azureCloud !== undefined || clouds[0] === 'global') return { member, edits: [gone(...member)] };
  return { member, rename: 'azureCloud', edits: [{ member: ['azureCloud'], value: clouds[0] }] };
}

function findOauthNumber({ oauth }: Entry): Part | undefined {
  if (typeof oauth !== 'number') return undefined;
  const member = ['oauth'];
  if (oauth !== 0) return { member, edits: [{ member, value: true }] };
  return {
    member,
    decide: '"oauth": 0 does not say whether users sign in; write true, an object, or nothing.',
  };
}

function findOauthString({ oauth }: Entry): Part | undefined {
  if (typeof oauth !== 'string') return undefined;
  const member = ['oauth'];
  const text = oauth.trim();
  if (text === 'true') return { member, edits: [{ member, value: true }] };
  if (text === 'false') return { member, edits: [gone('oauth')] };
  const value = membersOf(parseJson(text));
  if (value !== undefined) return { member, edits: [{ member, value }] };
  return { member, decide: '"oauth" is a text that is no JSON object; write true or an object.' };
}

function findNoTransport(entry: Entry): Part | undefined {
  const { transport, server, command, url } = entry;
  if (transport !== undefined || server !== undefined) return undefined;
  const member: string[] = [];
  if (command !== undefined && url === undefined)
    return { member, edits: [{ member: ['transport'], value: 'stdio' }] };
  if (url !== undefined && command === undefined)
    return {
      member,
      decide: 'The entry has a url and no transport; write "http", which is usual, or "sse".',
      reading: [{ member: ['transport'], value: 'http' }],
    };
  return undefined;
}

export const connectors: readonly RetirementRow[] = [
  {
    ...OCTOBER,
    id: 'value-mcp-transport-builtin',
    subject: 'managedMcpServers[].transport "builtin"',
    code: 'deprecated-value',
    replacement: 'no transport; "server" names the built-in',
    effect: GONE,
    fix: 'Remove transport; "server" names the built-in.',
    when: [KEY],
    find: eachEntry(findBuiltin),
  },
  {
    ...OCTOBER,
    id: 'shape-mcp-scopes',
    subject: 'managedMcpServers[].scopes',
    code: 'deprecated-shape',
    replacement: '"scope", one text with spaces between',
    effect: GONE,
    fix: 'Write "scope" as one text with spaces between the names.',
    when: [KEY],
    find: eachEntry(findScopes),
  },
  {
    ...OCTOBER,
    id: 'shape-mcp-source',
    subject: 'managedMcpServers[].source',
    code: 'deprecated-shape',
    effect: `${ENDED} the entry counts as an old form and is rejected, as far as the announcement says`,
    fix: 'Remove it; the desktop never used it.',
    when: [KEY],
    find: eachEntry(({ source }) =>
      source === undefined ? undefined : { member: ['source'], edits: [gone('source')] },
    ),
  },
  {
    ...OCTOBER,
    id: 'shape-mcp-authorityHost',
    subject: 'managedMcpServers[].authorityHost',
    code: 'deprecated-shape',
    replacement: 'azureCloud',
    effect: GONE,
    fix: 'Set azureCloud to "us-gov-high" for GCC High or "us-gov-dod" for DoD, and remove authorityHost.',
    when: [KEY],
    find: eachEntry(findAuthorityHost),
  },
  {
    ...OCTOBER,
    id: 'shape-mcp-oauth-number',
    subject: 'managedMcpServers[].oauth as a number',
    form: 'as a number',
    code: 'deprecated-shape',
    replacement: 'true or an object',
    effect: GONE,
    fix: 'Write true or an object.',
    when: [KEY],
    find: eachEntry(findOauthNumber),
  },
  {
    ...OCTOBER,
    id: 'shape-mcp-oauth-string',
    subject: 'managedMcpServers[].oauth as a string',
    form: 'as a string',
    code: 'deprecated-shape',
    replacement: 'true or an object',
    effect: GONE,
    fix: 'Write true or an object.',
    when: [KEY],
    find: eachEntry(findOauthString),
  },
  {
    ...OCTOBER,
    id: 'shape-mcp-oauth-scopes',
    subject: 'managedMcpServers[].oauth.scopes, or oauth.scope as a list',
    form: 'as a list',
    code: 'deprecated-shape',
    replacement: 'oauth.scope, one text with spaces between',
    effect: GONE,
    fix: 'Write oauth.scope as one text with spaces between the names.',
    when: [KEY],
    find: eachEntry(findOauthScopes),
  },
  {
    ...OCTOBER,
    id: 'shape-mcp-no-transport',
    subject: 'managedMcpServers entry with neither transport nor server',
    form: 'without transport and server',
    code: 'deprecated-shape',
    replacement: 'transport "http", "sse" or "stdio"',
    effect: GONE,
    fix: 'Add transport: "stdio" for a command, "http" or "sse" for a url.',
    when: [KEY],
    find: eachEntry(findNoTransport),
  },
];
