import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { JSDOM, type Document, type Nodes } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { checks } from '../../src/probe/probe.ts';
import { fixesOf } from '../../src/report/page/fixes.ts';
import { html } from '../../src/report/page/html.ts';
import type { Page } from '../../src/report/page/model.ts';
import { ownerOfCheck } from '../../src/report/page/owners.ts';
import { pickerOf } from '../../src/report/page/picker.ts';
import { renderPage } from '../../src/report/page/render.ts';
import { readResults } from '../../src/report/page/results.ts';
import { csvCell } from '../../src/report/page/sections/firewall.ts';
import { duration } from '../../src/report/page/sections/mark.ts';
import { pageVerdict } from '../../src/report/page/verdict.ts';
import { check, samplePage, withTexts } from './page-sample.ts';
import { exponentOf, NOT_QUADRATIC } from '../support/growth.ts';

const documentOf = (page: Page): Document => new JSDOM(renderPage(page)).window.document;
const texts = (root: Nodes, selector: string): string[] =>
  [...root.querySelectorAll(selector)].map((one) => (one.textContent ?? '').replace(/\s+/g, ' ').trim());

describe('the template', () => {
  test.each([
    ['<script>', '&lt;script&gt;'],
    ['a & b', 'a &amp; b'],
    [`"'`, '&quot;&#39;'],
    ['\u202Eabc\u2066\u0000\u001B[31m', 'abc'],
    ['two\nlines', 'two\nlines'],
  ])('writes %j as %j', (text, written) => {
    expect(html`<p title="${text}">${text}</p>`.toString()).toBe(`<p title="${written}">${written}</p>`);
  });

  test('takes markup as it is, lists one after the other, and nothing for undefined', () => {
    expect(html`<p>${html`<b>${'<'}</b>`}${[html`<i></i>`, '&', 3]}${undefined}</p>`.toString()).toBe(
      '<p><b>&lt;</b><i></i>&amp;3</p>',
    );
  });

  test('stands in quotes wherever it is an attribute, in every source', () => {
    const folder = path.join(import.meta.dirname, '../../src/report/page');
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    expect(sources.length).toBeGreaterThan(15);
    for (const name of sources) {
      const source = readFileSync(path.join(folder, name), 'utf8');
      // `name=${` and `name='${`: what is put in could leave such an attribute.
      expect([name, source.match(/<[a-z][^>]*[\s"][a-z-]+='?\$\{/g)]).toEqual([name, null]);
      expect([name, source.match(/\son[a-z]+=|\bstyle="|javascript:/g)]).toEqual([name, null]);
    }
  });
});

describe('hostile texts', () => {
  const HOSTILE = [
    '"><script>alert(1)</script>',
    '</style><script>alert(1)</script>',
    '</title></pre></textarea><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '<!-- --><svg/onload=alert(1)>',
    'javascript:alert(1)',
    '\u202E\u2066gpj.exe\u2028\u0000\u0007',
  ];
  test.each(HOSTILE)('stay texts: %j', (hostile) => {
    const clean = documentOf(samplePage());
    const dirty = documentOf(withTexts(samplePage(), () => hostile));
    const kinds = (root: Document): Set<string> =>
      new Set([...root.querySelectorAll('*')].map(({ tagName }) => tagName));
    expect(kinds(dirty)).toEqual(kinds(clean));
    expect(dirty.querySelectorAll('script')).toHaveLength(1);
    expect(dirty.querySelectorAll('style')).toHaveLength(1);
    const attributes = [...dirty.querySelectorAll('*')].flatMap((one) => [...one.attributes]);
    expect(attributes.filter(({ name }) => /^on|^srcdoc$|^src$|^style$/.test(name))).toEqual([]);
    for (const { value } of attributes.filter(({ name }) => name === 'href'))
      expect(value).toMatch(/^#[a-z]+$|^data:image/);
    expect(renderPage(withTexts(samplePage(), () => hostile))).not.toMatch(
      /[\p{Bidi_Control}\u2028]|(?!\n)\p{Cc}/u,
    );
  });
});

describe('the file', () => {
  test('may fetch and run nothing but its own style and script', () => {
    const root = documentOf(samplePage());
    const policy =
      root.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? '';
    const digest = (element: string): string =>
      createHash('sha256')
        .update(root.querySelector(element)?.textContent ?? '')
        .digest('base64');
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${digest('style')}'`,
      `script-src 'sha256-${digest('script')}'`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    // Before anything that it is about.
    expect(renderPage(samplePage()).indexOf('Content-Security-Policy')).toBeLessThan(
      renderPage(samplePage()).indexOf('<style'),
    );
  });

  test('is the same for the same page', () => {
    expect(renderPage(samplePage())).toBe(renderPage(samplePage()));
  });

  test('has one heading of the first level, and no level is skipped', () => {
    const levels = [...documentOf(samplePage()).querySelectorAll('h1,h2,h3,h4')].map(({ tagName }) =>
      Number(tagName[1]),
    );
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [at, level] of levels.entries()) expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  test('leads to what is there', () => {
    const root = documentOf(samplePage());
    for (const link of root.querySelectorAll('a'))
      expect(root.querySelector(link.getAttribute('href') ?? '')).not.toBeNull();
  });
});

describe('the verdict', () => {
  const none = (chosen: boolean): Page['probe'] => ({
    kind: 'none',
    why: 'It was left out on purpose.',
    chosen,
  });
  const probed = (works: 'yes' | 'partly' | 'no' | 'unproven'): Page['probe'] => ({
    kind: 'made',
    value: {
      gateway: 'g',
      works,
      sentence: 'So it is.',
      checks: [],
      tokens: { input: 0, output: 0 },
      requests: 0,
      ms: 0,
    },
  });
  const error = { code: 'syntax', severity: 'error', setting: '', message: 'm', place: '' } as const;
  test.each([
    ['ready', probed('yes'), [], 'Ready'],
    ['broken', probed('yes'), [error], 'Not ready'],
    ['broken', probed('no'), [], 'Not ready'],
    ['partly', probed('partly'), [], 'Ready only in part'],
    ['unknown', probed('unproven'), [], 'Not shown to work'],
    ['unknown', none(true), [], 'Not tested yet'],
    ['broken', none(true), [error], 'Not ready'],
  ] as const)('is %s', (standing, probe, findings, headline) => {
    const page = samplePage({ probe, findings });
    expect(pageVerdict(page)).toMatchObject({ standing, headline });
    const root = documentOf(page);
    expect(root.querySelector('header')?.className).toBe(`band ${standing}`);
    expect(root.title).toBe(`${headline}: Pilot, change CHG0042`);
  });
});

test.each([
  [0, '0 ms'],
  [0.9, '0 ms'],
  [999.4, '999 ms'],
  [1000, '1.0 s'],
  [59_999, '60.0 s'],
  [60_000, '1.0 min'],
  [90_000, '1.5 min'],
])('%i milliseconds read as %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

describe('the figures', () => {
  test('count what was made, and tell what was not found out apart', () => {
    const root = documentOf(samplePage());
    expect(texts(root, '.tile')).toEqual([
      'Configuration 1 warning 1 note',
      'Gateway checks 1 of 3 passed; 1 failed, 1 warning, 1 not found out',
      'Models in the picker 2 shown, 3 hidden',
      'Hosts to open 1 required; 1 not reached',
      'Time of the run 4.5 s 25 requests, 4,812 tokens',
    ]);
  });

  test('are no success where the gateway was not shown to work', () => {
    const { probe } = samplePage();
    if (probe.kind === 'none') throw new Error('the sample has a probe');
    const page = samplePage({
      probe: { ...probe, value: { ...probe.value, works: 'unproven', checks: [check('dns')] } },
    });
    expect(documentOf(page).querySelectorAll('.tile.off[href="#checks"]').length).toBeGreaterThan(1);
  });
});

describe('what to fix', () => {
  test('is sorted by weight, and each has an owner', () => {
    expect(fixesOf(samplePage()).map(({ weight, owner, source }) => [weight, owner, source[0]])).toEqual([
      ['must', 'gateway', 'stream-basic'],
      ['must', 'configuration', 'egress'],
      ['must', 'network', 'egress --check'],
      ['unknown', 'gateway', 'models-list'],
      ['should', 'configuration', 'url-v1-path'],
      ['should', 'configuration', 'auth-accepted'],
    ]);
  });

  test('leaves out what another check blocks, notes, and optional checks that found nothing out', () => {
    const checks = [
      check('health', { status: 'skip', blockedBy: 'dns', inconclusive: true }),
      check('request-id', { required: false, status: 'warn', inconclusive: true }),
      check('dns', { required: false, status: 'fail' }),
    ];
    const { probe } = samplePage();
    if (probe.kind === 'none') throw new Error('the sample has a probe');
    const page = samplePage({
      probe: { ...probe, value: { ...probe.value, checks } },
      findings: [],
      hosts: [],
      remarks: [],
    });
    expect(fixesOf(page).map(({ weight, source }) => [weight, source[0]])).toEqual([['should', 'dns']]);
  });

  test('names a gateway that could not be asked, unless it was left out on purpose', () => {
    const why = 'a.json: the variable KEY is not set.';
    const told = (chosen: boolean): (string | undefined)[] =>
      fixesOf(
        samplePage({
          probe: { kind: 'none', why, hint: 'Set it.', chosen },
          findings: [],
          hosts: [],
          remarks: [],
        }),
      ).map(({ what }) => what);
    expect(told(false)).toEqual([`The gateway was not asked: ${why}`]);
    expect(told(true)).toEqual([]);
  });

  test('says who by name, in the page', () => {
    expect(texts(documentOf(samplePage()), '#fix h3')).toEqual([
      expect.stringMatching(/^Gateway 2 whoever runs the LLM gateway/),
      expect.stringMatching(/^Configuration 3 whoever keeps/),
      expect.stringMatching(/^Network 1 /),
    ]);
  });

  test.each(checks.map(({ id }) => id))('%s has an owner', (id) => {
    expect(['configuration', 'gateway', 'network', 'identity']).toContain(ownerOfCheck(id));
  });
});

describe('the picker', () => {
  test('shows configured full IDs alone, and says why the rest is hidden', () => {
    const picker = pickerOf(samplePage());
    expect(picker.shown).toEqual([
      { label: 'Everyday', id: 'claude-sonnet-5', marks: ['1M context too'] },
      {
        label: 'claude-opus-5',
        id: 'claude-opus-5',
        marks: ['default for opus'],
        caution: 'the gateway does not list it',
      },
    ]);
    expect(picker.hidden.map(({ ids }) => ids)).toEqual([['claude-haiku-4-5'], ['gpt-5.5', 'gpt-4']]);
    expect(picker.hiddenCount).toBe(3);
  });

  test('puts what is discovered in the place of aliases', () => {
    const page = samplePage({
      discovery: { asks: true },
      configuredModels: [{ name: 'sonnet', tierDefault: false, large: false }],
    });
    expect(pickerOf(page).shown.map(({ label }) => label)).toEqual(['Claude Sonnet 5', 'claude-haiku-4-5']);
  });

  test('shows the aliases where there is no list', () => {
    const page = samplePage({
      discovery: { asks: true },
      configuredModels: [{ name: 'sonnet', tierDefault: false, large: false }],
      models: { kind: 'none', why: 'It was left out on purpose.', chosen: true },
    });
    expect(pickerOf(page)).toMatchObject({ shown: [{ label: 'sonnet' }], hidden: [] });
  });

  /* What is configured, whether the gateway is asked, and its list -> what users see, what they do not, and from where. */
  const row = (id: string, usable = true, reason: string | null = null) => ({
    id,
    displayName: null,
    usable,
    reason,
  });
  const made = (...rows: ReturnType<typeof row>[]): Page['models'] => ({
    kind: 'made',
    value: { rows, notes: [] },
  });
  const refused: Page['models'] = {
    kind: 'made',
    value: { rows: [], notes: [], problem: { detail: 'it answers 404', hint: '' } },
  };
  test.each<[string, string[], Page['discovery'], Page['models'], string[], [string, string[]][], RegExp]>([
    [
      'nothing, not asked',
      [],
      { asks: false },
      made(row('claude-a')),
      [],
      [['inferenceModels does not name it, and the gateway is not asked: discovery is off', ['claude-a']]],
      /Nothing is configured, and the gateway is not asked: discovery is off\./,
    ],
    [
      'models, not asked',
      ['claude-a'],
      { asks: false, why: 'w' },
      made(row('claude-a')),
      ['claude-a'],
      [],
      /^From inferenceModels alone: w\.$/,
    ],
    [
      'nothing, asked',
      [],
      { asks: true },
      made(row('claude-a')),
      ['claude-a'],
      [],
      /^From the list of the gateway\.$/,
    ],
    [
      'both',
      ['claude-a'],
      { asks: true },
      made(row('claude-a'), row('claude-b', true, 'slow')),
      ['claude-a', 'claude-b (slow)'],
      [],
      /^From inferenceModels and the list of the gateway\.$/,
    ],
    [
      'one with the suffix of 1M context',
      ['claude-a[1m]'],
      { asks: true },
      made(row('claude-a')),
      ['claude-a'],
      [],
      /and the list/,
    ],
    [
      'hidden ones by their reason',
      [],
      { asks: true },
      made(
        row('x', false),
        row('y', false, 'r'),
        row('z', false, 'r'),
        row('x', false, 'the same ID already stands in row 7'),
      ),
      [],
      [
        ['Claude Desktop does not offer it', ['x']],
        ['r', ['y', 'z']],
        ['the same ID stands further up already', ['x']],
      ],
      /^From the list/,
    ],
    [
      'one that is not served',
      ['claude-a'],
      { asks: true },
      made(row('claude-b')),
      ['claude-a (the gateway does not list it)', 'claude-b'],
      [],
      /and the list/,
    ],
    [
      'no list',
      ['claude-a', 'opus'],
      { asks: true },
      refused,
      ['claude-a', 'opus'],
      [],
      /the gateway gave no list: it answers 404$/,
    ],
    [
      'nobody asked',
      ['claude-a'],
      { asks: true },
      { kind: 'none', why: 'It was left out.', chosen: true },
      ['claude-a'],
      [],
      /was not asked for: It was left out\.$/,
    ],
  ])('%s', (_, configured, discovery, models, shown, hidden, source) => {
    const configuredModels = configured.map((name) => ({ name, tierDefault: false, large: false }));
    const picker = pickerOf(samplePage({ configuredModels, discovery, models }));
    expect(
      picker.shown.map(({ label, caution }) => (caution === undefined ? label : `${label} (${caution})`)),
    ).toEqual(shown);
    expect(picker.hidden.map(({ reason, ids }) => [reason, ids])).toEqual(hidden);
    expect(picker.source).toMatch(source);
  });

  test('says in the page that it would be empty', () => {
    const page = samplePage({ configuredModels: [], discovery: { asks: false, why: 'discovery is off' } });
    expect(texts(documentOf(page), '.empty')).toEqual(['The picker would be empty.']);
  });
});

describe('a report of another run, read: what nobody knows is never taken for good', () => {
  const probe = (more: object): object => ({ command: 'probe', verdict: {}, checks: [], ...more });
  const CHECK = {
    ...{ id: 'a', title: 'b', required: true, status: 'skip', ms: 4, detail: 'c', hint: 'd' },
    ...{ blockedBy: 'e', inconclusive: true },
  };
  test.each<[string, object, object]>([
    ['a run that passed', probe({ exitCode: 0 }), { failed: false }],
    ['a run that failed', probe({ exitCode: 1 }), { failed: true }],
    ['a run that does not say', probe({}), { failed: true }],
    [
      'a verdict',
      probe({ verdict: { works: 'partly', sentence: 'x' } }),
      { probe: { works: 'partly', sentence: 'x' } },
    ],
    ['a verdict of tomorrow', probe({ verdict: { works: 'mostly' } }), { probe: { works: 'unproven' } }],
    ['a check', probe({ checks: [CHECK] }), { probe: { checks: [CHECK] } }],
    [
      'a check of tomorrow',
      probe({ checks: [{ id: 'a', required: 'yes', status: 'fine', ms: -1, hint: '', inconclusive: 'no' }] }),
      { probe: { checks: [{ id: 'a', title: '', required: false, status: 'fail', ms: 0, detail: '' }] } },
    ],
    [
      'who answered',
      probe({ products: [{ name: 'LiteLLM', version: '1.2' }, { name: 'nginx' }] }),
      { probe: { answeredBy: 'LiteLLM 1.2 and nginx' } },
    ],
    [
      'a model',
      {
        command: 'models',
        models: [{ id: 'a', displayName: '', usable: 'true', reason: null }],
        notes: ['', 'b'],
      },
      { models: { rows: [{ id: 'a', displayName: null, usable: false, reason: null }], notes: ['b'] } },
    ],
    [
      'no models',
      { command: 'models', problem: 'a', hint: 'b' },
      { models: { rows: [], problem: { detail: 'a', hint: 'b' } } },
    ],
    [
      'hosts',
      {
        command: 'egress',
        hosts: [
          { host: 'a', port: 443, check: { status: 'reached', ms: 5, detail: 'x' } },
          { host: 'b', port: 443, check: { status: 'open' } },
          { host: 'c', port: 443 },
        ],
      },
      {
        reached: new Map([
          ['a:443', { status: 'reached', detail: '5 ms' }],
          ['b:443', { status: 'untried', detail: '' }],
        ]),
      },
    ],
    [
      'a finding',
      {
        command: 'validate',
        files: [
          {
            file: 'a.json',
            diagnostics: [
              {
                code: 'b',
                severity: 'odd',
                path: ['c', 0, 'd'],
                message: 'e',
                file: 'base.json',
                line: 3,
                column: 4,
              },
            ],
          },
        ],
      },
      {
        files: new Map([
          [
            'a.json',
            [
              {
                code: 'b',
                severity: 'error',
                setting: 'c[0].d',
                message: 'e',
                hint: undefined,
                place: 'base.json:3:4',
              },
            ],
          ],
        ]),
      },
    ],
  ])('%s', (_, report, read) => {
    expect(readResults(JSON.stringify({ version: 1, ...report }))).toMatchObject(read);
  });

  test('a check of tomorrow is neither blocked nor inconclusive', () => {
    const text = JSON.stringify({
      version: 1,
      ...probe({ checks: [{ id: 'a', blockedBy: '', inconclusive: 1 }] }),
    });
    expect(JSON.stringify(readResults(text))).not.toMatch(/blockedBy|inconclusive/);
  });
});

describe('the firewall list', () => {
  test.each([
    ['claude.ai', 'claude.ai'],
    ['*.example.com', '*.example.com'],
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['a, "b"', '"a, ""b"""'],
  ])('writes %j as %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  test('leaves no required host out, however many others there are', () => {
    const [optional, required] = samplePage().hosts;
    if (required === undefined || optional === undefined) throw new Error('two hosts');
    const page = samplePage({ hosts: [...Array.from({ length: 1000 }, () => optional), required] });
    expect(texts(documentOf(page), '#firewall tbody th')[0]).toBe(required.host);
  });

  test('of no host, and of none that is remarked', () => {
    const root = documentOf(samplePage({ hosts: [], remarks: [], toolAllowlist: [] }));
    expect(texts(root, '#firewall p')).toEqual(['No host has to be opened.']);
    expect(root.querySelector('#firewall :is(table, #csv, h3)')).toBeNull();
  });

  test('is the same as a table and as CSV, required hosts first', () => {
    const root = documentOf(samplePage());
    expect(texts(root, '#firewall tbody th')).toEqual(['llm-gateway.example.com', 'claude.ai']);
    expect(root.querySelector('#csv')?.textContent?.trim().split('\n')).toEqual([
      'host,port,protocol,required,for,setting,why',
      'llm-gateway.example.com,8443,https,yes,Inference,inferenceGatewayBaseUrl,"Every conversation goes here, ""all"" of them."',
      'claude.ai,443,https,no,Updates,disableAutoUpdates,The app asks here for new versions.',
    ]);
  });
});

describe('size', () => {
  const many = (number: number): Page => {
    const rows = Array.from({ length: number }, (_, at) => ({
      id: `claude-sonnet-${String(at)}-<b>`,
      displayName: null,
      usable: at % 2 === 0,
      reason: at % 2 === 0 ? null : `reason ${String(at % 100)}`,
    }));
    return samplePage({
      discovery: { asks: true },
      models: { kind: 'made', value: { rows, notes: [] } },
      hosts: rows.flatMap(({ id }) =>
        samplePage()
          .hosts.slice(0, 1)
          .map((host) => ({ ...host, host: id })),
      ),
      findings: rows.map(({ id }) => ({
        code: 'unknown-key',
        severity: 'warning',
        setting: id,
        message: id,
        place: '1:1',
      })),
      settings: rows.map(({ id }) => ({ key: id, section: 'Models', title: '', value: 'x'.repeat(500) })),
    });
  };

  test('is bounded, and says what it leaves out', () => {
    const text = renderPage(many(10_000));
    expect(text.length).toBeLessThan(1_500_000);
    const root = new JSDOM(text).window.document;
    expect(texts(root, '#fix > p').at(-1)).toContain('9804 more faults');
    expect(texts(root, '.picker li.soft')).toContain('… and 4702 more');
    expect(texts(root, '#firewall p').join()).toContain('9000 more hosts');
    expect(texts(root, '#configuration p').at(-1)).toContain('9500 more settings');
  });

  test('a value of five megabytes is cut', () => {
    const value = '<'.repeat(5_000_000);
    const text = renderPage(samplePage({ settings: [{ key: 'k', section: 'Models', title: '', value }] }));
    expect(text.length).toBeLessThan(120_000);
    expect(text).toContain('(4996000 characters more)');
  });

  test('costs time in proportion', async () => {
    expect(await exponentOf(2000, many, renderPage)).toBeLessThan(NOT_QUADRATIC);
  });
});
