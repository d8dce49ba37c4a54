// The pictures of docs/report.md and the README: the page of a run against the embedded gateway, in headless Chromium.
// Usage: npx tsx scripts/screenshots.ts
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startEmbeddedGateway } from '../src/embedded-gateway/index.ts';
import { findBrowser, startBrowser } from '../test/support/browser.ts';
import { runCli } from '../test/support/io.ts';

const images = fileURLToPath(new URL('../docs/images/', import.meta.url));
const program = findBrowser();
if (program === undefined)
  throw new Error('there is no browser: install chromium, or name one in BROWSER_PROGRAM');

const gateway = await startEmbeddedGateway({ faults: ['openai-sse'] });
const config = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceGatewayApiKey: '${env:GATEWAY_KEY}',
  inferenceModels: ['sonnet', { name: 'claude-haiku-4-5-20251001', labelOverride: 'Fast' }],
  inferenceCustomHeaders: { 'x-team': 'berlin' },
  disableDeploymentModeChooser: true,
  coworkEgressAllowedHosts: ['*.example.com'],
};
const { stdout } = await runCli(
  [
    'report',
    '--url',
    gateway.url,
    '--credential-env',
    'GATEWAY_KEY',
    '--title',
    'Pilot Berlin, change CHG0042',
  ],
  {
    files: { 'cowork-3p.json': JSON.stringify(config, null, 2) },
    env: { GATEWAY_KEY: gateway.apiKey, NO_PROXY: '127.0.0.1' },
    now: () => Date.UTC(2026, 10, 26, 9, 30),
  },
);
await gateway.close();

const work = await mkdtemp(path.join(tmpdir(), 'cowork-3p-screenshots-'));
const file = path.join(work, 'page.html');
// What was asked stands in for the gateway of an organisation.
await writeFile(file, stdout.replaceAll(gateway.url, 'https://llm-gateway.example.com'));
const browser = startBrowser(program);
try {
  for (const [name, scheme, width, height] of [
    ['report-light', 'light', 1000, 800],
    ['report-dark', 'dark', 1000, 800],
  ] as const) {
    const page = await browser.page();
    await page.send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
    await page.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: scheme }],
    });
    await page.open(pathToFileURL(file).href);
    const { data } = await page.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: false });
    await writeFile(path.join(images, `${name}.png`), Buffer.from(String(data), 'base64'));
  }
} finally {
  await browser.close();
  await rm(work, { recursive: true });
}
