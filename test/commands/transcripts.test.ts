import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedGateway, type EmbeddedGateway } from '../../src/embedded-gateway/index.ts';
import { latestRelease, releaseText } from '../../src/schema/forms.ts';
import { golden } from '../support/golden.ts';
import { runCli, type World } from '../support/io.ts';

/* What each command says of small files, word by word: both streams, the exit code, and the files that it wrote. */

const texts = golden('transcripts/commands.txt');

const GOOD = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://gw.example.com',
  inferenceGatewayApiKey: '${env:KEY}',
  inferenceModels: ['claude-opus-5', { name: 'claude-sonnet-5', labelOverride: 'Sonnet' }],
  coworkEgressAllowedHosts: [] as readonly string[],
  autoModeEnabled: false,
};
const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
const FILES: Readonly<Record<string, string>> = {
  'good.json': json(GOOD),
  'plain.json': json({ ...GOOD, inferenceGatewayApiKey: 'placeholder-key' }),
  'other.json': json({
    ...GOOD,
    inferenceGatewayApiKey: 'sk-live-0123456789abcdefghij',
    inferenceModels: ['claude-opus-5'],
    disableAutoUpdates: true,
  }),
  'old.json': `{
  "coworkEgressAllowedHosts": [],
  "autoModeEnabled": false,
  // which team pays
  "inferenceProvider": "gateway",
  "inferenceGatewayBaseUrl": "http://gw.example.com/v1",
  "inferenceGatewayHeaders": ["X-Team: a"],
  "isDxtEnabled": "true",
  "isDxtEnabled": false,
  "inferenceModels": ["claude-opus-5", "claude-opus-5", "gpt-5.5"],
  "nope": 1,
}
`,
  'retired.json': json({
    inferenceProvider: 'gateway',
    inferenceGatewayBaseUrl: 'https://gw.example.com',
    inferenceGatewayApiKey: 'placeholder-key',
    inferenceGatewayHeaders: ['X-Team: a'],
    isDxtEnabled: true,
  }),
  'broken.json': '{ "a": ',
  'text.txt': 'nothing\n',
  'base.json': json({ ...GOOD, inferenceGatewayApiKey: 'placeholder-key' }),
  'ring.json': json({ extends: './base.json', disableAutoUpdates: true }),
  'rings/pilot.json': json({ extends: '../base.json', inferenceModels: ['claude-opus-5'] }),
  'rings/all.json': json({ extends: '../base.json', inferenceMaxTokensPerWindow: 'x' }),
  'wide.json': json({
    ...GOOD,
    inferenceCustomHeaders: { 'X-Tenant': 'a' },
    otlpEndpoint: 'https://otel.example.com:4318',
    coworkEgressAllowedHosts: ['pypi.org', '*.example.com'],
    egressProxyUrl: 'http://proxy.example.com:3128',
  }),
  'bedrock.json': json({
    inferenceProvider: 'bedrock',
    inferenceBedrockRegion: 'eu-central-1',
    inferenceBedrockProfile: 'claude',
    inferenceModels: ['claude-opus-5'],
  }),
  'mixed/package.json': json({ name: 'x', version: '1.0.0' }),
  'mixed/other.plist': '<plist version="1.0"><dict><key>a</key><string>b</string></dict></plist>',
  'mixed/install.sh': 'echo hello\n',
  'mixed/broken.json': '{ "inferenceProvider": ',
  'mixed/notes.json': '{ "a": ',
  'mixed/good.json': json(GOOD),
  'policy.json': json({
    bootstrapUrl: 'https://config.example.com/user/bootstrap',
    disableAutoUpdates: true,
  }),
};

/** Of a long text its beginning and its end: what lies between is made of the same parts. */
const ends = (text: string): string =>
  text.length <= 12_000 ? text : `${text.slice(0, 4000)}\n…\n${text.slice(-2000)}`;

/** The elements of a page, one a line: without how they look, how long checks took, and the hosts that `egress` tells. */
const elements = (page: string): string =>
  page
    .replace(/<(style|script)\b[^]*?<\/\1>/g, '<$1>…</$1>')
    .replace(/ content="default-src[^"]*"| href="data:[^"]*"|cowork-3p report [\d.]+/g, '…')
    .replace(/<section id="firewall"[^]*?<\/section>/, (all) => (page.includes('wide.json') ? all : '…'))
    .replaceAll(/<rect width="\d+"/g, '<rect width="1"')
    .replaceAll(/\b\d+(?:\.\d+)? m?s\b/g, 'TIME')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?>( ?)</g, '>\n$1<')
    .replaceAll(/ $/gm, '');

async function record(argv: readonly string[], world: World = {}): Promise<void> {
  const files = { ...FILES, ...world.files };
  const run = await runCli(argv, { columns: 100, env: { KEY: 'key-0123456789' }, ...world, files });
  expect(run.stderr).not.toContain('internal error');
  const wrote = [...run.written.keys()].map((name) => {
    const bytes = run.files.get(name) ?? Buffer.alloc(0);
    const text = bytes.includes(0) ? `${String(bytes.length)} bytes` : bytes.toString();
    if (name.endsWith('.html')) return `--- wrote ${name}\n${elements(text)}`;
    const secret = run.written.get(name)?.secret === true ? ', readable by its owner alone' : '';
    return `--- wrote ${name}${secret}\n${ends(text)}`;
  });
  const told = [
    ...(run.stdout === '' ? [] : [`--- standard output\n${ends(run.stdout)}`]),
    ...(run.stderr === '' ? [] : [`--- standard error\n${run.stderr}`]),
    ...wrote,
  ].join('\n');
  texts.check(
    `${argv.join(' ')}: exit ${String(run.code)}`,
    told
      .replaceAll(releaseText(latestRelease), 'NEWEST')
      .replaceAll(/\(\d+ KB\)/g, '(N KB)')
      .replaceAll(/\d+( not applicable|(?<=Desktop does: \d+) checks)/g, 'N$1')
      .replaceAll(/\d+ \+ \d+ tokens|about \d+ tokens/g, 'N tokens')
      .replaceAll(/127\.0\.0\.1:\d{4,5}/g, '127.0.0.1:PORT')
      .replaceAll(/ +\d+(?:\.\d+)? m?s\b/g, ' TIME')
      .replaceAll(/( TIME)(?=\n)/g, '')
      .replaceAll(/"ms": ?\d+(?:\.\d+)?/g, '"ms":0')
      .replaceAll(/time="[\d.]+"/g, 'time="0"'),
  );
}

const rows = (...list: readonly string[]): readonly (readonly [string])[] => list.map((one) => [one]);
/** Arguments by blanks; `~` stands for a blank inside one. */
const split = (line: string): readonly string[] => line.split(' ').map((one) => one.replaceAll('~', ' '));

describe('commands that ask nobody', () => {
  test.for(
    rows(
      'validate good.json',
      'validate old.json',
      'validate old.json --target latest --platform linux',
      'validate old.json --strict --quiet --ignore unknown-key',
      'validate old.json --fix',
      'validate good.json old.json broken.json text.txt missing.json',
      'validate good.json broken.json missing.json --format json',
      'validate missing.json --format junit -o out.xml',
      'validate old.json --format markdown -o sarif=out.sarif -o out.txt',
      'validate rings',
      'validate mixed',
      'validate mixed --quiet --format json',
      'validate mixed/package.json',
      'validate *.nothing',
      'validate policy.json --as bootstrap --managed policy.json',
      'validate ring.json rings/all.json',
      'validate good.json --set disableAutoUpdates=perhaps --unset inferenceModels --unset nope',
      'validate good.json --set nope=1',
      'validate good.json -o good.json',
      'validate good.json -o a.json -o a.json',
      'validate good.json -o text.txt',
      'migrate old.json',
      'migrate retired.json',
      'migrate retired.json --write',
      'migrate retired.json --check --format json --target latest',
      'migrate retired.json --check --target 1.7196.0',
      'migrate good.json',
      'migrate good.json --check',
      'migrate ring.json --write',
      'migrate broken.json',
      'diff good.json other.json',
      'diff plain.json other.json',
      'diff plain.json other.json --format json',
      'diff plain.json plain.json',
      'diff good.json missing.json',
      'diff good.json other.json --resolve',
      'egress good.json',
      'egress wide.json',
      'egress wide.json --format json',
      'egress wide.json --format hosts',
      'egress bedrock.json',
      'egress policy.json',
      'egress old.json',
      'explain inferenceModels',
      'explain inferenceGatewayApiKey',
      'explain isDxtEnabled',
      'explain url-not-https',
      'explain nothingOfThatName',
      'explain inferenceModel',
      'explain inferenceProvider --format json',
      'explain url-not-https --format markdown',
      'explain --effective good.json',
      'explain --effective old.json',
      'explain --effective wide.json --format json',
      'explain --effective bedrock.json --platform windows',
      'export plain.json --format json',
      'export good.json --format mobileconfig',
      'export good.json --format plist --quiet',
      'export good.json --format preference-file',
      'export good.json -o out.json',
      'export plain.json --all deploy',
      'export plain.json other.json --all deploy',
      'export rings/pilot.json rings/all.json --all deploy',
      'export old.json --format json',
      'export good.json --format json --check plain.json',
      'export good.json --format json --check missing.json',
      'export plain.json --format json --check plain.json',
      'export good.json --format json -o good.json',
      'export good.json --format json -o text.txt',
      'export retired.json --format json --target latest',
      'export good.json --format json --set nope=1',
      'export plain.json --format json --drop-unknown --set disableAutoUpdates=true',
      'export policy.json --format bootstrap',
      'export good.json',
      'export good.json --format json --resolve',
      'template jamf-schema -o jamf.json',
      'template profile-manifest -o m.plist --target 1.46388.0',
      'template admx',
      'template admx --compare text.txt',
      'bootstrap check good.json',
      'bootstrap check plain.json --managed policy.json',
      'bootstrap check old.json --format junit --target latest',
      'bootstrap check missing.json',
      'probe bedrock.json',
      'probe old.json',
      'probe missing.json',
      'models bedrock.json',
      'models old.json --format json',
      'report --offline good.json --format x',
      'report --offline wide.json -o page.html',
      'report --offline old.json -o page.html',
      'report --offline bedrock.json -o page.html',
      'report --offline policy.json -o page.html',
      'status missing',
      'status --collect --platform linux',
      'status --collect --platform macos',
      'status --collect --platform windows',
      'completion bash',
      'completion zsh',
      'completion fish',
      'completion powershell',
      'completion ksh',
    ),
  )('%s', ([line]) => record(split(line)));

  test.for(
    rows(
      'export good.json --format json',
      'export good.json --format reg -o out.reg',
      'validate good.json --resolve',
      'probe good.json',
      'models good.json',
    ),
  )('with a variable that is not set: %s', ([line]) => record([...split(line), '--no-color'], { env: {} }));
});

describe('commands that ask a gateway', () => {
  let gateway: EmbeddedGateway;
  let broken: EmbeddedGateway;
  const models = ['claude-opus-5', 'claude-sonnet-5', 'gpt-5.5', 'our-model'];
  beforeAll(async () => {
    gateway = await startEmbeddedGateway({ apiKey: 'key-0123456789', models });
    broken = await startEmbeddedGateway({ apiKey: 'another-key-0123', models });
  });
  afterAll(() => Promise.all([gateway.close(), broken.close()]));
  /** What probe has found before, for the pages. */
  const found: Record<string, string> = {};
  const world = (): World => {
    const of = (url: string): string => json({ ...GOOD, inferenceGatewayBaseUrl: url });
    return {
      files: {
        'here.json': of(gateway.url),
        'refused.json': of(broken.url),
        'dead.json': of('http://127.0.0.1:9'),
        ...found,
      },
      env: { KEY: 'key-0123456789', NO_PROXY: '127.0.0.1' },
    };
  };

  beforeAll(async () => {
    for (const name of ['here', 'refused']) {
      const argv = [
        'probe',
        `${name}.json`,
        '--only',
        'auth-accepted',
        '--only',
        'models-list',
        '--format',
        'json',
      ];
      found[`${name}-probe.json`] = (await runCli(argv, world())).stdout;
    }
    for (const name of ['here', 'dead'])
      found[`${name}-models.json`] = (
        await runCli(['models', `${name}.json`, '--format', 'json'], world())
      ).stdout;
  });

  test.for(
    rows(
      'models here.json',
      'models here.json --format json',
      'models here.json --format ids',
      'models here.json --write',
      'models refused.json',
      'models refused.json --format json',
      'models dead.json',
      'probe here.json --only auth-accepted --only models-list',
      'probe here.json --only auth-accepted --only models-list --format json',
      'probe here.json --only auth-accepted --only models-list --format junit',
      'probe refused.json --only auth-accepted --only models-list',
      'probe refused.json --only auth-accepted --only models-list --format json',
      'probe refused.json --only auth-accepted --only models-list --format junit --quiet',
      'probe dead.json --only models-list',
      'probe here.json --only nope',
      'report refused.json --results refused-probe.json -o page.html --title Change~42',
      'report here.json --results here-probe.json -o page.html --quiet',
      'report dead.json --results refused-probe.json -o page.html',
      'report dead.json --offline --results dead-models.json -o page.html',
      'report here.json --offline --results here-models.json -o page.html --strict',
    ),
  )('%s', ([line]) => record(split(line), world()));
});
