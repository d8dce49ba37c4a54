import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wireText } from '../../src/exporters/wire.ts';
import { FILE_FORMATS, MAIN_FORMATS, WRITE_FORMATS, type WriteFormat } from '../../src/exporters/index.ts';
import { comparable } from '../../src/schema/compare/comparable.ts';
import { settingsDigest } from '../../src/schema/compare/digest.ts';
import { settingsOf } from '../../src/schema/index.ts';
import { read, valuesOf } from '../importers/containers.ts';
import { exporters, folderExporters } from '../support/exporters.ts';
import { runCli } from '../support/io.ts';
import { hostileSettings } from './hostile-settings.ts';

const SOURCE = JSON.stringify({
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com/anthropic',
  inferenceCredentialKind: 'external-idp',
  inferenceIdpOidc: { clientId: 'claude', issuer: 'https://login.example.com' },
  inferenceModels: [
    { name: 'claude-opus-5', labelOverride: "Opus “big” \\ 'x' `n $env:X" },
    'claude-sonnet-5',
  ],
  banner: { enabled: true, text: 'Müller’s 日本 🚀\n\'@\r\n"@' },
  coworkEgressAllowedHosts: [],
  disableAutoUpdates: true,
  chatTabEnabled: false,
  mcpToolTimeoutSec: 300,
  modelCatalogEnabled: true,
  deploymentDisplayName: "Acme & <Söhne>\u00a0%PATH% ${'$'}(x) ^& !y! ''",
});
const files = { 'cowork-3p.json': SOURCE };

/** The files of a format, by name. */
async function exported(format: WriteFormat): Promise<Readonly<Record<string, Uint8Array>>> {
  const run = await runCli(['export', '--format', format, '-o', 'out'], { files });
  expect([format, run.code, run.code === 0 ? '' : run.stderr]).toEqual([format, 0, '']);
  return Object.fromEntries(
    [...run.files]
      .filter(([name]) => name.startsWith('out'))
      .map(([name, bytes]) => [name, new Uint8Array(bytes)]),
  );
}

describe('the same configuration in every format', () => {
  test.for(WRITE_FORMATS)('%s says the same as the source', async (format) => {
    const written = await exported(format);
    const names = Object.keys(written);
    expect(names.length).toBe(format === 'intune-remediation' ? 2 : 1);
    for (const name of names) {
      const run = await runCli(['diff', 'cowork-3p.json', name], { files: { ...files, ...written } });
      expect([name, run.code, run.stdout + run.stderr]).toEqual([
        name,
        0,
        `✔ cowork-3p.json and ${name} say the same\n`,
      ]);
    }
  });

  test.for(WRITE_FORMATS)('%s has the digest of the source', async (format) => {
    const wanted = settingsDigest(new Map(Object.entries(JSON.parse(SOURCE) as object)));
    for (const bytes of Object.values(await exported(format)))
      expect(settingsDigest(settingsOf(read(bytes)))).toBe(wanted);
  });

  test.for(WRITE_FORMATS)('%s exports to the same JSON again', async (format) => {
    const [name = '', bytes = new Uint8Array()] = Object.entries(await exported(format))[0] ?? [];
    const again = await runCli(['export', name, '--format', 'json'], { files: { [name]: bytes } });
    expect([again.code, again.stderr.includes('error')]).toEqual([0, false]);
    const wanted = await runCli(['export', '--format', 'json'], { files });
    // A key of unknown type comes back as the text that carried it.
    const normal = (text: string): unknown =>
      Object.fromEntries(
        Object.entries(JSON.parse(text) as object).map(([key, value]) => [key, comparable(key, value)]),
      );
    expect(normal(again.stdout)).toEqual(normal(wanted.stdout));
  });

  test.for(['pol', 'gpp', 'oma-uri', 'intune-remediation'] as const)(
    '%s: a changed value is seen by --check',
    async (format) => {
      const written = await exported(format);
      const changed = {
        ...files,
        'cowork-3p.json': SOURCE.replace('"mcpToolTimeoutSec":300', '"mcpToolTimeoutSec":301'),
      };
      const run = await runCli(['export', '--format', format, '--check', 'out'], {
        files: { ...changed, ...written },
      });
      expect(run.code).toBe(1);
      expect(run.stdout).toContain('mcpToolTimeoutSec');
      expect(run.stdout).not.toContain('disableAutoUpdates');
    },
  );
});

describe('decode(encode(settings)) is settings, for hostile texts', () => {
  const texts = (settings: ReadonlyMap<string, unknown>): Record<string, string> =>
    Object.fromEntries(
      [...settings].filter(([, value]) => value !== '').map(([key, value]) => [key, wireText(key, value)]),
    );
  /** In round-trip.test.ts, and what is the JSON of these. */
  const ELSEWHERE: readonly WriteFormat[] = [...MAIN_FORMATS, 'bootstrap'];
  const HOSTILE = FILE_FORMATS.filter((format) => !ELSEWHERE.includes(format));

  test.for(HOSTILE)('%s', { timeout: 60_000 }, (format) => {
    fc.assert(
      fc.property(hostileSettings, (settings) => {
        const wanted = texts(settings);
        fc.pre(Object.keys(wanted).length > 0);
        expect(valuesOf(read(exporters[format].encode(settings, {})))).toEqual(wanted);
      }),
      { numRuns: format === 'oma-uri' ? 15 : 100 },
    );
  });

  test('intune-remediation', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(hostileSettings, fc.boolean(), (settings, replace) => {
        const wanted = texts(settings);
        fc.pre(Object.keys(wanted).length > 0);
        for (const { bytes } of folderExporters['intune-remediation'].files(settings, { replace }))
          expect(valuesOf(read(bytes))).toEqual(wanted);
      }),
      { numRuns: 50 },
    );
  });
});

test.for(WRITE_FORMATS)('an earlier export as %s is replaced without --force', async (format) => {
  const written = await exported(format);
  const changed = {
    ...written,
    'cowork-3p.json': SOURCE.replace('"mcpToolTimeoutSec":300', '"mcpToolTimeoutSec":301'),
  };
  const run = await runCli(['export', '--format', format, '-o', 'out'], { files: changed });
  expect([format, run.code, run.code === 0 ? '' : run.stderr]).toEqual([format, 0, '']);
});
