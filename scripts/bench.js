// Times the built program as whole processes, paired with `node -e 0` or `ajv-cli` in the same run, and prints
// a table of ratios: machines differ and drift, ratios of neighbours do not. What a start costs is measured on Node 20, 22
// and 24, where npm can get them. Usage: npm run bench [-- --quick]; scripts/bench-growth.js has what grows with a file.
import { spawn, spawnSync } from 'node:child_process';
import { cpus, tmpdir } from 'node:os';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = path.join(root, 'bin/cowork-3p.js');
const quick = process.argv.includes('--quick');
const runs = quick ? 7 : 41;
const work = await mkdtemp(path.join(tmpdir(), 'cowork-3p-bench-'));

// A module that the measured process loads first: at its end it tells its peak memory on descriptor 3.
const meter =
  'data:text/javascript,' +
  encodeURIComponent(
    "import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))",
  );

/** Runs a command to its end; milliseconds, and peak memory in MB when metered. */
function time(args, { metered = false, node = process.execPath } = {}) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(node, metered ? ['--import', meter, ...args] : args, {
      stdio: ['ignore', 'ignore', 'pipe', metered ? 'pipe' : 'ignore'],
      cwd: work,
      // Compiled code is kept where every run of this benchmark finds it, and nobody else.
      env: { ...process.env, XDG_CACHE_HOME: work },
    });
    let told = '';
    // What a command remarks on is no matter of a benchmark, unless it fails.
    let remarks = '';
    child.stderr.on('data', (chunk) => (remarks += chunk));
    child.stdio[3]?.on('data', (chunk) => (told += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const ms = Number(process.hrtime.bigint() - start) / 1e6;
      if (code === 0) resolve({ ms, mb: Number(told) / 1024 });
      else reject(new Error(`${args.join(' ')} ended with ${code}: ${remarks}`));
    });
  });
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** Median of A/B over alternating pairs. `program` runs A where that is not Node. */
async function paired(a, b, { times = runs, node, program = node } = {}) {
  await time(a, { node: program });
  await time(b, { node });
  const ratios = [];
  for (let run = 0; run < times; run++) {
    const first = await time(a, { node: program });
    const second = await time(b, { node });
    ratios.push(first.ms / second.ms);
  }
  return median(ratios);
}

const config = (index) => ({
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: `https://llm-gateway-${index}.example.com`,
  inferenceGatewayApiKey: 'placeholder',
  inferenceGatewayAuthScheme: 'bearer',
  inferenceCustomHeaders: { 'x-tenant': `team-${index}` },
  inferenceModels: ['claude-sonnet-4-5', { name: `claude-opus-4-${index % 9}`, supports1m: true }],
  disableAutoUpdates: index % 2 === 0,
  autoUpdaterEnforcementHours: 24,
  coworkEgressAllowedHosts: ['*.example.com', `host-${index}.example.org`],
});

/** Node of a major version: this one, or what npm gets. Undefined where there is none. */
function nodeOf(major) {
  if (process.versions.node.startsWith(`${major}.`)) return Promise.resolve(process.execPath);
  // Under `npm run` npm says where it is; no shell is needed to find it.
  const { npm_execpath: npm } = process.env;
  const child = spawn(
    npm === undefined ? 'npm' : process.execPath,
    [
      ...(npm === undefined ? [] : [npm]),
      ...['exec', '--yes', `--package=node@${major}`, '--', 'node', '-p', 'process.execPath'],
    ],
    { cwd: work, stdio: ['ignore', 'pipe', 'ignore'], timeout: 120_000 },
  );
  let told = '';
  child.stdout.on('data', (chunk) => (told += chunk));
  return new Promise((resolve) => {
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? told.trim() : undefined));
  });
}

async function files(count) {
  const folder = path.join(work, `files-${count}`);
  await mkdir(folder);
  for (let index = 0; index < count; index++)
    await writeFile(
      path.join(folder, `${String(index).padStart(5, '0')}.json`),
      JSON.stringify(config(index), null, 2),
    );
  return `${folder.split(path.sep).join('/')}/*.json`;
}

const rows = [];
const row = (what, figure, limit) => {
  rows.push([what, figure, limit]);
  console.error(`${what}: ${figure} (${limit})`);
};

try {
  const nothing = ['-e', '0'];
  const one = path.join(work, 'one.json');
  await writeFile(one, JSON.stringify(config(1), null, 2));
  for (const major of [20, 22, 24]) {
    const node = await nodeOf(major);
    const measure = async (what, args, limit) =>
      row(
        `Node ${major}: ${what} / node -e 0`,
        node === undefined ? 'not to be had' : (await paired([bin, ...args], nothing, { node })).toFixed(2),
        limit,
      );
    await measure('--version', ['--version'], '≤ 1.2');
    await measure('validate, one file', ['validate', one], major === 20 ? '≤ 1.6' : '≤ 1.7');
    if (major === 20)
      for (const format of ['reg', 'json', 'plist', 'mobileconfig'])
        await measure(`export to ${format}`, ['export', one, '--format', format], '≤ 1.7');
  }

  // The executable brings its own Node: the same one is what it is compared with.
  const program = path.join(
    root,
    'dist-binary',
    process.platform === 'win32' ? 'cowork-3p.exe' : 'cowork-3p',
  );
  const built = spawnSync(program, ['--version', '--verbose'], { encoding: 'utf8' });
  const sameNode = built.stdout?.includes(`Node ${process.versions.node} `) === true;
  for (const args of [['--version'], ['validate', one]])
    row(
      `executable: ${args[0]} / node -e 0`,
      sameNode ? (await paired(args, nothing, { program })).toFixed(2) : 'not built with this Node',
      '≤ 1.5',
    );

  const thousand = await files(1000);
  const many = quick ? 3000 : 10_000;
  const tenThousand = await files(many);
  const small = [];
  const large = [];
  for (let run = 0; run < 3; run++) {
    small.push(await time([bin, 'validate', '--quiet', thousand], { metered: true }));
    large.push(await time([bin, 'validate', '--quiet', tenThousand], { metered: true }));
  }
  const start = median(
    await Promise.all([1, 2, 3].map(() => time([bin, 'validate', one]))).then((all) =>
      all.map(({ ms }) => ms),
    ),
  );
  const perFile = (all, count) => (median(all.map(({ ms }) => ms)) - start) / count;
  row(
    `cost per file, ${many} / 1000 files`,
    (perFile(large, many) / perFile(small, 1000)).toFixed(2),
    '≤ 1.1',
  );
  row(`peak memory, ${many} files`, `${Math.round(median(large.map(({ mb }) => mb)))} MB`, '< 200 MB');

  const ajv = path.join(work, 'ajv');
  await mkdir(ajv);
  await writeFile(path.join(ajv, 'package.json'), '{"private":true}');
  // Under `npm run` npm says where it is; no shell is needed to find it.
  const { npm_execpath: npm } = process.env;
  const install = spawn(
    npm === undefined ? 'npm' : process.execPath,
    [
      ...(npm === undefined ? [] : [npm]),
      ...['install', '--silent', '--no-audit', '--no-fund', 'ajv-cli@5.0.0', 'ajv-formats@2.1.1'],
    ],
    { cwd: ajv, stdio: 'ignore' },
  );
  const installed = await new Promise((resolve) => {
    install.on('error', () => resolve(false));
    install.on('close', (code) => resolve(code === 0));
  });
  if (installed) {
    const ajvBin = path.join(ajv, 'node_modules/ajv-cli/dist/index.js');
    const args = [
      ajvBin,
      'validate',
      '-s',
      path.join(root, 'schema.json'),
      '--strict=false',
      '-c',
      'ajv-formats',
      '-d',
      tenThousand,
    ];
    row(
      `validate / ajv-cli validate, ${many} files`,
      (await paired([bin, 'validate', '--quiet', tenThousand], args, { times: 3 })).toFixed(2),
      '< 1',
    );
  } else row('validate / ajv-cli validate', 'ajv-cli could not be installed', '< 1');
} finally {
  await rm(work, { recursive: true, force: true });
}

const head = ['measured', 'figure', 'limit'];
const width = head.map((_, column) => Math.max(...[head, ...rows].map((cells) => cells[column].length)));
const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(width[column])).join(' | ')} |`;
console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${new Date().toISOString().slice(0, 10)}\n`,
);
console.log(line(head));
console.log(`|${width.map((size) => '-'.repeat(size + 2)).join('|')}|`);
for (const cells of rows) console.log(line(cells));
if (!quick) {
  console.log();
  await import('./bench-growth.js');
}
