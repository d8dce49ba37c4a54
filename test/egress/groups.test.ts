import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { collect } from '../../src/egress/collect.ts';
import { groups } from '../../src/egress/index.ts';
import { CAUSES, type Settings } from '../../src/egress/types.ts';
import { effective } from '../../src/schema/index.ts';

/*
 * What each group finds for small settings, a line of the fixture each: `key > host:port protocol`, with `?` where the
 * host is not required and ` +` where a note stands beside it; then what is remarked, and what is missing.
 */

interface Row {
  readonly cause: string;
  readonly settings: Settings;
  readonly found: readonly string[];
}

const ROWS = readFileSync(new URL('../../fixtures/egress/groups.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);

function find({ cause, settings }: Row): readonly string[] {
  const { hosts, remarks } = collect(
    groups.filter((group) => group.cause === cause),
    settings,
  );
  return [
    ...hosts.map(
      ({ host, port, protocol, key, required, note }) =>
        `${key} > ${host}${port === 443 ? '' : `:${String(port)}`}${protocol === 'https' ? '' : ` ${protocol}`}` +
        `${required ? '' : '?'}${note === undefined ? '' : ' +'}`,
    ),
    ...remarks.map(({ key, missing }) => `${key} ${missing ? 'missing' : 'remark'}`),
  ];
}

test.each(ROWS)('$cause of $settings', (row) => {
  expect(find(row)).toEqual(row.found);
});

test('every group has rows', () => {
  const causes = new Set(ROWS.filter(({ found }) => found.length > 0).map(({ cause }) => cause));
  expect(groups.filter(({ cause }) => !causes.has(cause)).map(({ cause }) => cause)).toEqual([]);
});

/** Every sentence of the rows under the heading of its cause, as a report shows it; each once. */
function sentences(): string {
  const said = new Map<string, Set<string>>(Object.values(CAUSES).map((heading) => [heading, new Set()]));
  for (const { cause, settings } of ROWS) {
    const { hosts, remarks } = collect(
      groups.filter((group) => group.cause === cause),
      settings,
    );
    const lines = said.get(CAUSES[cause as keyof typeof CAUSES]);
    for (const { why, note } of hosts) lines?.add(note === undefined ? why : `${why} ${note}`);
    for (const { text } of remarks) lines?.add(text);
  }
  return [...said]
    .map(([heading, lines]) => `${heading}\n${[...lines].map((line) => `  ${line}\n`).join('')}`)
    .join('\n');
}

// With UPDATE_FIXTURES=1 they are written anew: read the difference as an administrator would before you keep it.
test('what is said of hosts, word by word, under which headings, in which order', () => {
  const file = new URL('../../fixtures/egress/sentences.txt', import.meta.url);
  if (process.env.UPDATE_FIXTURES === '1') writeFileSync(file, sentences());
  expect(sentences()).toBe(readFileSync(file, 'utf8'));
});

/** What a group asks of the settings. */
function asked(cause: string): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const row of ROWS) {
    const spied = new Proxy(row.settings, {
      getOwnPropertyDescriptor: (target, key) => {
        keys.add(String(key));
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
      get: (target, key) => {
        keys.add(String(key));
        return Reflect.get(target, key) as unknown;
      },
    });
    const uses = effective({ settings: new Map(Object.entries(row.settings)) });
    const nothing = (): void => undefined;
    const found = { host: nothing, url: nothing, remark: nothing, missing: nothing };
    for (const group of groups) if (group.cause === cause) group.find(spied, found, uses);
  }
  return keys;
}

/** These ask what the app does with the settings, too: provider, credentials, discovery. */
const ALSO_ASK = new Set(['inference', 'sign-in']);
/** Named because it limits what the key before it opens. */
const NAMED_ONLY = ['builtinBrowserBlockedDomains'];

describe('the keys of a group are those it looks at', () => {
  test.each(groups)('$cause', ({ cause, keys }) => {
    const seen = asked(cause);
    expect([...seen].filter((key) => !keys.includes(key))).toEqual([]);
    if (!ALSO_ASK.has(cause))
      expect(keys.filter((key) => !seen.has(key) && !NAMED_ONLY.includes(key))).toEqual([]);
  });
});

test('a setting without a value is not set', () => {
  const inference = groups.filter(({ cause }) => cause === 'inference');
  const { hosts, remarks } = collect(inference, {
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: undefined,
  });
  expect(hosts).toEqual([]);
  expect(remarks.map(({ text }) => text)).toEqual([
    'inferenceGatewayBaseUrl is not set, so the inference host is missing here.',
  ]);
});

test('texts from outside are taken for what they are: a name is shown, an empty one is none', () => {
  const [server] = collect(groups, {
    managedMcpServers: [{ name: 'own name', url: 'https://a.example.com', oauth: false }],
  }).hosts.filter(({ cause }) => cause === 'mcp');
  expect(server?.why).toContain('"own name"');
  const [bare] = collect(groups, {
    managedMcpServers: [{ name: '', url: 'https://a.example.com', oauth: false }],
  }).hosts.filter(({ cause }) => cause === 'mcp');
  expect(bare?.why).toContain('"managedMcpServers[0]"');
});
