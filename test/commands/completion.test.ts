import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reporterNames } from '../../src/report/index.ts';
import { runCli } from '../support/io.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
const installed = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

let folder = '';
const scripts: Record<string, string> = {};
const file = (shell: string): string => path.join(folder, `_cowork-3p.${shell}`);
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'cowork-3p-completion-'));
  for (const shell of SHELLS) {
    const run = await runCli(['completion', shell]);
    expect([run.code, run.stderr]).toEqual([0, '']);
    scripts[shell] = run.stdout;
    writeFileSync(file(shell), run.stdout);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command line in a shell without the start-up files of whoever runs the tests. */
function run(shell: string, flags: readonly string[], script: string): string {
  const { status, stdout, stderr } = spawnSync(shell, [...flags, '-c', script], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: folder },
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

describe('completion', () => {
  test.each(SHELLS)(
    '%s: the help and a terminal say how to install it, in one line to copy',
    async (shell) => {
      const line = new RegExp(`^    .*cowork-3p completion ${shell}.*$`, 'm');
      const help = await runCli(['completion', '--help'], { columns: 40 });
      const [told] = line.exec(help.stdout) ?? [];
      expect(told).toBeDefined();
      expect((await runCli(['completion', shell], { isTTY: true })).stderr).toContain(told);
      expect((await runCli(['completion', shell])).stderr).toBe('');
    },
  );

  describe.each([
    ['bash', ['--norc'], 'cowork-3p() { cat "$HOME/_cowork-3p.bash"; }', 'complete -p cowork-3p'],
    [
      'zsh',
      ['-f'],
      'autoload -Uz compinit && compinit -u -D\ncowork-3p() { cat "$HOME/_cowork-3p.zsh"; }',
      'print $_comps[cowork-3p]',
    ],
    ['fish', ['--no-config'], 'function cowork-3p; cat $HOME/_cowork-3p.fish; end', 'complete -c cowork-3p'],
  ] as const)('%s', (shell, options, stub, ask) => {
    test.skipIf(!installed(shell))('is completed after that line', async () => {
      const help = (await runCli(['completion', '--help'])).stdout;
      const lines = [...help.matchAll(/^ {4}(.*cowork-3p completion .*)$/gm)].map(([, one]) => one ?? '');
      const told = lines.find((line) => line.includes(`completion ${shell}`)) ?? '';
      expect(run(shell, options, `${stub}\n${told}\n${ask}`)).toMatch(/_cowork_3p|complete .*cowork-3p/);
    });
  });

  test.each(SHELLS)('%s: every command and every option of the help is in the script', async (shell) => {
    const help = await runCli(['--help']);
    const commands = [...help.stdout.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name ?? '');
    expect(commands).toEqual(expect.arrayContaining(['validate', 'export', 'egress', 'completion', 'help']));
    for (const name of commands) {
      expect(scripts[shell]).toContain(name);
      if (name === 'help') continue;
      const options = (await runCli([name, '--help'])).stdout.matchAll(/^ {2}(?:-\w, )?--([a-z0-9-]+)/gm);
      for (const [, option] of options)
        expect(scripts[shell]).toMatch(new RegExp(`(?:--|-l )${option ?? ''}\\b`));
    }
  });

  test('an unknown shell is wrong usage', async () => {
    const { code, stderr } = await runCli(['completion', 'tcsh']);
    expect(code).toBe(2);
    expect(stderr).toContain('bash, zsh, fish, powershell');
    expect((await runCli(['completion'])).code).toBe(2);
  });

  describe.skipIf(!installed('bash'))('bash', () => {
    /** What bash would offer after these words; the last one is being typed. */
    const complete = (...words: string[]): string[] => {
      const list = words.map((word) => `'${word}'`).join(' ');
      const script =
        `source '${file('bash')}'; COMP_WORDS=(cowork-3p ${list}); COMP_CWORD=${String(words.length)}; ` +
        `_cowork_3p; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return run('bash', ['--norc'], script)
        .split('\n')
        .filter((word) => word !== '');
    };

    test('registers itself', () => {
      expect(run('bash', ['--norc'], `source '${file('bash')}'; complete -p cowork-3p`)).toBe(
        'complete -o bashdefault -o default -F _cowork_3p cowork-3p\n',
      );
    });

    test('commands, options, values, files', () => {
      expect(complete('val')).toEqual(['validate']);
      expect(complete('')).toEqual(expect.arrayContaining(['init', 'egress', '--help']));
      expect(complete('validate', '--form')).toEqual(['--format']);
      expect(complete('validate', '--format', '')).toEqual(reporterNames);
      expect(complete('validate', '--format', '=', 'j')).toEqual(['json', 'junit']);
      expect(complete('validate', '--format', '=')).toContain('sarif');
      expect(complete('egress', '--format', 'h')).toEqual(['hosts']);
      expect(complete('validate', '--ignore', 'url-v')).toEqual(['url-v1-path']);
      // Nothing offered: bash falls back to files.
      expect(complete('validate', '')).toEqual([]);
      expect(complete('validate', '--quiet', 'a.json', '')).toEqual([]);
      expect(complete('completion', '')).toEqual([...SHELLS]);
      expect(complete('completion', '--quiet', 'z')).toEqual(['zsh']);
      expect(complete('completion', 'zsh', '')).toEqual([]);
      expect(complete('help', 'dif')).toEqual(['diff']);
      expect(complete('probe', '--only', 'dn')).toEqual(['dns']);
      expect(complete('probe', '--skip', 'dn')).toEqual(['dns']);
      // A model has an id too, and no check is one.
      expect(complete('probe', '--model', '')).toEqual([]);
      expect(complete('validate', '--target', '')).toEqual(['latest']);
      expect(complete('explain', 'inferenceModels')).toEqual(['inferenceModels']);
      expect(complete('export', '--all', folder.slice(0, -3))).toEqual([folder]);
    });
  });

  describe.skipIf(!installed('zsh'))('zsh', () => {
    test('parses and registers itself', () => {
      run('zsh', ['-f', '-n'], `source '${file('zsh')}'`);
      const script = `autoload -Uz compinit; compinit -D -u; source '${file('zsh')}'; print -r -- "$_comps[cowork-3p]"`;
      expect(run('zsh', ['-f'], script)).toBe('_cowork_3p\n');
    });

    test('offers what it should, asked in a terminal of its own', () => {
      // zsh completes only where it edits a line: zpty gives it a terminal.
      const script = `
zmodload zsh/zpty
zpty -b z zsh -f -i
ask() { zpty -w z "$1"; }
ask "PS1=; unset zle_bracketed_paste; autoload -Uz compinit; compinit -D -u; source '${file('zsh')}'"
ask "zstyle ':completion:*' list-prompt ''; zstyle ':completion:*' insert-tab false; LISTMAX=1000; stty -echo"
ask 'print -r -- BEGIN-$((1+1))'
zpty -n -w z $'cowork-3p egress --format ho\\t'
sleep 1
zpty -n -w z $'\\C-a: \\C-e\\n'
zpty -n -w z $'cowork-3p compl\\t'
sleep 1
zpty -n -w z $'\\C-a: \\C-e\\nexit\\n'
text=''
while zpty -r z chunk; do text+=$chunk; done
print -r -- "$text"
`;
      const { stdout } = spawnSync('zsh', ['-f', '-c', script], {
        encoding: 'utf8',
        timeout: 15_000,
        env: { PATH: process.env.PATH ?? '', HOME: folder, TERM: 'dumb' },
      });
      expect(stdout).toContain('--format hosts');
      expect(stdout).toContain('cowork-3p completion');
    });
  });

  describe.skipIf(!installed('fish'))('fish', () => {
    const complete = (line: string): string[] =>
      run('fish', ['--no-config'], `source '${file('fish')}'; complete -C '${line}'`)
        .split('\n')
        .map((one) => one.split('\t')[0] ?? '')
        .filter((word) => word !== '');

    test('commands, options, values, files', () => {
      expect(complete('cowork-3p val')).toEqual(['validate']);
      expect(complete('cowork-3p validate --for')).toContain('--format');
      expect(complete('cowork-3p validate --format ').sort()).toEqual([...reporterNames].sort());
      expect(complete('cowork-3p completion ')).toEqual(expect.arrayContaining(['bash', 'zsh']));
      expect(complete('cowork-3p validate /etc/host').join()).toContain('/etc/hosts');
    });
  });

  test('powershell: registers for the command and its Windows launchers, and quotes', () => {
    const script = scripts.powershell ?? '';
    expect(script).toContain(
      "Register-ArgumentCompleter -Native -CommandName @('cowork-3p', 'cowork-3p.cmd', 'cowork-3p.ps1')",
    );
    const names = reporterNames.map((name) => `'${name}'`).join(', ');
    expect(script).toContain(`'validate --format' = @(${names})`);
    expect(script).toContain("'completion ' = @('bash', 'zsh', 'fish', 'powershell')");
    // Outside of quotes brackets pair up, and no quote is left open on a line.
    for (const line of script.split('\n').filter((one) => !one.startsWith('#')))
      expect((line.match(/'/g) ?? []).length % 2, line).toBe(0);
    const bare = script.replace(/'(?:[^']|'')*'/g, '');
    for (const [open, close] of ['{}', '()', '[]'])
      expect(bare.split(open ?? '').length, open).toBe(bare.split(close ?? '').length);
  });
});
