// How the cost of a run grows with its input: `validate` of n and of 4n of whatever may be many, in CPU seconds of whole
// processes, the least of several runs, without what a run of nothing costs. An exponent of 1 is linear; what is
// hostile may cost no more. Usage: npm run bench:growth [-- NAME ...]
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin/cowork-3p.js', import.meta.url));
const RUNS = 5;
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

/** Each is n of something, as text or bytes; the sizes are those at which the greater one nears a bound of ours. */
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
    make: (n) =>
      json({
        managedMcpServers: lines(n, (i) => ({
          name: `server-${i}`,
          url: `https://mcp-${i}.example.com/mcp`,
        })),
      }),
  },
  '.reg values': {
    n: 12_000,
    extension: 'reg',
    make: (n) =>
      `Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n${lines(n, (i) => `"ownValue${i}"="text ${i}"`).join('\r\n')}\r\n`,
  },
  'plist pairs': {
    n: 12_000,
    extension: 'plist',
    make: (n) => plist(lines(n, (i) => `<key>ownKey${i}</key><string>text ${i}</string>`).join('\n')),
  },
  'binary plists': { n: 12_000, extension: 'plist', make: binaryPlist },
  findings: {
    n: 8000,
    make: (n) => json({ inferenceModels: lines(n, (i) => ({ name: `model-${i}`, unknown: i })) }),
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
function run(file) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', meter, bin, 'validate', '--format', 'json', file], {
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

const work = await mkdtemp(path.join(tmpdir(), 'cowork-3p-growth-'));
let slow = 0;
try {
  /** The least cost of several runs: whatever else the machine does only adds. */
  const cost = async (name, content) => {
    const file = path.join(work, name);
    await writeFile(file, content);
    let least = { ms: Infinity, mb: 0, code: null };
    for (let turn = 0; turn < RUNS; turn++) {
      const found = await run(file);
      if (found.ms < least.ms) least = found;
    }
    return least;
  };
  const nothing = await cost('nothing.json', json({}));
  const wanted = process.argv.slice(2);
  const shapes = Object.entries(SHAPES).filter(([name]) => wanted.length === 0 || wanted.includes(name));
  console.log(`Node ${process.version}; a run of nothing costs ${Math.round(nothing.ms)} ms of CPU\n`);
  console.log('| many                     |      n | ms at n | ms at 4n | exponent | MB at 4n | exit |');
  console.log('| ------------------------ | ------ | ------- | -------- | -------- | -------- | ---- |');
  for (const [name, { n, make, extension = 'json' }] of shapes) {
    const small = await cost(`small.${extension}`, make(n));
    const large = await cost(`large.${extension}`, make(4 * n));
    const exponent = Math.log((large.ms - nothing.ms) / (small.ms - nothing.ms)) / Math.log(4);
    if (!(exponent < LIMIT) || !(large.mb < 300) || large.code > 2) slow += 1;
    const cells = [
      name.padEnd(24),
      String(n).padStart(6),
      (small.ms - nothing.ms).toFixed(0).padStart(7),
      (large.ms - nothing.ms).toFixed(0).padStart(8),
      exponent.toFixed(2).padStart(8),
      large.mb.toFixed(0).padStart(8),
      `${small.code}, ${large.code}`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
} finally {
  await rm(work, { recursive: true, force: true });
}
console.log(
  slow === 0
    ? `\nEverything grows by less than ${LIMIT}, below 300 MB.`
    : `\n${slow} grow by ${LIMIT} or more, take 300 MB or more, or fail.`,
);
process.exitCode = slow === 0 ? 0 : 1;
