/*
 * Makes fleets of made-up devices with known faults, runs the built `status --expect` over them and says what it found,
 * what it took and how that grows.
 *
 *   npm run fleet [-- DEVICES FAULTS]      (default: 10000 300; a quarter of both is run first)
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EXPECTED, makeFleet, wrongAbout } from '../test/support/device-fleet.ts';

const [devices = 10_000, faults = 300] = process.argv.slice(2).map(Number);
const bin = path.join(import.meta.dirname, '../bin/cowork-3p.js');
const work = mkdtempSync(path.join(tmpdir(), 'cowork-3p-fleet-'));

interface Run {
  readonly wrong: readonly string[];
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

async function run(number: number, faulty: number): Promise<Run> {
  const folder = path.join(work, String(number));
  const truth = makeFleet(path.join(folder, 'fleet'), number, faulty);
  const expected = path.join(folder, 'expected.json');
  writeFileSync(expected, JSON.stringify(EXPECTED));
  const usage = path.join(folder, 'usage.json');
  const tell = path.join(folder, 'tell.cjs');
  writeFileSync(
    tell,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(usage)}, JSON.stringify(process.resourceUsage())));`,
  );
  const child = spawn(
    process.execPath,
    ['--require', tell, bin, 'status', path.join(folder, 'fleet'), '--expect', expected, '--format', 'json'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const report = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
    devices: { device: string; state: string; drift: { key: string }[] }[];
  };
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(
    readFileSync(usage, 'utf8'),
  ) as NodeJS.ResourceUsage;
  const wrong = [...wrongAbout(truth, report.devices)];
  if (code !== (faulty > 0 ? 1 : 0)) wrong.push(`exit code ${String(code)}`);
  if (report.devices.length !== number) wrong.push(`${String(report.devices.length)} devices reported`);
  return { wrong, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024 };
}

try {
  const quarter = await run(Math.round(devices / 4), Math.round(faults / 4));
  const whole = await run(devices, faults);
  for (const [number, { wrong, cpuSeconds, peakMb }] of [
    [Math.round(devices / 4), quarter],
    [devices, whole],
  ] as const)
    process.stdout.write(
      `${String(number)} devices: ${String(wrong.length)} wrong, ${cpuSeconds.toFixed(2)} s CPU, peak ${peakMb.toFixed(0)} MB\n${wrong
        .slice(0, 20)
        .map((line) => `  ${line}\n`)
        .join('')}`,
    );
  process.stdout.write(
    `Four times the devices cost ${(whole.cpuSeconds / quarter.cpuSeconds).toFixed(2)} times the CPU.\n`,
  );
  process.exitCode = quarter.wrong.length + whole.wrong.length > 0 ? 1 : 0;
} finally {
  rmSync(work, { recursive: true, force: true });
}
