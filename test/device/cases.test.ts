import { describe, expect, test } from 'vitest';
import { latestRelease, releaseText } from '../../src/schema/forms.ts';
import { capturesOf, deviceCases, type DeviceCase } from '../support/device-case.ts';
import { golden } from '../support/golden.ts';
import { runCli } from '../support/io.ts';

interface Device {
  readonly source: string;
  readonly user?: string;
  readonly release: string;
  readonly keys: readonly { readonly key: string; readonly value: unknown; readonly reason: string }[];
  readonly notes: readonly { readonly code: string; readonly key?: string; readonly severity: string }[];
}

async function statusOf(
  one: DeviceCase,
): Promise<{ device: Device; stderr: string; code: number; text: string }> {
  const files = Object.fromEntries(
    Object.entries(capturesOf(one)).map(([name, content]) => [`device/${name}`, content]),
  );
  // An empty folder is one with a file that says nothing.
  if (Object.keys(files).length === 0) files['device/.keep'] = '';
  const argv = ['status', 'device', '--platform', one.platform, ...(one.flags ?? [])];
  const run = await runCli([...argv, '--format', 'json'], { files });
  const { devices, exitCode } = JSON.parse(run.stdout) as { devices: [Device]; exitCode: number };
  expect(exitCode).toBe(run.code);
  const { stdout: text, code } = await runCli(argv, { files, columns: 100 });
  expect(code).toBe(run.code);
  return { device: devices[0], stderr: run.stderr, code: run.code, text };
}

/** A reason of the fixtures as the code of a note, and the key it is about. */
function noteOf(why: string): { code: string; key?: string } {
  const [code = '', ...rest] = why.split(':');
  const place = ['machine', 'user', 'HKLM', 'HKCU', 'file', 'local', 'bootstrap'];
  const [key] = place.includes(rest[0] ?? '') ? rest.slice(1) : rest;
  return key === undefined || key === '' ? { code } : { code, key };
}

describe.each(['cases.json', 'more-cases.json'])('%s', (name) => {
  const texts = golden(`device/${name.replace('.json', '.txt')}`);
  test.each(deviceCases(name).map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const { device, stderr, text } = await statusOf(one);
    expect(stderr).toBe('');
    expect(device.source).toBe(one.expect.source);
    expect(device.keys.map(({ key }) => key).sort()).toEqual([...one.expect.keys].sort());
    for (const [key, value] of Object.entries(one.expect.values ?? {}))
      expect([key, device.keys.find((found) => found.key === key)?.value]).toEqual([key, value]);
    for (const { key, reason } of device.keys) expect([key, reason]).not.toEqual([key, '']);
    const told = device.notes.filter(({ severity, code }) => severity !== 'info' || INFORMING.has(code));
    expect(told.map(({ code, key }) => `${code}:${key ?? ''}`).sort()).toEqual(
      (one.expect.why ?? [])
        .map(noteOf)
        .map(({ code, key }) => `${code}:${key ?? ''}`)
        .sort(),
    );
    if (one.expect.user !== undefined) expect(device.user).toBe(one.expect.user);
    if (one.expect.release !== undefined) expect(device.release).toBe(one.expect.release);
    // The same for people: the sentence, each value with its reason, each source, what to do.
    texts.check(one.name, text.replaceAll(releaseText(latestRelease), 'NEWEST'));
  });
});

/** Notes that are information only, and that a case names all the same. */
const INFORMING = new Set(['user-over-machine', 'managed-sets-only-app-behaviour']);
