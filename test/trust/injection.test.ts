import { describe, expect, test } from 'vitest';
import { forTerminal, inert, printable } from '../../src/text/printable.ts';
import { wrap } from '../../src/report/wrap.ts';
import { runCli } from '../support/io.ts';
import {
  MARK,
  cases,
  DRIVES,
  obeyed,
  expectHarmless,
  elementsOf,
  JUNIT,
  worldOf,
} from '../support/hostile-texts.ts';

describe('promise: nothing from outside can drive the terminal', () => {
  test.each(cases)('%s, in every command that says something in text', async (_what, text) => {
    const world = worldOf(text);
    const { name } = world;
    for (const argv of [
      ['validate', name],
      ['validate', '--resolve', '--strict', '--target', 'latest', name],
      ['validate', `missing${text}`, `empty${text}`, `unknown${text}`, `cut${text}.json`],
      ['validate', '--format', 'json', `missing${text}`],
      ['validate', '--ignore', text, name],
      ['validate', '--format', text, name],
      ['validate', '--platform', text, name],
      ['validate', '--target', text, name],
      ['validate', `*${text}`],
      ['diff', 'good.json', name],
      ['diff', name, name],
      ['diff', `cut${text}.json`, name],
      ['migrate', '--check', name],
      ['migrate', '--check', '--target', '1.5354', name],
      ['migrate', `cut${text}.json`],
      ['egress', name],
      ['egress', '--format', 'hosts', name],
      ['export', name, '--format', 'reg', '-o', text],
      ['export', 'good.json', '-o', text],
      ['export', 'good.json', '--format', 'json', '--check', name],
      ['export', 'good.json', '--format', 'json', '--check', `missing${text}`],
      ['explain', text],
      ['completion', text],
      ['init', '--yes', '--set', `${text}=${text}`, '-o', name],
      ['init', '--yes', '--set', `organizationInstructions=${text}`, '-o', `new${text}`],
      ['init', '--yes', '--from', name, `new${text}`],
      ['models', name],
      ['report', '--offline', name, '-o', `${text}.html`, '--title', text],
      ['report', name, '--results', text],
      ['probe', name],
      ['probe', '--only', text, name],
      [text],
      [`--${text}`],
      ['validate', `--${text}`],
      ['help', text],
    ]) {
      const run = await runCli(argv, world);
      const said = `${argv.join(' ')}: ${run.stdout}${run.stderr}`;
      expect(run.code, said).not.toBe(3);
      expectHarmless(run.stdout);
      expectHarmless(run.stderr);
      // No line of ours begins with a text of theirs.
      expect(`${run.stdout}${run.stderr}`).not.toMatch(new RegExp(`^(?:\\d{4}-|\\[|")?${MARK}`, 'm'));
    }
  });

  test('a file that is written to a terminal', async () => {
    const text = `// \u001B[31m red \u009B2J \u202E\n{"deploymentDisplayName": "a\u009B31mb\u2028"}\n`;
    for (const argv of [
      ['migrate', '-'],
      ['export', '-', '--format', 'plist'],
      ['export', '-', '--format', 'json'],
    ])
      expectHarmless((await runCli(argv, { stdin: text, isTTY: true })).stdout);
    // Elsewhere it is a file and stays as it is.
    expect((await runCli(['migrate', '-'], { stdin: text })).stdout).toBe(text);
  });

  test('every text of one or two signs around an escape', () => {
    const signs = [
      '\u001B',
      '[',
      ']',
      '\u009B',
      '\u0007',
      '0',
      'm',
      '\n',
      ' ',
      ':',
      '#',
      '\u202E',
      '\u00AD',
      '\uD800',
    ];
    for (const a of signs)
      for (const b of signs)
        for (const c of signs)
          for (const d of signs) {
            const text = `${a}${b}${c}${d}:error::x##vso[a.b]`;
            expectHarmless(printable(text));
            expect(DRIVES.test(forTerminal(text).replace(/[\n\r]/g, ''))).toBe(false);
          }
  });

  test('a line may be broken anywhere without making a command', () => {
    for (const [, text] of cases)
      for (let width = 1; width < 60; width += 1)
        expect(obeyed(wrap(printable(`It holds ${text}.`, 500), width, '    '))).toEqual([]);
    expect(inert('http://[::1]:8080 and ::1, ::ffff:10.0.0.1, std::string, a::b::c, # a, ## b')).toBe(
      'http://[::1]:8080 and ::1, ::ffff:10.0.0.1, std::string, a::b::c, # a, ## b',
    );
  });
});

describe('promise: nothing from outside can add to a report', () => {
  const files = (text: string, { name }: { name: string }): string[] => [
    name,
    `cut${text}.json`,
    // A sign of a glob would make it one.
    `missing${text.replace(/[*?[\]{}]/g, '')}`,
    'good.json',
  ];

  test.each(cases)('%s, in JSON', async (_what, text) => {
    const world = worldOf(text);
    const run = await runCli(['validate', '--format', 'json', ...files(text, world)], world);
    expectHarmless(run.stdout);
    const report = JSON.parse(run.stdout) as { files: { file: string; diagnostics: unknown[] }[] };
    expect(Object.keys(report)).toEqual(['version', 'command', 'files', 'summary', 'exitCode']);
    expect(report.files.map(({ file }) => file)).toEqual(files(text, world));
    for (const argv of [
      ['diff', '--format', 'json', 'good.json', world.name],
      ['migrate', '--check', '--format', 'json', world.name],
      ['egress', '--format', 'json', world.name],
    ]) {
      const { stdout, stderr } = await runCli(argv, world);
      expectHarmless(stdout);
      expectHarmless(stderr);
      if (stdout !== '') expect(JSON.parse(stdout)).toMatchObject({ version: 1, command: argv[0] });
    }
  });

  test.each(cases)('%s, in GitHub annotations: a line a finding', async (_what, text) => {
    const world = worldOf(text);
    const names = files(text, world);
    const run = await runCli(['validate', '--format', 'github', ...names], world);
    const json = await runCli(['validate', '--format', 'json', ...names], world);
    const { summary } = JSON.parse(json.stdout) as { summary: Record<string, number> };
    const lines = run.stdout.trimEnd().split('\n');
    expectHarmless(run.stdout, true);
    expectHarmless(run.stderr);
    expect(lines).toHaveLength((summary.errors ?? 0) + (summary.warnings ?? 0) + (summary.infos ?? 0) + 2);
    expect(lines.pop()).toMatch(/^cowork-3p: 1 file could not be read, \d+ errors?/);
    for (const line of lines)
      expect(line).toMatch(
        /^::(?:error|warning|notice) file=[^:,]*(?:,(?:line|endLine|col|endColumn)=\d+)*,title=[^:,]*::\S/,
      );
    expect(lines.filter((line) => line.includes('%0A::') || /##[a-z]*\[/i.test(line))).toEqual([]);
  });

  test.each(cases)('%s, in SARIF: no rule, no result, no link', async (_what, text) => {
    const world = worldOf(text);
    const run = await runCli(['validate', '--format', 'sarif', ...files(text, world)], world);
    expectHarmless(run.stdout);
    const { runs } = JSON.parse(run.stdout) as Sarif;
    expect(runs).toHaveLength(1);
    for (const { tool, results, invocations } of runs) {
      expect(invocations).toHaveLength(1);
      for (const { id } of tool.driver.rules) expect(id).toMatch(/^[a-z0-9-]+$/);
      for (const { message, locations } of results) {
        expect(message.text).not.toMatch(/(?<!\\)\]\(/);
        for (const { physicalLocation } of locations)
          expect(physicalLocation.artifactLocation.uri).toMatch(/^(?:[\w.!~*'()/-]|%[0-9A-F]{2})+$/);
      }
    }
  });

  test.each(cases)('%s, in JUnit: no element', async (_what, text) => {
    const world = worldOf(text);
    const run = await runCli(['validate', '--format', 'junit', ...files(text, world)], world);
    expectHarmless(run.stdout);
    const elements = elementsOf(run.stdout);
    expect(elements.filter((name) => !JUNIT.has(name))).toEqual([]);
    expect(elements.filter((name) => name === 'testsuite')).toHaveLength(4);
    const declared = [...run.stdout.matchAll(/<testsuite name="[^"]*" tests="(\d+)"/g)].map(([, n]) =>
      Number(n),
    );
    expect(elements.filter((name) => name === 'testcase')).toHaveLength(declared.reduce((a, b) => a + b, 0));
  });

  test.each(cases)('%s, in the text of hosts: a host a line', async (_what, text) => {
    const world = worldOf(text);
    const json = await runCli(['egress', '--format', 'json', world.name], world);
    if (json.stdout === '') return;
    const { hosts } = JSON.parse(json.stdout) as { hosts: { host: string; port: number }[] };
    const { stdout } = await runCli(['egress', '--format', 'hosts', world.name], world);
    const lines = stdout.split('\n').filter((line) => line !== '');
    expect(lines).toHaveLength(new Set(hosts.map(({ host, port }) => `${host}:${port}`)).size);
    for (const line of lines) expect(line).toMatch(/^[\w*.[\]:-]+$/);
  });
});

interface Sarif {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly invocations: readonly unknown[];
    readonly results: readonly {
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
    }[];
  }[];
}
