import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checks } from '../../src/probe/probe.ts';
import { runCli } from '../support/io.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../docs/probe.md'), 'utf8');

test('docs/probe.md has a row for every check, and no other', () => {
  const rows = [...page.matchAll(/^\| `([a-z0-9-]+)` +\| (.+?) +\| (yes|) +\| (.+?) +\|$/gm)].map(
    ([, id, title, required, when]) => ({ id, title, required: required === 'yes', when }),
  );
  expect(rows).toEqual(
    checks.map(({ id, title, required, when, flag }) => ({
      id,
      title,
      required,
      when: {
        default: 'always',
        deep: '`--deep`',
        flag: `\`--${flag ?? ''}\``,
        passive: 'always, from the other answers',
      }[when],
    })),
  );
});

test('it has every flag of its own', async () => {
  const { stdout } = await runCli(['probe', '--help']);
  const flags = [...stdout.matchAll(/^ {2}(--[a-z0-9-]+)/gm)].map(([, flag]) => flag ?? '');
  const common = ['--quiet', '--no-color', '--verbose', '--input-format', '--list'];
  expect(flags.length).toBeGreaterThan(15);
  expect(flags.filter((flag) => !common.includes(flag) && !page.includes(`\`${flag}`))).toEqual([]);
});

test('--list says which flag asks for a check', async () => {
  const { stdout } = await runCli(['probe', '--list']);
  expect(stdout).toMatch(/as-device-auth .*--sso/);
  expect(stdout).toMatch(/sso-aud .*--other-audience-token-env/);
});
