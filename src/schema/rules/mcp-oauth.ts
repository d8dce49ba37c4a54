import { pathText, joinPath } from '../path.ts';
import { hasMember, listing, membersOf, objectsIn, type Members } from './reading.ts';
import type { Path } from '../document.ts';
import type { Report, Rule } from './rule.ts';

/** What the members of an `oauth` object ask of each other. */
export const mcpOauth: Rule = {
  id: 'mcp-oauth',
  source: 'Vendor page "Extensions", oauth members of managed MCP servers',
  when: ['managedMcpServers'],
  check(context) {
    for (const { value, path } of objectsIn(context, 'managedMcpServers')) {
      const oauth = membersOf(value.oauth);
      if (oauth !== undefined) check(oauth, joinPath(path, 'oauth'), context.report);
    }
  },
};

/** Members, and the members each of them needs. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  callbackHost: ['clientId'],
  callbackPort: ['clientId'],
  tenantId: ['scope'],
  authorizationUrl: ['tokenUrl', 'clientId'],
  tokenUrl: ['authorizationUrl', 'clientId'],
};

function check(oauth: Members, path: Path, report: Report): void {
  for (const [name, needs] of Object.entries(NEEDS)) {
    const missing = hasMember(oauth, name) ? needs.filter((need) => !hasMember(oauth, need)) : [];
    if (missing.length > 0) incomplete(pathText(joinPath(path, name)), joinPath(path, name), missing, report);
  }
  if (oauth.mode === 'hosted' && !hasMember(oauth, 'authorizationServer'))
    incomplete(`${pathText(path)} in mode "hosted"`, joinPath(path, 'mode'), ['authorizationServer'], report);
  if (hasMember(oauth, 'clientSecret') && hasMember(oauth, 'clientSecretHelper'))
    report('credential-conflict', joinPath(path, 'clientSecret'), {
      fault: `${pathText(joinPath(path, 'clientSecret'))} is not used, because clientSecretHelper is set too`,
      fix: 'Remove one of them.',
    });
}

function incomplete(what: string, path: Path, missing: readonly string[], report: Report): void {
  report('setting-incomplete', path, {
    fault: `${what} needs ${listing(missing)}`,
    fix: `Add ${listing(missing)} to the oauth object.`,
  });
}
