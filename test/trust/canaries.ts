import { FILE_FORMATS, MAIN_FORMATS } from '../../src/exporters/index.ts';
import { reporterNames } from '../../src/report/index.ts';
import { runCli, type Run, type World } from '../support/io.ts';
import { leaked, type Planted } from './canary-places.ts';
import type { CanaryWorld } from './canary-worlds.ts';

/*
 * One configuration with a secret in it, through every command and format that reads one. What is written into a file
 * that is meant to hold the secret does not count; everything said on the way there does.
 */

const BASE_FILE = JSON.stringify({
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://gw.example.com',
  inferenceGatewayApiKey: 'placeholder',
  inferenceModels: ['claude-opus-5'],
});

const EXPORTS = MAIN_FORMATS;
/** Written, and never shown; what is said on stderr counts. */
const MORE_EXPORTS = FILE_FORMATS.filter((format) => !EXPORTS.some((one) => one === format));
const REPORTS = reporterNames;

/** Command lines over `a.json`; `b.json` is the same without the secret. */
const COMMANDS: readonly (readonly string[])[] = [
  ...REPORTS.map((format) => ['validate', '--format', format, 'a.json']),
  // Each into a file of its own, which is read as well.
  ['validate', 'a.json', '--quiet', ...REPORTS.flatMap((format) => ['-o', `${format}=report.${format}`])],
  ['validate', 'a.json', '--resolve', '--verbose', '-o', 'sarif=report.sarif', '-o', 'report.txt'],
  ['validate', 'a.json', '--as', 'bootstrap'],
  ['validate', 'a.json', '--as', 'library', '--format', 'markdown'],
  ['validate', 'a.json', 'b.json', '--set', 'disableAutoUpdates=maybe', '--format', 'gitlab'],
  ['explain', '--effective', 'a.json'],
  ['explain', '--effective', 'a.json', '--format', 'json'],
  ['init', '--yes', '--from', 'a.json', 'made.json', '--quiet'],
  ['init', '--yes', '--from', 'a.json', 'made.json', '--set', 'inferenceProvider=nobody'],
  ['diff', 'b.json', 'a.json', '--resolve', '--format', 'json'],
  ['migrate', 'a.json', '--target', '1.5354', '--check'],
  // What cannot be: wrong options, files and formats.
  ['validate', 'a.json', '--input-format', 'reg'],
  ['validate', 'a.json', '--input-format', 'mobileconfig', '--verbose'],
  ['export', 'a.json', '--format', 'intune-remediation', '-o', 'folder'],
  ['export', 'a.json', '-o', 'a.json'],
  ['diff', 'a.json', 'none.json'],
  ['validate', '--strict', '--platform', 'linux', 'a.json'],
  ['validate', '--resolve', 'a.json'],
  ['validate', '--resolve', '--format', 'json', 'a.json'],
  ['validate', '--target', 'latest', 'a.json'],
  ['validate', '--target', '1.5354', '--format', 'json', 'a.json'],
  ['diff', 'b.json', 'a.json'],
  ['diff', 'a.json', 'b.json', '--format', 'json'],
  ['migrate', '--check', 'a.json'],
  ['migrate', '--check', '--format', 'json', 'a.json'],
  ['egress', 'a.json'],
  ['egress', '--format', 'json', 'a.json'],
  ['egress', '--format', 'hosts', 'a.json'],
  ['report', '--offline', 'a.json'],
  ...EXPORTS.flatMap((format) => [
    ['export', 'a.json', '--format', format, '--check', 'b.json'],
    ['export', 'a.json', '--format', format, '-o', `out.${format}`],
  ]),
  ...MORE_EXPORTS.map((format) => ['export', 'a.json', '--format', format, '-o', `out.${format}`]),
];

/** Runs of one place, without those that ask a gateway. */
export const COMMAND_COUNT = COMMANDS.length;

/** Commands that go to a gateway; nothing listens where they ask. */
const GATEWAY: readonly (readonly string[])[] = [
  ['probe', 'a.json', '--timeout', '500', '--url', 'http://127.0.0.1:39219'],
  ['probe', 'a.json', '--timeout', '500', '--url', 'http://127.0.0.1:39219', '--format', 'json'],
  ['models', 'a.json', '--timeout', '500', '--url', 'http://127.0.0.1:39219', '--format', 'json'],
  ['report', 'a.json', '--timeout', '500', '--url', 'http://127.0.0.1:39219'],
];

interface Leak {
  readonly place: string;
  readonly command: string;
  readonly text: string;
}

/** Runs one planted configuration through commands; says where the secret came out, and how many runs it took. */
export async function runPlanted(
  planted: Planted,
  { containers = false, gateway = false }: { readonly containers?: boolean; readonly gateway?: boolean } = {},
): Promise<{ readonly runs: number; readonly leaks: readonly Leak[] }> {
  const files: Record<string, string | Uint8Array> = {
    'a.json': JSON.stringify(planted.settings, null, 2),
    'b.json': BASE_FILE,
    ...planted.files,
  };
  const env = { NO_PROXY: '127.0.0.1', ...planted.env };
  const leaks: Leak[] = [];
  let runs = 0;
  const run = async (argv: readonly string[], world: World): Promise<Run> => {
    runs += 1;
    const result = await runCli(argv, world);
    const reports = [...result.files].filter(([name]) => name.startsWith('report.'));
    const said = [result.stdout, result.stderr, ...reports.map(([, bytes]) => bytes.toString('utf8'))].join(
      '\n',
    );
    if (leaked(said, planted.secret))
      leaks.push({ place: planted.name, command: argv.join(' '), text: said });
    if (result.code === 3)
      leaks.push({ place: planted.name, command: argv.join(' '), text: `exit 3: ${said}` });
    return result;
  };
  for (const argv of [...COMMANDS, ...(gateway ? GATEWAY : [])]) await run(argv, { files, env });
  if (containers && planted.env === undefined && planted.files === undefined)
    for (const format of EXPORTS) {
      const name = `c.${format}`;
      const made = await runCli(['export', 'a.json', '--format', format, '-o', name], { files, env });
      const bytes = made.files.get(name);
      if (bytes === undefined) continue;
      const world = { files: { ...files, [name]: bytes } };
      await run(['validate', '--format', 'json', name], world);
      await run(['diff', 'b.json', name], world);
    }
  return { runs, leaks };
}

/** Runs every command of a world; what is meant to be a file with the secret in it does not count. */
export async function runWorld({
  name,
  secret,
  world,
  commands,
}: CanaryWorld): ReturnType<typeof runPlanted> {
  const leaks: Leak[] = [];
  for (const argv of commands) {
    const { code, stdout, stderr, files } = await runCli(argv, world);
    const writes = ['export', 'init'].includes(argv[0] ?? '') && !argv.includes('--check');
    const reports = [...files].filter(([file]) => file.startsWith('report.'));
    const said = [writes ? '' : stdout, stderr, ...reports.map(([, bytes]) => bytes.toString('utf8'))].join(
      '\n',
    );
    // What drives a terminal is left out of every text, and must hide nothing by that.
    const forms = [secret, secret.replace(ESCAPES, '')];
    const out = forms.some((form) => (form.length < 8 ? said.includes(form) : leaked(said, form)));
    if (out || code === 3)
      leaks.push({ place: name, command: argv.join(' '), text: code === 3 ? `exit 3: ${said}` : said });
  }
  return { runs: commands.length, leaks };
}

// eslint-disable-next-line no-control-regex -- that is what it looks for
const ESCAPES = /\u001b\[\d*m/g;
