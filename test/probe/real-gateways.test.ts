import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  knownAnswer,
  mergeSightings,
  productsIn,
  remedyIn,
  type Sighting,
} from '../../src/probe/products/index.ts';
import { readMeasures, withMatrix } from '../support/gateways/matrix.ts';
import { RECORDED, type Recorded } from '../support/gateways/record.ts';
import { configOf } from '../support/gateways/run.ts';
import { runCli } from '../support/io.ts';
import { SCENARIOS } from '../gateways/scenarios.ts';

/* What real products answered, kept as fixtures; the suite that starts them is test/gateways. */

describe('the scenarios of real gateways', () => {
  test('each has its configuration, and a name of its own', () => {
    const files = SCENARIOS.flatMap(({ template, front, files = [] }) => [
      template,
      ...(front === undefined ? [] : [front.template]),
      ...files,
    ]);
    expect(files.filter((file) => !existsSync(path.join('fixtures/gateways', file)))).toEqual([]);
    expect(new Set(SCENARIOS.map(({ id }) => id)).size).toBe(SCENARIOS.length);
  });

  test('what fixes a broken one works', () => {
    const broken = SCENARIOS.filter(({ probe }) => probe.works === 'no' || probe.works === 'partly');
    const fixes = broken.map(({ id, fixedBy }) => [
      id,
      SCENARIOS.find((row) => row.id === fixedBy)?.probe.works,
    ]);
    expect(fixes).toEqual(broken.map(({ id }) => [id, 'yes']));
  });

  test('what is expected of probe is what the engine does', () => {
    const rows = SCENARIOS.filter(({ engine }) => engine !== 'skip');
    const said = rows.map(({ id, probe }) => [id, probe.works === 'no' ? 'fails' : 'works']);
    expect(said).toEqual(rows.map(({ id, engine }) => [id, engine]));
  });

  test.each([...new Map(SCENARIOS.map((row) => [configOf(row), row])).values()])(
    'the configuration of $id is valid',
    async (scenario) => {
      const env = {
        GATEWAY_URL: 'https://gateway.example.com',
        INFERENCE_GATEWAY_API_KEY: 'sk-0123456789abcdef',
        UPSTREAM_URL: 'https://upstream.example.com/v1',
      };
      const files = { 'cowork-3p.json': configOf(scenario) };
      const { code, stdout } = await runCli(['validate', 'cowork-3p.json', '--resolve'], { files, env });
      expect(stdout).not.toMatch(/\berror\b.*\[/);
      expect(code).toBe(0);
    },
  );

  test('docs/gateways.md shows what was measured', () => {
    const page = readFileSync('docs/gateways.md', 'utf8');
    const plain = (text: string): string => text.replace(/-{3,}/g, '---').replace(/[ \t]+/g, ' ');
    expect(plain(page)).toBe(plain(withMatrix(page, SCENARIOS, readMeasures())));
  });
});

describe('what real products answered', () => {
  const files = readdirSync(RECORDED);
  const read = (file: string): readonly Recorded[] =>
    JSON.parse(readFileSync(path.join(RECORDED, file), 'utf8')) as Recorded[];
  const scenarioOf = (file: string): (typeof SCENARIOS)[number] | undefined =>
    SCENARIOS.find(({ id }) => `${id.replace('/', '-')}.json` === file);
  const seenIn = (answers: readonly Recorded[]): readonly Sighting[] =>
    answers.reduce<readonly Sighting[]>((seen, answer) => mergeSightings(seen, productsIn(answer)), []);

  test('there are answers of every product but the proxies, and no others', () => {
    const products = new Set(files.map((file) => scenarioOf(file)?.id.split('/')[0]));
    expect([...products].sort()).toEqual([
      'aimock',
      'apache',
      'caddy',
      'haproxy',
      'litellm',
      'nginx',
      'portkey',
    ]);
  });

  // HAProxy passes answers on without a trace; LiteLLM that misses its key header says a bare 500.
  const visible = files.filter(
    (file) => !/^(?:haproxy-(?:right|limit|waf)|litellm-key-header)\.json$/.test(file),
  );
  test.each(visible)('%s: the product is recognised, and nothing else', (file) => {
    const { id = '', front } = scenarioOf(file) ?? {};
    const product = id.split('/')[0] ?? '';
    const expected = [product, ...(front === undefined ? [] : [front.program])];
    expect(seenIn(read(file)).map((one) => one.product.id)).toEqual(expected);
  });

  const broken = files.filter((file) => scenarioOf(file)?.probe.remedy !== undefined);
  test.each(broken)('%s: the remedy is known', (file) => {
    const scenario = scenarioOf(file);
    const answers = read(file);
    const seen = seenIn(answers);
    const remedies = [
      ...answers.flatMap((answer) => knownAnswer(answer)?.remedy ?? []),
      ...(['buffering', 'firewall', 'body-size', 'model-list'] as const).flatMap(
        (topic) => remedyIn(seen, topic)?.remedy ?? [],
      ),
    ].join('\n');
    if (file.startsWith('haproxy-waf')) expect(remedies).toBe('');
    else expect(remedies).toMatch(scenario?.probe.remedy ?? /never/);
  });

  test('no key, no port and no folder of the machine is kept', () => {
    for (const file of files) {
      const text = readFileSync(path.join(RECORDED, file), 'utf8');
      expect(text).not.toMatch(/sk-(?!wrong)[\w-]{8,}|127\.0\.0\.1:\d|\/tmp\/|\/root\/|\/opt\//);
    }
  });
});
