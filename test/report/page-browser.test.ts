import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderPage } from '../../src/report/page/render.ts';
import { findBrowser, startBrowser, type Browser, type Page } from '../support/browser.ts';
import { samplePage, withTexts } from './page-sample.ts';

/* The page of `report` in a real browser. Skips where there is none: `apt-get install chromium`, or BROWSER_PROGRAM. */

const program = findBrowser();
const folder = mkdtempSync(path.join(tmpdir(), 'cowork-3p-page-'));
let browser: Browser | undefined;
beforeAll(() => {
  if (program !== undefined) browser = startBrowser(program);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const HOSTILE =
  '"><script>document.title="pwned"</script><img src="https://example.com/x" onerror="document.title=\'pwned\'">';

async function opened(name: string, text: string, width = 1200): Promise<Page> {
  const file = path.join(folder, `${name}.html`);
  writeFileSync(file, text);
  if (browser === undefined) throw new Error('there is no browser');
  const page = await browser.page();
  await page.send('Emulation.setDeviceMetricsOverride', {
    width,
    height: 900,
    deviceScaleFactor: 1,
    mobile: false,
  });
  await page.open(pathToFileURL(file).href);
  return page;
}

/** axe-core, where it is installed beside the project: `COWORK_3P_PROGRAMS` is a folder with node_modules in it. */
function axe(): string | undefined {
  const programs = process.env.COWORK_3P_PROGRAMS;
  try {
    return programs === undefined
      ? undefined
      : createRequire(path.join(programs, 'x.js')).resolve('axe-core/axe.min.js');
  } catch {
    return undefined;
  }
}
const axeFile = axe();

describe.skipIf(program === undefined)('in a browser', () => {
  test('asks for nothing and has nothing to complain about', async () => {
    const page = await opened('clean', renderPage(samplePage()));
    expect(page.said).toEqual([]);
    expect(page.requests.filter((url) => !url.startsWith('data:image/svg'))).toEqual([
      expect.stringMatching(/^file:.*clean\.html$/),
    ]);
  });

  test('hostile texts run nothing and fetch nothing', async () => {
    const page = await opened('hostile', renderPage(withTexts(samplePage(), () => HOSTILE)));
    expect(await page.evaluate('document.title')).toContain('<script>');
    expect(page.said).toEqual([]);
    expect(page.requests.some((url) => url.includes('example.com'))).toBe(false);
  });

  test('a script or a style that gets in all the same is refused by the policy', async () => {
    const text = renderPage(samplePage()).replace(
      '<main',
      '<script>document.title="pwned"</script><img src="https://example.com/x"><p style="color:red" id="in">x</p><main',
    );
    const page = await opened('injected', text);
    expect(await page.evaluate('document.title')).not.toBe('pwned');
    expect(await page.evaluate('getComputedStyle(document.getElementById("in")).color')).not.toBe(
      'rgb(255, 0, 0)',
    );
    expect(page.requests.some((url) => url.includes('example.com'))).toBe(false);
    expect(page.said.length).toBeGreaterThan(0);
  });

  const LONG = 'a'.repeat(300);
  test.each([320, 400, 768, 1200])('fits %i pixels, with long words too', async (width) => {
    for (const [name, sample] of [
      ['plain', samplePage()],
      ['long', withTexts(samplePage(), (text) => `${text}${LONG}`)],
    ] as const) {
      const page = await opened(`${name}-${String(width)}`, renderPage(sample), width);
      expect([name, await page.evaluate('document.scrollingElement.scrollWidth')]).toEqual([name, width]);
    }
  });

  test.each([400, 1200])('no short text is broken into a column of letters at %i pixels', async (width) => {
    const page = await opened(`columns-${String(width)}`, renderPage(samplePage()), width);
    const tall = await page.evaluate<string[]>(
      `[...document.querySelectorAll('main *, header *')].filter((one) => one.children.length === 0 && one.closest('thead') === null && one.textContent.length < 60 && one.getClientRects().length > 0 && one.getBoundingClientRect().height > 140).map((one) => one.tagName + ' ' + one.textContent)`,
    );
    expect(tall).toEqual([]);
  });

  test('the keyboard reaches everything, in the order of the page', async () => {
    const page = await opened('keyboard', renderPage(samplePage()));
    const reached: string[] = [];
    for (let press = 0; press < 40; press += 1) {
      await page.press('Tab', 9);
      const at = await page.evaluate<string>(
        'document.activeElement === document.body ? "" : (document.activeElement.getAttribute("href") ?? document.activeElement.id + document.activeElement.tagName)',
      );
      if (at === '') break;
      reached.push(at);
    }
    expect(reached.slice(0, 8)).toEqual([
      '#fix',
      '#fix',
      '#checks',
      '#models',
      '#firewall',
      '#configuration',
      '#untested',
      '#configuration',
    ]);
    expect(reached.slice(8)).toEqual([
      '#checks',
      '#models',
      '#firewall',
      '#checks',
      'SUMMARY',
      'copyBUTTON',
      'SUMMARY',
    ]);
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe(undefined);
  });

  test('the button copies the list as CSV and says so', async () => {
    const page = await opened('copy', renderPage(samplePage()));
    await page.send('Browser.grantPermissions', {
      permissions: ['clipboardReadWrite', 'clipboardSanitizedWrite'],
    });
    await page.evaluate('document.getElementById("copy").focus()');
    await page.evaluate('document.getElementById("copy").click()');
    const told = await page.evaluate<string>(
      'new Promise((done) => setTimeout(() => done(document.getElementById("copied").textContent), 300))',
    );
    expect(told).toBe('Copied.');
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied.trim()).toBe(await page.evaluate('document.getElementById("csv").textContent.trim()'));
    expect(copied).toContain('llm-gateway.example.com,8443,https,yes');
  });

  test.each([400, 1200])(
    'a screen reader meets headings in order and a table that is one, at %i pixels',
    async (width) => {
      const page = await opened(`tree-${String(width)}`, renderPage(samplePage()), width);
      const { nodes } = (await page.send('Accessibility.getFullAXTree')) as {
        readonly nodes: readonly {
          readonly ignored: boolean;
          readonly role?: { readonly value: string };
          readonly name?: { readonly value: string };
        }[];
      };
      const seen = nodes.filter(({ ignored }) => !ignored);
      const named = (role: string): string[] =>
        seen.filter((node) => node.role?.value === role).map((node) => node.name?.value ?? '');
      expect(named('heading')).toEqual([
        'Not ready',
        'What to fix',
        expect.stringMatching(/^Gateway 2/),
        expect.stringMatching(/^Configuration 3/),
        expect.stringMatching(/^Network 1/),
        'Checks of the gateway',
        expect.stringMatching(/^Reach/),
        expect.stringMatching(/^Credential/),
        expect.stringMatching(/^Messages/),
        expect.stringMatching(/^Models and extras/),
        'Model picker, as users would see it',
        expect.stringMatching(/^Hidden from users/),
        'Firewall',
        expect.stringMatching(/^What the agent’s tools may reach/),
        'What no list can say',
        'Configuration, masked',
        expect.stringMatching(/^Connection/),
        expect.stringMatching(/^Models/),
        'What was not tested',
      ]);
      expect(named('columnheader')).toEqual(['Host', 'Port', 'Needed', 'For', 'Setting', 'From here']);
      expect(named('rowheader')).toEqual(['llm-gateway.example.com', 'claude.ai']);
      expect(seen.filter((node) => node.role?.value === 'banner')).toHaveLength(1);
      expect(named('navigation')).toEqual(['Sections']);
      expect(named('region')).toEqual(
        expect.arrayContaining(['What to fix', 'Firewall', 'What was not tested']),
      );
    },
  );

  test('on paper everything is unfolded, and the colours of the screen are gone', async () => {
    const page = await opened('paper', renderPage(samplePage()));
    await page.send('Emulation.setEmulatedMedia', {
      media: 'print',
      features: [{ name: 'prefers-color-scheme', value: 'dark' }],
    });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(0, 0, 0)');
    const { data } = await page.send('Page.printToPDF', { printBackground: true, preferCSSPageSize: true });
    const pdf = path.join(folder, 'paper.pdf');
    writeFileSync(pdf, Buffer.from(String(data), 'base64'));
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
    const { status, stdout } = spawnSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    // Where the program is there, it reads what a person would.
    if (status === 0) {
      expect(stdout).toContain('A note');
      expect(stdout).not.toContain('Copy as CSV');
    }
  });

  describe.skipIf(axeFile === undefined)('axe-core', () => {
    test.each([
      ['light', 1200],
      ['dark', 1200],
      ['light', 400],
      ['dark', 400],
    ] as const)('finds nothing: %s, %i pixels', async (scheme, width) => {
      const page = await opened(`axe-${scheme}-${String(width)}`, renderPage(samplePage()), width);
      await page.send('Emulation.setEmulatedMedia', {
        features: [{ name: 'prefers-color-scheme', value: scheme }],
      });
      await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
      await page.evaluate(`${readFileSync(axeFile ?? '', 'utf8')}; undefined`);
      const violations = await page.evaluate<string[]>(
        `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`,
      );
      expect(violations).toEqual([]);
    });
  });
});
