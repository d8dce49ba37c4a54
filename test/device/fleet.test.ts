import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inspector } from '../../src/io/inspect.ts';
import { EXPECTED, makeFleet, wrongAbout } from '../support/device-fleet.ts';
import { runCli, type Run } from '../support/io.ts';

const work = mkdtempSync(path.join(tmpdir(), 'cowork-3p-fleet-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const fleet = path.join(work, 'fleet');
const truth = makeFleet(fleet, 276, 69);
const status = (...flags: readonly string[]): Promise<Run> =>
  runCli(['status', fleet, ...flags], {
    inspector,
    files: { 'expected.json': JSON.stringify(EXPECTED) },
  });

describe('a fleet of 276 devices with 69 faults', () => {
  test('every fault is found and none invented', async () => {
    const { code, stdout, stderr } = await status('--expect', 'expected.json', '--format', 'json');
    const report = JSON.parse(stdout) as {
      devices: { device: string; state: string; drift: { key: string }[] }[];
      summary: { devices: number; states: Record<string, number> };
      exitCode: number;
    };
    expect(wrongAbout(truth, report.devices)).toEqual([]);
    expect([code, stderr, report.exitCode, report.summary.devices]).toEqual([1, '', 1, 276]);
    expect(report.summary.states['in-line']).toBe(207);
    expect(stdout).not.toMatch(/0123456789/);
  });

  test('the table says how many stand how', async () => {
    const { code, stdout } = await status('--expect', 'expected.json');
    expect(code).toBe(1);
    expect(stdout).toContain('207 of 276 devices are in line with expected.json.');
    expect(stdout).toMatch(/^ {2}in line +207$/m);
    expect(stdout).toMatch(/^ {2}not arrived +\d+ {2}\S/m);
    expect(stdout).toMatch(/^ {2}unreadable +\d+ {2}\S/m);
    expect(stdout).toMatch(/^ {2}differs in inferenceModels +\d+ {2}\S/m);
  });

  test('a spreadsheet and a build server get a device a line', async () => {
    const csv = (await status('--expect', 'expected.json', '--format', 'csv')).stdout.trimEnd().split('\r\n');
    expect(csv).toHaveLength(277);
    expect(csv.filter((line) => line.includes(',in-line,'))).toHaveLength(207);
    const { stdout: junit } = await status('--expect', 'expected.json', '--format', 'junit');
    expect(junit.match(/<testcase /g)).toHaveLength(276);
    const failed = [...truth.values()].filter(({ state }) => state === 'differs' || state === 'not-arrived');
    expect(junit.match(/<failure /g)).toHaveLength(failed.length);
    expect(junit.match(/<error /g)).toHaveLength(69 - failed.length);
  });

  test('a digest finds the same devices', async () => {
    const { stdout: one } = await runCli(['status', path.join(fleet, 'macos-000015'), '--format', 'json'], {
      inspector,
    });
    const [{ digest }] = (JSON.parse(one) as { devices: [{ digest: string }] }).devices;
    const { stdout } = await status('--expect', digest, '--format', 'json');
    const { summary } = JSON.parse(stdout) as { summary: { states: Record<string, number> } };
    expect(summary.states['in-line']).toBe(207);
  });

  test('progress shows on a terminal, and nowhere else', async () => {
    const { stderr } = await runCli(['status', fleet, '--expect', 'expected.json'], {
      inspector,
      isTTY: true,
      files: { 'expected.json': JSON.stringify(EXPECTED) },
    });
    expect(stderr).toContain('of 276 devices');
    expect(stderr.endsWith('\r\u001b[K')).toBe(true);
    expect((await status('--expect', 'expected.json')).stderr).toBe('');
  });
});
