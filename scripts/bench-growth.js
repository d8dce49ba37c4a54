// How the cost of a run grows with its input: a command with n and with 4n of whatever may be many, in CPU seconds of whole
// processes, the least of several runs, without what the same run costs with one. An exponent of 1 is linear; what is
// hostile may cost no more. Usage: npm run bench:growth [-- NAME ...]; run it with each Node that is to be measured.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin/cowork-3p.js', import.meta.url));
/** Runs of each size; fewer with RUNS, for a first look. */
const RUNS = Number(process.env.RUNS ?? 5);
const LIMIT = 1.2;

const lines = (n, line) => Array.from({ length: n }, (_, index) => line(index));
const members = (n, member) => Object.fromEntries(lines(n, member));
const gateway = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceGatewayApiKey: 'placeholder',
};
const json = (more) => JSON.stringify({ ...gateway, ...more });
const plist = (body) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>\n${body}\n</dict></plist>\n`;

const reg = (body) =>
  `Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n${body}\r\n`;
const servers = (n) =>
  json({
    managedMcpServers: lines(n, (i) => ({ name: `server-${i}`, url: `https://mcp-${i}.example.com/mcp` })),
  });
const hosts = (n) => json({ coworkEgressAllowedHosts: lines(n, (i) => `h${i}.example.com`) });
const programs = (n) =>
  json({ managedMcpServers: lines(n, (i) => ({ name: `server-${i}`, command: '/bin/x' })) });
const badModels = (n) => json({ inferenceModels: lines(n, (i) => ({ name: `model-${i}`, unknown: i })) });
const unknown = (n) => json(members(n, (i) => [`unknownKey${i}`, i]));

const DIGEST = 'a'.repeat(64);
/** A folder with a file of settings for each of n devices or rings. */
const folders = (n, name) =>
  lines(n, (i) => [name(i), json({ coworkEgressAllowedHosts: [`h${i}.example.com`] })]);

/**
 * Each is n of something, as text or bytes; the sizes are those at which the greater one nears a bound of ours. `args`
 * is the command in front of the file; `more` is what stands behind it, and may grow, too. In place of one file `files`
 * are pairs of name and content, which `args` names; `beside` are such files beside the one. `list` is what a gateway
 * answers to whoever asks for its models.
 */
const SHAPES = {
  'ignore comments': {
    n: 8000,
    make: (n) =>
      `{\n${lines(n, (i) => `// cowork-3p-ignore unknown-key: ours\n"own${i}": 1,`).join('\n')}\n"inferenceProvider": "gateway"}`,
  },
  'references in one string': {
    n: 25_000,
    make: (n) => json({ inferenceGatewayApiKey: lines(n, (i) => `\${env:NAME_${i}}`).join('') }),
  },
  headers: {
    n: 20_000,
    make: (n) => json({ inferenceCustomHeaders: members(n, (i) => [`x-header-${i}`, `value ${i}`]) }),
  },
  'duplicate keys': {
    n: 30_000,
    make: (n) => `{${lines(n, () => '"inferenceProvider":"gateway"').join(',')}}`,
  },
  'unknown keys': { n: 35_000, make: (n) => json(members(n, (i) => [`unknownKey${i}`, i])) },
  models: {
    n: 8000,
    make: (n) => json({ inferenceModels: lines(n, (i) => ({ name: `claude-sonnet-4-5-${i}` })) }),
  },
  servers: {
    n: 4000,
    make: servers,
  },
  'servers of egress': { n: 15_000, args: ['egress'], make: servers },
  'servers of egress, JSON': { n: 15_000, args: ['egress', '--format', 'json'], make: servers },
  'hosts of egress': { n: 30_000, args: ['egress'], make: hosts },
  'hosts of egress, JSON': { n: 30_000, args: ['egress', '--format', 'json'], make: hosts },
  'hosts of a firewall': { n: 30_000, args: ['egress', '--format', 'hosts'], make: hosts },
  '.reg values': {
    n: 12_000,
    extension: 'reg',
    make: (n) => reg(lines(n, (i) => `"ownValue${i}"="text ${i}"`).join('\r\n')),
  },
  '.reg lines of nothing': {
    n: 35_000,
    extension: 'reg',
    make: (n) => reg(lines(n, (i) => `junk ${i}`).join('\r\n')),
  },
  '.reg lines of bytes': {
    n: 30_000,
    extension: 'reg',
    make: (n) => reg(`"inferenceProvider"=hex(1):${lines(n, () => '67,00,').join('\\\r\n')}00,00`),
  },
  'line breaks at the head': { n: 1_000_000, make: (n) => `${'\n'.repeat(n)}x` },
  'plist pairs': {
    n: 12_000,
    extension: 'plist',
    make: (n) => plist(lines(n, (i) => `<key>ownKey${i}</key><string>text ${i}</string>`).join('\n')),
  },
  'nested plist': {
    n: 10_000,
    extension: 'plist',
    make: (n) => plist(`<key>a</key>${'<dict><key>b</key>'.repeat(n)}<true/>${'</dict>'.repeat(n)}`),
  },
  'foreign payloads': {
    n: 4000,
    extension: 'mobileconfig',
    make: (n) =>
      plist(
        `<key>PayloadType</key><string>Configuration</string><key>PayloadContent</key><array>\n${lines(n, (i) => `<dict><key>PayloadType</key><string>com.apple.dock</string><key>PayloadIdentifier</key><string>x.${i}</string></dict>`).join('\n')}</array>`,
      ),
  },
  'binary plists': { n: 12_000, extension: 'plist', make: binaryPlist },
  findings: {
    n: 8000,
    make: badModels,
  },
  'edits of --fix': {
    n: 10_000,
    args: ['validate', '--fix', '--format', 'json'],
    make: (n) => json({ inferenceModels: lines(n, (i) => ({ name: `claude-opus-${i}[1m]` })) }),
  },
  'edits of servers': { n: 12_000, args: ['validate', '--fix', '--format', 'json'], make: programs },
  '--set and --ignore': {
    n: 4000,
    more: (n) => lines(n, () => ['--set', 'autoModeEnabled=true', '--ignore', 'unknown-key']).flat(),
    make: () => json({}),
  },
  differences: { n: 25_000, args: ['diff', 'nothing.json'], make: unknown },
  'differences in JSON': { n: 25_000, args: ['diff', '--format', 'json', 'nothing.json'], make: unknown },
  'differences of a file': {
    n: 12_000,
    args: ['export', '--format', 'plist', '--check', 'old.plist'],
    beside: (n) => [
      ['old.plist', plist(lines(n, (i) => `<key>unknownKey${i}</key><string>x ${i}</string>`).join('\n'))],
    ],
    make: unknown,
  },
  'effective settings, JSON': {
    n: 30_000,
    args: ['explain', '--format', 'json', '--effective'],
    make: unknown,
  },
  'effective settings': { n: 25_000, args: ['explain', '--effective'], make: unknown },
  'old spellings': {
    n: 12_000,
    args: ['migrate'],
    make: programs,
  },
  'old spellings, JSON': { n: 12_000, args: ['migrate', '--check', '--format', 'json'], make: programs },
  'old values': {
    // Both sizes are large (io/heap.ts): a step between them would look like growth.
    n: 32_000,
    args: ['migrate'],
    make: (n) => json({ builtinToolPolicy: members(n, (i) => [`tool-of-ours-${i}`, 'ask-session']) }),
  },
  'headers of one text': {
    n: 28_000,
    args: ['migrate'],
    make: (n) =>
      json({ inferenceCustomHeaders: lines(n, (i) => `x-header-${i}=the value of number ${i}`).join(',') }),
  },
  'dotted keys': {
    n: 20_000,
    args: ['validate', '--fix', '--format', 'json'],
    make: (n) => json(members(n, (i) => [`a.b${i}`, i])),
  },
  'settings of a page': { n: 25_000, args: ['report', '--offline'], make: unknown },
  'findings in SARIF': {
    n: 8000,
    args: ['validate', '--format', 'sarif'],
    make: badModels,
  },
  'findings in JUnit': { n: 8000, args: ['validate', '--format', 'junit'], make: badModels },
  'findings for GitHub': { n: 8000, args: ['validate', '--format', 'github'], make: badModels },
  'findings for GitLab': {
    n: 8000,
    args: ['validate', '--format', 'gitlab'],
    make: badModels,
  },
  'settings of init --from': {
    n: 20_000,
    args: ['init', 'new.json', '--yes', '--force', '--from'],
    make: unknown,
  },
  'servers of a page': { n: 10_000, args: ['report', '--offline'], make: servers },
  'an answer and its policy': {
    n: 25_000,
    args: ['bootstrap', 'check', '--managed', 'policy.json'],
    beside: (n) => [['policy.json', json(members(n, (i) => [`policyKey${i}`, i]))]],
    make: unknown,
  },
  'models of a gateway': {
    n: 25_000,
    list: (n) => lines(n, (i) => `claude-sonnet-4-5-${i}`),
    args: ['models', '--credential-env', 'KEY', '--format', 'json'],
    files: () => [],
  },
  'settings of an answer': { n: 25_000, args: ['bootstrap', 'check'], make: unknown },
  'a text of one setting': { n: 1_000_000, make: (n) => json({ bannerText: 'x '.repeat(n / 2) }) },
  'brackets in brackets': { n: 1_000_000, make: (n) => `{"inferenceModels":${'['.repeat(n)}` },
  'files of a folder': {
    n: 500,
    args: ['validate', '--format', 'json', 'all'],
    files: (n) => folders(n, (i) => `all/${i}.json`),
  },
  'files with a base each': {
    n: 20,
    args: ['validate', '--format', 'json', 'all'],
    files: (n) =>
      lines(n, (i) => [
        [`bases/${i}.json`, unknown(5000)],
        [`all/${i}.json`, JSON.stringify({ extends: `../bases/${i}.json` })],
      ]).flat(),
  },
  'bases of a file': {
    n: 200,
    args: ['validate', '--format', 'json', 'top.json'],
    files: (n) => [
      ...lines(n, (i) => [`${i}.json`, json({ [`own${i}`]: 1 })]),
      ['top.json', JSON.stringify({ extends: lines(n, (i) => `./${i}.json`) })],
    ],
  },
  'rings of a fleet': {
    n: 60,
    args: ['export', '--all', 'out', '--force', 'all'],
    files: (n) => folders(n, (i) => `all/r${i}.json`),
  },
  'devices of a fleet': {
    n: 600,
    args: ['status', '--format', 'json', 'all'],
    files: (n) => folders(n, (i) => `all/d${i}/managed-settings.json`),
  },
  'settings of a device': {
    n: 25_000,
    args: ['status', 'all'],
    files: (n) => [['all/managed-settings.json', unknown(n)]],
  },
  'lines of a log': {
    n: 300_000,
    args: ['status', 'all'],
    files: (n) => [
      ['all/managed-settings.json', json({})],
      ['all/main.log', lines(n, (i) => `2026-10-01 10:00:00 [info] [custom-3p] line ${i}\n`).join('')],
    ],
  },
  'rows of a table': {
    n: 100_000,
    args: ['status', '--expect', DIGEST, 'table.csv'],
    files: (n) => [
      [
        'table.csv',
        `Device,Output\n${lines(n, (i) => `pc-${i},compliant; configuration ${DIGEST}`).join('\n')}`,
      ],
    ],
  },
  'blank rows of a table': {
    n: 4_000_000,
    args: ['status', '--expect', DIGEST, 'table.csv'],
    files: (n) => [['table.csv', `Device,Output\npc,configuration ${DIGEST}${'\n'.repeat(n)}`]],
  },
  'exported values': { n: 15_000, args: ['export', '--format', 'reg'], make: unknown },
  'exported pairs': { n: 25_000, args: ['export', '--format', 'mobileconfig'], make: unknown },
  'values for Group Policy': { n: 25_000, args: ['export', '--format', 'gpp'], make: unknown },
  'values of Registry.pol': { n: 25_000, args: ['export', '--format', 'pol'], make: unknown },
  'rows for Intune': { n: 25_000, args: ['export', '--format', 'oma-uri'], make: unknown },
  'commands of PowerShell': {
    n: 8000,
    extension: 'ps1',
    make: (n) =>
      lines(
        n,
        (i) => `Set-ItemProperty -Path 'HKLM:\\SOFTWARE\\Policies\\Claude' -Name 'own${i}' -Value 'x'`,
      ).join('\n'),
  },
  'a table of PowerShell': {
    n: 40_000,
    extension: 'ps1',
    make: (n) =>
      `$own = @{\n${lines(n, (i) => `own${i} = 'x'`).join('\n')}\n}\nforeach ($k in $own.Keys) { Set-ItemProperty -Path 'HKLM:\\SOFTWARE\\Policies\\Claude' -Name $k -Value $own[$k] }`,
  },
  'commands of a shell': {
    n: 12_000,
    extension: 'sh',
    make: (n) =>
      `#!/bin/sh\n${lines(n, (i) => `defaults write /Library/Preferences/com.anthropic.claudefordesktop own${i} -string x`).join('\n')}`,
  },
};

/** A binary property list of one dictionary with n texts (Apple's CFBinaryPList.c): header, objects, offsets, trailer. */
function binaryPlist(n) {
  const texts = [...lines(n, (i) => `ownKey${i}`), ...lines(n, (i) => `text ${i}`)];
  const count = (marker, length) =>
    length < 15 ? [marker | length] : [marker | 15, 0x12, ...bytesOf(length, 4)];
  const objects = [
    Buffer.from([...count(0xd0, n), ...texts.flatMap((_, index) => bytesOf(index + 1, 4))]),
    ...texts.map((text) => Buffer.from([...count(0x50, text.length), ...Buffer.from(text)])),
  ];
  const offsets = [];
  let at = 8;
  for (const object of objects) {
    offsets.push(...bytesOf(at, 4));
    at += object.length;
  }
  const trailer = Buffer.alloc(32);
  trailer.set([4, 4], 6);
  trailer.writeBigUInt64BE(BigInt(objects.length), 8);
  trailer.writeBigUInt64BE(BigInt(at), 24);
  return Buffer.concat([Buffer.from('bplist00'), ...objects, Buffer.from(offsets), trailer]);
}

function bytesOf(number, size) {
  return Array.from({ length: size }, (_, index) => (number >>> (8 * (size - 1 - index))) & 0xff);
}

// A module that the measured process loads first: at its end it tells what it cost on descriptor 3.
const meter =
  'data:text/javascript,' +
  encodeURIComponent(
    "import{writeSync}from'node:fs';process.on('exit',()=>{const{userCPUTime:u,systemCPUTime:s,maxRSS:m}=process.resourceUsage();writeSync(3,JSON.stringify([(u+s)/1e3,m/1024]))})",
  );

/** CPU milliseconds, peak memory in MB and exit code of a run. */
function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', meter, bin, ...args], {
      cwd: work,
      env: { ...process.env, KEY: 'placeholder' },
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    let told = '';
    child.stdio[3].on('data', (chunk) => (told += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const [ms = NaN, mb = NaN] = told === '' ? [] : JSON.parse(told);
      resolve({ ms, mb, code });
    });
  });
}

/** The models of the gateway that answers on loopback. */
let served = [];
const gatewayServer = createServer((request, response) => {
  request.resume();
  response.setHeader('content-type', 'application/json');
  const facts = { type: 'model', created_at: '2026-01-01T00:00:00Z' };
  const data = served.map((id) => ({ ...facts, id, display_name: id }));
  response.end(JSON.stringify({ data, has_more: false, first_id: 'a', last_id: 'b' }));
});
await new Promise((resolve) => gatewayServer.listen(0, '127.0.0.1', resolve));

const work = await mkdtemp(path.join(tmpdir(), 'cowork-3p-growth-'));
let slow = 0;
try {
  /** Writes what a shape is about anew, for a run may change it, and gives the arguments of the run. */
  const prepare = async ({ make, files, beside, extension = 'json', args, list, more = () => [] }, n) => {
    await rm(work, { recursive: true, force: true });
    const named = files?.(n) ?? [[`in.${extension}`, make(n)]];
    for (const [name, content] of [['nothing.json', json({})], ...(beside?.(n) ?? []), ...named]) {
      await mkdir(path.dirname(path.join(work, name)), { recursive: true });
      await writeFile(path.join(work, name), content);
    }
    const command = args ?? ['validate', '--format', 'json'];
    served = list?.(n) ?? [];
    const from = list === undefined ? [] : ['--url', `http://127.0.0.1:${gatewayServer.address().port}`];
    return [...command, ...from, ...(files === undefined ? [`in.${extension}`] : []), ...more(n)];
  };
  /** The least cost of several runs: whatever else the machine does only adds. The greatest memory of any. */
  const cost = async (shape, n) => {
    let least = { ms: Infinity, mb: 0, code: null };
    for (let turn = 0; turn < RUNS; turn++) {
      const found = await run(await prepare(shape, n));
      const mb = Math.max(found.mb, least.mb);
      least = { ...(found.ms < least.ms ? found : least), mb };
    }
    return least;
  };
  const wanted = process.argv.slice(2);
  const shapes = Object.entries(SHAPES).filter(([name]) => wanted.length === 0 || wanted.includes(name));
  console.log(`Node ${process.version}\n`);
  console.log('| many                     |       n | ms at n | ms at 4n | exponent | MB at 4n | exit |');
  console.log('| ------------------------ | ------- | ------- | -------- | -------- | -------- | ---- |');
  for (const [name, shape] of shapes) {
    const { n } = shape;
    const one = await cost(shape, 1);
    const small = await cost(shape, n);
    const large = await cost(shape, 4 * n);
    const exponent = Math.log((large.ms - one.ms) / (small.ms - one.ms)) / Math.log(4);
    if (!(exponent < LIMIT) || !(large.mb < 300) || large.code > 2) slow += 1;
    const cells = [
      name.padEnd(24),
      String(n).padStart(7),
      (small.ms - one.ms).toFixed(0).padStart(7),
      (large.ms - one.ms).toFixed(0).padStart(8),
      exponent.toFixed(2).padStart(8),
      large.mb.toFixed(0).padStart(8),
      `${small.code}, ${large.code}`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
} finally {
  gatewayServer.close();
  gatewayServer.closeAllConnections();
  await rm(work, { recursive: true, force: true });
}
console.log(
  slow === 0
    ? `\nEverything grows by less than ${LIMIT}, below 300 MB.`
    : `\n${slow} grow by ${LIMIT} or more, take 300 MB or more, or fail.`,
);
process.exitCode = slow === 0 ? 0 : 1;
