import { reporterNames } from '../../src/report/index.ts';
import type { World } from '../support/io.ts';

/*
 * Secrets in places that no row of the catalogue names: comments, other containers, flags, project settings, bases,
 * reports that are read again, captures of devices, forms. Each world is a folder, an environment and the command
 * lines that read it.
 */

/** A world with one secret in it, and what is run in it. */
export interface CanaryWorld {
  readonly name: string;
  readonly secret: string;
  readonly world: World;
  readonly commands: readonly (readonly string[])[];
}

/** How a secret may be made: by its looks a key, by its looks nothing, and with signs that some format writes differently. */
const SHAPES: Readonly<Record<string, string>> = {
  marked: 'sk-ant-Zq7vK2mWx81LpQ4r9Kw',
  plain: 'qhvwekfjzmxnbtoiupyrgda',
  dice: 'Zx81kQm4vR7tYw2LpS9',
  quoted: `Zq7"K2'm<Wx>8&1\\Lp\`Q4$r9`,
  pattern: 'Zq7.*(K2+)[mW]x$8^|1?Lp',
  percent: 'Zq7%25K2%zz%mW%41x81Lp',
  unicode: 'Zq7ÄK2ßmWéx81日本Lp🔑Q4',
  escape: 'Zq7K2\u001b[31mmWx81\u001b[0mLpQ4r',
  blank: 'Zq7K2 mWx81 LpQ4r 9KwVb',
  markdown: 'Zq7_K2*m_W~x|8_1[Lp](Q4)',
};

const BASE = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://gw.example.com',
  inferenceGatewayApiKey: 'placeholder',
  inferenceModels: ['claude-opus-5'],
} as const;
const text = (value: unknown): string => JSON.stringify(value, null, 2);
const BASE_TEXT = text(BASE);

const REPORTS = reporterNames;
const validate = (...files: readonly string[]): string[][] => [
  ...REPORTS.map((format) => ['validate', '--format', format, ...files]),
  ['validate', ...files, '--quiet', ...REPORTS.flatMap((format) => ['-o', `${format}=report.${format}`])],
  ['validate', ...files, '--strict', '--resolve', '--verbose', '--platform', 'linux', '--target', 'latest'],
];
/** Everything that reads one configuration and writes none. */
const reading = (file: string): string[][] => [
  ...validate(file),
  ['diff', 'base.json', file],
  ['diff', 'base.json', file, '--format', 'json', '--resolve'],
  ['egress', file],
  ['egress', file, '--format', 'json'],
  ['explain', '--effective', file],
  ['explain', '--effective', file, '--format', 'json'],
  ['migrate', '--check', file, '--format', 'json'],
  ['report', '--offline', file],
  ['export', file, '--format', 'mobileconfig', '--check', 'base.json'],
  ['export', file, '--format', 'reg', '-o', 'out.reg'],
  ['export', file, '--all', 'out'],
  ['init', '--yes', '--from', file, 'made.json'],
  ['models', file, '--url', 'http://127.0.0.1:39219', '--timeout', '300'],
];

/** Secrets that come in by a reference may be as short as they like. */
const SHORT: Readonly<Record<string, string>> = {
  short: 'Zq7-K2m',
  shorter: 'Zq7K',
  word: 'swordfish',
  digits: '867530942424',
  hyphens: 'correct-horse-battery',
  lines: 'Zq7K2mWx81\nLpQ4r9KwVb',
};

type Make = (secret: string) => Omit<CanaryWorld, 'name' | 'secret'>;

/** One file beside `base.json`, through everything that reads. */
const file =
  (name: string, of: (secret: string) => string | Uint8Array): Make =>
  (secret) => ({ world: { files: { 'base.json': BASE_TEXT, [name]: of(secret) } }, commands: reading(name) });

/** Flags of commands over `base.json`. */
const flags =
  (...commands: readonly ((secret: string) => readonly string[])[]): Make =>
  (secret) => ({
    world: { files: { 'base.json': BASE_TEXT }, env: { NO_PROXY: '127.0.0.1' } },
    commands: commands.map((command) => command(secret)),
  });

const xml = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\u001b', '');
const plist = (inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>${inside}</dict></plist>\n`;
const REG =
  'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n';
const reg = (line: string): string => `${REG}"inferenceProvider"="gateway"\r\n${line}\r\n`;
const quoted = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
const oneLine = (value: string): string => value.replaceAll('\n', ' ');

const PLACES: Readonly<Record<string, Make>> = {
  'comment above a key': file('a.json', (s) => `{\n // ${s}\n "inferenceProvider": "gatewy"\n}`),
  'comment behind a key': file(
    'a.json',
    (s) =>
      `{\n "inferenceProvider": "gatewy", // was ${s}\n "inferenceGatewayBaseUrl": 3 /* ${s.replaceAll('*/', '')} */\n}`,
  ),
  'comment that ignores': file(
    'a.json',
    (s) => `{\n // cowork-3p-ignore not-in-enum: ${s}\n "inferenceProvider": "gatewy"\n}`,
  ),
  'ignored code that is none': file(
    'a.json',
    (s) => `{\n // cowork-3p-ignore ${s}: because\n "inferenceProvider": "gatewy"\n}`,
  ),
  'no JSON at all': file('a.json', (s) => `{ inferenceGatewayApiKey: ${s} }`),
  'text behind the end': file('a.json', (s) => `${BASE_TEXT}\n${s}`),
  'the file is the secret': file('a.json', (s) => s),
  'a file that is cut': file('a.json', (s) => text({ ...BASE, inferenceGatewayApiKey: s }).slice(0, -70)),
  'a text that is not closed': file(
    'a.json',
    (s) => `{"inferenceGatewayApiKey": ${JSON.stringify(s).slice(0, -1)}\n}`,
  ),
  'the same key twice': file(
    'a.json',
    (s) =>
      `{"inferenceGatewayApiKey": ${JSON.stringify(s)}, "inferenceGatewayApiKey": ${JSON.stringify(`${s}x`)}}`,
  ),
  'a container whose keys are prototypes': file(
    'a.json',
    (s) =>
      `{"__proto__": ${JSON.stringify({ a: s })}, "constructor": ${JSON.stringify(s)}, "toString": ${JSON.stringify(s)}}`,
  ),
  'nested document': file('a.json', (s) =>
    text({
      $schemaVersion: 2,
      inference: {
        provider: 'gateway',
        gateway: { apiKey: s, secretThing: s, baseUrl: `https://u:${s}@x.example.com` },
      },
      mcp: { servers: s },
    }),
  ),
  'flat keys beside a cluster': file('a.json', (s) =>
    text({ inference: { gateway: { apiKey: s } }, inferenceGatewayApiKey: s }),
  ),
  'nested document as text': file('a.json', (s) =>
    text({
      ...BASE,
      managedMcpServers: JSON.stringify([
        { name: 'x', transport: 'stdio', command: '/bin/x', args: ['--key', s], env: { K: s } },
      ]),
    }),
  ),
  'text that holds text': file('a.json', (s) =>
    text({ ...BASE, managedMcpServers: JSON.stringify(JSON.stringify([{ name: s, headers: s }])) }),
  ),
  'extends an address': file('a.json', (s) =>
    text({ ...BASE, extends: `https://user:${s}@host.example.com/base.json` }),
  ),
  'extends the wrong type': file('a.json', (s) => text({ ...BASE, extends: { a: s } })),
  'base that does not parse': (s) => ({
    world: {
      files: {
        'base.json': BASE_TEXT,
        'broken.json': `{ "inferenceGatewayApiKey": ${s} }`,
        'a.json': text({ extends: './broken.json', inferenceProvider: 'gateway' }),
      },
    },
    commands: reading('a.json'),
  }),
  'base with a wrong value': (s) => ({
    world: {
      files: {
        'base.json': BASE_TEXT,
        'under.json': text({
          inferenceGatewayApiKey: [s],
          fooBar: s,
          inferenceGatewayBaseUrl: `http://h.example.com/?k=${s}`,
        }),
        'a.json': text({ extends: ['./base.json', './under.json'] }),
      },
    },
    commands: [...reading('a.json'), ['validate', '.'], ['export', 'a.json', 'base.json', '--all', 'rings']],
  }),
  'registry, no quotes': file('a.reg', (s) => reg(`"inferenceGatewayApiKey"=${oneLine(s)}`)),
  'registry, half a quote': file('a.reg', (s) => reg(`"inferenceGatewayApiKey"="${quoted(s)}`)),
  'registry, behind the quote': file('a.reg', (s) => reg(`"inferenceGatewayApiKey"="x" ${s}`)),
  'registry, a name': file('a.reg', (s) => reg(`"X-Api-Key: ${quoted(s)}"="x"`)),
  'registry, a key': file(
    'a.reg',
    (s) =>
      `${REG}"inferenceProvider"="gateway"\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude\\X-Api-Key: ${s}]\r\n"a"="b"\r\n`,
  ),
  'registry, a comment': file('a.reg', (s) => reg(`; ${s}\r\n"inferenceGatewayApiKey"=dword:00000001`)),
  'registry, a wrong type': file('a.reg', (s) =>
    reg(
      `"inferenceGatewayApiKey"=hex(7):${Buffer.from(s, 'utf16le')
        .toString('hex')
        .replace(/..(?!$)/g, '$&,')}`,
    ),
  ),
  'registry, no line at all': file('a.reg', (s) => reg(s)),
  'plist, an element': file('a.plist', (s) =>
    plist(
      `<key>inferenceGatewayApiKey</key><string>${xml(s)}</string><key>inferenceProvider</key><integer>${xml(s)}</integer>`,
    ),
  ),
  'plist, text between': file('a.plist', (s) =>
    plist(`${xml(s)}<key>inferenceProvider</key><string>gateway</string>`),
  ),
  'plist, an element nobody knows': file('a.plist', (s) =>
    plist(`<key>inferenceGatewayApiKey</key><secret>${xml(s)}</secret>`),
  ),
  'plist, a comment': file('a.plist', (s) =>
    plist(`<!-- ${xml(s)} --><key>inferenceProvider</key><string>gatewy</string>`),
  ),
  'plist, an attribute': file('a.plist', (s) =>
    plist(`<key a="${xml(s).replaceAll('"', '&quot;')}">inferenceProvider</key><string>gatewy</string>`),
  ),
  'plist, an entity': file(
    'a.plist',
    (s) =>
      `<!DOCTYPE plist [<!ENTITY k "${xml(s).replaceAll('"', '')}">]>${plist('<key>inferenceGatewayApiKey</key><string>&k;</string>')}`,
  ),
  'plist, a date and data': file('a.plist', (s) =>
    plist(
      `<key>inferenceGatewayApiKey</key><data>${Buffer.from(s).toString('base64')}</data><key>fooBar</key><date>${xml(s)}</date>`,
    ),
  ),
  'plist, a name that is a header line': file('a.plist', (s) =>
    plist(`<key>X-Api-Key: ${xml(s)}</key><string>a</string>`),
  ),
  'profile, the envelope': file('a.mobileconfig', (s) =>
    plist(
      `<key>PayloadType</key><string>Configuration</string><key>PayloadIdentifier</key><string>${xml(s)}</string><key>PayloadDisplayName</key><string>${xml(`Authorization: Bearer ${s}`)}</string><key>PayloadContent</key><array><dict><key>PayloadType</key><string>com.anthropic.claudefordesktop</string><key>inferenceGatewayApiKey</key><array><string>${xml(s)}</string></array></dict><dict><key>PayloadType</key><string>com.apple.wifi.managed</string><key>Password</key><string>${xml(s)}</string></dict></array>`,
    ),
  ),
  'powershell, a literal': file(
    'a.ps1',
    (s) =>
      `$p='HKLM:\\SOFTWARE\\Policies\\Claude'\nSet-ItemProperty -Path $p -Name inferenceGatewayApiKey -Value '${s.replaceAll("'", "''")}'\nSet-ItemProperty -Path $p -Name inferenceProvider -Value gatewy\n`,
  ),
  'powershell, computed': file(
    'a.ps1',
    (s) =>
      `$p='HKLM:\\SOFTWARE\\Policies\\Claude'\n$k = "${s.replaceAll('"', '""')}"\nSet-ItemProperty -Path $p -Name inferenceGatewayApiKey -Value ("${s.replaceAll('"', '""')}" + (Get-Date))\nSet-ItemProperty -Path $p -Name otlpHeaders -Value $($k)\n`,
  ),
  'batch file': file(
    'a.cmd',
    (s) =>
      `reg add HKLM\\SOFTWARE\\Policies\\Claude /v inferenceGatewayApiKey /t REG_SZ /d "${s}" /f\r\nreg add HKLM\\SOFTWARE\\Policies\\Claude /v otlpHeaders /t REG_SZ /d %KEY%${s} /f\r\n`,
  ),
  'shell script': file(
    'a.sh',
    (s) =>
      `#!/bin/sh\ndefaults write com.anthropic.claudefordesktop inferenceGatewayApiKey -string '${s.replaceAll("'", "'\\''")}'\ndefaults write com.anthropic.claudefordesktop otlpHeaders -int "${s}"\ndefaults write com.anthropic.claudefordesktop fooBar $(echo ${s})\n`,
  ),
  'shell script, a document in it': file(
    'a.sh',
    (s) =>
      `#!/bin/sh\ncat > /etc/claude-desktop/managed-settings.json <<EOF\n${text({ ...BASE, inferenceGatewayApiKey: s, fooBar: s })}\nEOF\n`,
  ),
  'Graph body': file('a.json', (s) =>
    text({
      '@odata.type': '#microsoft.graph.windows10CustomConfiguration',
      displayName: s,
      description: s,
      omaSettings: [
        {
          '@odata.type': '#microsoft.graph.omaSettingString',
          displayName: s,
          omaUri: `./Device/Vendor/MSFT/Policy/Config/Claude~Policy~Claude/${s}`,
          value: s,
        },
      ],
    }),
  ),
  'preferences of Group Policy': file(
    'a.xml',
    (s) =>
      `<?xml version="1.0" encoding="utf-8"?>\n<RegistrySettings clsid="{A3CCFC41-DFDB-43a5-8D26-0FE8B954DA51}"><Registry clsid="{9CD4B2F4-923D-47f5-A062-E897DD1DAD50}" name="inferenceGatewayApiKey" status="${xml(s).replaceAll('"', '&quot;')}"><Properties action="U" hive="HKEY_LOCAL_MACHINE" key="SOFTWARE\\Policies\\Claude" name="inferenceGatewayApiKey" type="REG_MULTI_SZ" value="${xml(s).replaceAll('"', '&quot;')}"/></Registry></RegistrySettings>`,
  ),
  'the app’s other file': file('a.json', (s) =>
    text({ mcpServers: { x: { command: 'x', env: { K: s } } }, inferenceGatewayApiKey: s }),
  ),
  'settings of Claude Code': file('a.json', (s) =>
    text({ permissions: { deny: [] }, apiKeyHelper: s, env: { ANTHROPIC_API_KEY: s } }),
  ),
  'output of reg query': file(
    'a.txt',
    (s) =>
      `HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude\r\n    inferenceGatewayApiKey    REG_SZ    ${s}\r\n`,
  ),
  'output of defaults read': file(
    'a.txt',
    (s) => `{\n    inferenceGatewayApiKey = "${s}";\n    inferenceProvider = gateway;\n}\n`,
  ),
  'two documents in one file': file(
    'a.json',
    (s) => `${text({ inferenceGatewayApiKey: s })}\n${text({ inferenceGatewayApiKey: s })}`,
  ),
  YAML: file('a.json', (s) => `inferenceProvider: gateway\ninferenceGatewayApiKey: ${s}\n`),
  'a list of keys': file('a.json', (s) => text([{ key: 'inferenceGatewayApiKey', value: s }])),

  'project: a header line': (s) => project({ [`X-Api-Key: ${s}`]: 1 }),
  'project: target': (s) => project({ target: s }),
  'project: platform': (s) => project({ platform: s }),
  'project: strict': (s) => project({ strict: s }),
  'project: ignore': (s) => project({ ignore: [s] }),
  'project: broken': (s) => ({
    world: { files: { 'base.json': BASE_TEXT, '.cowork-3p.json': `{ "target": ${s} }` } },
    commands: [
      ['validate', 'base.json'],
      ['export', 'base.json', '--format', 'json'],
      ['report', '--offline', 'base.json'],
    ],
  }),

  'flag --set': flags(
    (s) => ['validate', 'base.json', '--set', `inferenceGatewayApiKey=${s}`],
    (s) => ['validate', 'base.json', '--set', `inferenceCustomHeaders={"a":"${s}"`],
    (s) => ['validate', 'base.json', '--set', `bootstrapHeaders=${s}`, '--format', 'json'],
    (s) => ['validate', 'base.json', '--set', s],
    (s) => ['validate', 'base.json', '--set', `=${s}`],
    (s) => ['validate', 'base.json', '--set', `inferenceGatewayApiKye=${s}`],
    (s) => ['validate', 'base.json', '--set', `X-Api-Key: ${s}=1`],
    (s) => ['diff', 'base.json', 'base.json', '--set', `inferenceGatewayApiKey=${s}`, '--format', 'json'],
    (s) => [
      'explain',
      '--effective',
      'base.json',
      '--set',
      `inferenceGatewayBaseUrl=https://u:${s}@h.example.com`,
    ],
    (s) => ['egress', 'base.json', '--set', `egressProxyUrl=http://u:${s}@h.example.com`, '--format', 'json'],
    (s) => ['report', '--offline', 'base.json', '--set', `inferenceGatewayApiKey=${s}`],
    (s) => ['init', '--yes', '--set', `inferenceGatewayApiKey=${s}`, '--set', 'inferenceProvider=nobody'],
    (s) => ['init', '--yes', '--from', 'base.json', '--set', `inferenceCustomHeaders=${s}`, 'made.json'],
    (s) => ['init', `https://user:${s}@gw.example.com`, 'made.json', '--yes'],
    (s) => [
      'export',
      'base.json',
      '--format',
      'json',
      '-o',
      'x.json',
      '--set',
      `inferenceGatewayApiKey=Bearer ${s}`,
    ],
  ),
  'flag --unset': flags((s) => ['validate', 'base.json', '--unset', `X-Api-Key: ${s}`]),
  'an address given': flags(
    (s) => ['probe', '--url', `https://user:${s}@127.0.0.1:39219`, '--timeout', '300'],
    (s) => ['probe', '--url', `http://127.0.0.1:39219/?key=${s}`, '--timeout', '300', '--format', 'json'],
    (s) => ['models', '--url', `htps://user:${s}@127.0.0.1:39219`, '--timeout', '300'],
    (s) => ['models', '--url', `user:${s}@127.0.0.1:39219`, '--timeout', '300'],
    (s) => [
      'probe',
      'base.json',
      '--url',
      'http://127.0.0.1:39219',
      '--proxy',
      `http://u:${s}@127.0.0.1:39219`,
      '--timeout',
      '300',
    ],
    (s) => [
      'probe',
      'base.json',
      '--url',
      'http://127.0.0.1:39219',
      '--proxy',
      `u:${s}@127.0.0.1:39219`,
      '--timeout',
      '300',
      '--format',
      'json',
    ],
    (s) => ['models', 'base.json', '--proxy', `socks5://u:${s}@127.0.0.1:39219`, '--timeout', '300'],
    (s) => ['report', 'base.json', '--url', `https://u:${s}@127.0.0.1:39219`, '--timeout', '300'],
    (s) => ['bootstrap', 'check', `https://u:${s}@127.0.0.1:39219/x?k=${s}`, '--timeout', '300'],
    (s) => ['bootstrap', 'check', `http://127.0.0.1:39219/x?k=${s}`, '--timeout', '300', '--format', 'json'],
    (s) => ['bootstrap', 'check', `http://host.example.com/x?k=${s}#${s}`, '--timeout', '300'],
  ),
  'the value where a name is asked for': flags(
    (s) => ['probe', '--url', 'http://127.0.0.1:39219', '--credential-env', s],
    (s) => [
      'models',
      'base.json',
      '--url',
      'http://127.0.0.1:39219',
      '--credential-env',
      s,
      '--format',
      'json',
    ],
    (s) => ['report', 'base.json', '--url', 'http://127.0.0.1:39219', '--credential-env', s],
    (s) => ['probe', 'base.json', '--url', 'http://127.0.0.1:39219', '--other-audience-token-env', s],
    (s) => ['bootstrap', 'check', 'http://127.0.0.1:39219', '--token-env', s],
    (s) => ['egress', 'base.json', '--bootstrap', '--bootstrap-token-env', s],
    (s) => ['probe', 'base.json', '--bootstrap', '--bootstrap-token-env', s],
  ),
  'an option that does not exist': flags(
    (s) => ['probe', 'base.json', `--api-key=${s}`],
    (s) => ['validate', 'base.json', `--token=${s}`],
    (s) => ['export', 'base.json', `--header=Authorization: Bearer ${s}`],
    (s) => [`--api-key=${s}`],
  ),
  'a wrong choice': flags(
    (s) => ['probe', 'base.json', '--auth-scheme', `Bearer ${s}`],
    (s) => ['models', 'base.json', '--timeout', `Bearer ${s}`],
  ),
  'a result that is read again': (s) => ({
    world: {
      files: {
        'base.json': BASE_TEXT,
        'results.json': text({
          version: 1,
          command: 'probe',
          exitCode: 1,
          gateway: `https://u:${s}@gw.example.com/?k=${s}`,
          checks: [],
          summary: {},
          Authorization: s,
        }),
        'broken.json': `{ "version": 1, "key": ${s} }`,
      },
    },
    commands: [
      ['report', 'base.json', '--offline', '--results', 'results.json'],
      ['report', 'base.json', '--offline', '--results', 'broken.json'],
    ],
  }),
  'a form that is compared': (s) => ({
    world: {
      files: {
        'old.json': text({ title: s, properties: { [`X-Api-Key: ${s}`]: { type: 'string', default: s } } }),
        'old.admx': `<policyDefinitions><policies><policy name="a" valueName="${xml(s)}"`,
      },
    },
    commands: ['admx', 'jamf-schema', 'profile-manifest'].flatMap((kind) =>
      ['old.json', 'old.admx'].flatMap((old) => [
        ['template', kind, '--compare', old],
        ['template', kind, '--check', old, '--format', 'json'],
      ]),
    ),
  }),
  'an answer of a bootstrap server': (s) => ({
    world: {
      files: {
        'base.json': BASE_TEXT,
        'policy.json': text({
          inferenceProvider: 'gateway',
          bootstrapUrl: `https://u:${s}@b.example.com/x?k=${s}`,
          bootstrapHeaders: { 'X-K': s },
        }),
        'served.json': text({
          ...BASE,
          inferenceGatewayApiKey: s,
          fooBar: s,
          expiresAt: s,
          inferenceCustomHeaders: s,
          [`X-Api-Key: ${s}`]: 1,
        }),
        'broken.json': `{ "inferenceGatewayApiKey": ${s} }`,
      },
    },
    commands: ['served.json', 'broken.json'].flatMap((name) =>
      ['text', 'json', 'junit'].flatMap((format) => [
        ['bootstrap', 'check', name, '--format', format],
        ['bootstrap', 'check', name, '--format', format, '--managed', 'policy.json'],
        ['validate', '--as', 'bootstrap', name, '--managed', 'policy.json', '--format', format],
      ]),
    ),
  }),
  'two configurations that differ in it': (s) => ({
    world: {
      files: {
        'a.json': text({ ...BASE, inferenceGatewayApiKey: s, otlpHeaders: { a: s }, fooBar: [s] }),
        'b.json': text({
          ...BASE,
          inferenceGatewayApiKey: `${s}x`,
          otlpHeaders: { a: `x${s}` },
          fooBar: { s },
        }),
      },
    },
    commands: ['text', 'json'].flatMap((format) => [
      ['diff', 'a.json', 'b.json', '--format', format],
      ['diff', 'b.json', 'a.json', '--format', format, '--resolve'],
    ]),
  }),
  'an address where a file is asked for': (secret) => {
    const address = `https://user:${encodeURIComponent(secret)}@host.example.com/x?sig=${encodeURIComponent(secret)}`;
    return flags(
      ...REPORTS.map((format) => () => ['validate', '--format', format, 'base.json', address]),
      () => ['diff', 'base.json', address],
      () => ['export', address, '--format', 'json'],
      () => ['export', 'base.json', '--format', 'json', '--check', address],
      () => ['probe', address],
      () => ['probe', 'base.json', '--ca', address],
      () => ['report', 'base.json', '--offline', '--results', address],
      () => ['status', '--expect', address, 'base.json'],
      () => ['init', '--yes', '--from', address],
      () => ['explain', address],
    )(secret);
  },
  'what a program is given': flags(
    (s) => ['probe', 'base.json', '--watch', `Bearer ${s}`],
    (s) => ['demo', '--port', `Bearer ${s}`],
    (s) => ['export', 'base.json', '--format', 'mobileconfig', '--identifier', `Bearer ${s}`, '-o', 'x'],
    (s) => ['completion', `Bearer ${s}`],
    (s) => ['migrate', 'base.json', '--target', `Bearer ${s}`],
    (s) => ['egress', 'base.json', '--platform', `Bearer ${s}`],
  ),
  'captures of a device': (s) => ({
    world: {
      files: {
        'base.json': BASE_TEXT,
        'dev/managed-settings.json': text({
          ...BASE,
          inferenceGatewayApiKey: s,
          inferenceGatewayBaseUrl: `https://u:${s}@h.example.com/?k=${s}`,
          fooBar: s,
          inferenceCustomHeaders: { a: s },
        }),
        'dev/policy.reg': reg(
          `"inferenceGatewayApiKey"="${quoted(s)}"\r\n"fooBar"="${quoted(s)}"\r\n"otlpHeaders"="{\\"a\\":\\"${quoted(s)}\\"}"\r\n"inferenceGatewayOidc"=${oneLine(s)}`,
        ),
        'dev/managed-machine.plist': plist(
          `<key>inferenceGatewayApiKey</key><string>${xml(s)}</string><key>inferenceCustomHeaders</key><string>${xml(s)}</string><key>fooBar</key><string>${xml(s)}</string>`,
        ),
        'dev/main.log': [
          `2026-11-20 10:00:00 [info] [custom-3p] Enterprise config: {"inferenceGatewayApiKey":"${s}"}`,
          `2026-11-20 10:00:01 [error] [custom-3p] Failed: Authorization: Bearer ${s}`,
          `2026-11-20 10:00:02 [warn] [enterprise] unknown key ${s} in config, ignoring`,
          `2026-11-20 10:00:02 [warn] [custom-3p] Ignoring invalid value for inferenceGatewayBaseUrl: https://u:${s}@h`,
        ].join('\n'),
        'dev/claude_desktop_config.json': text({
          inferenceGatewayApiKey: s,
          enterpriseConfig: { inferenceGatewayApiKey: s },
        }),
        'dev/configLibrary/_meta.json': text({ activeId: s, entries: [{ id: s, name: s }] }),
        'dev/configLibrary/a.json': text({ ...BASE, inferenceGatewayApiKey: s }),
        'dev/broken.json': `{"inferenceGatewayApiKey": ${s} }`,
        'dev/release.txt': s,
      },
    },
    commands: ['text', 'json', 'junit', 'csv', 'html', 'markdown'].flatMap((format) => [
      ['status', 'dev', '--format', format],
      ['status', 'dev', '--format', format, '--expect', 'base.json', '--platform', 'windows'],
      ['status', 'dev', '--format', format, '--expect', 'dev/managed-settings.json', '--platform', 'linux'],
      ['status', 'dev', '--format', format, '--platform', 'macos'],
      ['status', '.', '--format', format, '--expect', 'base.json'],
      ['status', '--root', 'dev', '--format', format, '--platform', 'linux'],
      ['status', 'dev/policy.reg', '--format', format],
      ['status', '--expect', 'dev/broken.json', 'dev', '--format', format],
    ]),
  }),
  'collect with a configuration': (s) => ({
    world: { files: { 'a.json': text({ ...BASE, inferenceGatewayApiKey: s, fooBar: s }) } },
    commands: [
      ['status', '--collect', '--expect', 'a.json'],
      ['status', '--detect', '--expect', 'a.json'],
      ['status', '--collect', '--platform', 'macos'],
    ],
  }),
};

const project = (settings: unknown): Omit<CanaryWorld, 'name' | 'secret'> => ({
  world: { files: { 'base.json': BASE_TEXT, '.cowork-3p.json': text(settings) } },
  commands: [
    ['validate', 'base.json'],
    ['validate', 'base.json', '--format', 'json'],
    ['export', 'base.json', '--format', 'json'],
    ['report', '--offline', 'base.json'],
    ['status', 'base.json'],
    ['probe', 'base.json', '--url', 'http://127.0.0.1:39219', '--timeout', '300'],
  ],
});

/** A secret in the environment and in a file, and a configuration that refers to it. */
const reference =
  (of: (reference: string) => object, value: (secret: string) => string = (s) => s): Make =>
  (s) => ({
    world: {
      files: {
        'base.json': BASE_TEXT,
        'a.json': text({ ...BASE, ...of('${env:CANARY}') }),
        'b.json': text({ ...BASE, ...of('${file:./key}') }),
        key: `${value(s)}\n`,
      },
      env: { CANARY: value(s), NO_PROXY: '127.0.0.1' },
    },
    commands: ['a.json', 'b.json'].flatMap((name) => [
      ...reading(name),
      ['diff', 'a.json', 'b.json', '--resolve', '--format', 'json'],
      ['export', name, '--format', 'plist', '--check', 'base.json'],
      ['probe', name, '--url', 'http://127.0.0.1:39219', '--timeout', '300', '--format', 'json'],
    ]),
  });
const mcp = (server: object): object => ({
  managedMcpServers: [{ name: 'x', transport: 'stdio', command: '/bin/x', ...server }],
});

/** A model of the configuration, which probe, models and report name. */
const model =
  (name: (secret: string) => string): Make =>
  (s) => ({
    world: {
      files: { 'a.json': text({ ...BASE, inferenceModels: [{ name: name(s) }] }) },
      env: { NO_PROXY: '127.0.0.1' },
    },
    commands: [
      ['probe', 'a.json'],
      ['probe', 'a.json', '--format', 'json'],
      ['models', 'a.json'],
      ['report', 'a.json'],
    ].map((argv) => [...argv, '--url', 'http://127.0.0.1:39219', '--timeout', '300']),
  });

const REFERENCES: Readonly<Record<string, Make>> = {
  'a default in the name of a model': model((s) => `\${env:NAME:-${s}}`),
  'another default in the name of a model': model((s) => `\${env:NAME-${s}}`),
  'reference, the key': reference((r) => ({ inferenceGatewayApiKey: r })),
  'reference, behind a scheme': reference((r) => ({ inferenceGatewayApiKey: `Bearer ${r}` })),
  'reference, a header': reference((r) => ({ inferenceCustomHeaders: { 'X-A': r } })),
  'reference, a path': reference((r) => ({ inferenceGatewayBaseUrl: `https://gw.example.com/p/${r}/v1` })),
  'reference, an address': reference(
    (r) => ({ inferenceGatewayBaseUrl: r }),
    (s) => `https://user:${s}@gw.example.com/v1/messages?k=${s}`,
  ),
  'reference, an address over http': reference(
    (r) => ({ inferenceGatewayBaseUrl: r }),
    (s) => `http://gw.example.com/${encodeURIComponent(s)}`,
  ),
  'reference, a host': reference((r) => ({ inferenceGatewayBaseUrl: `https://${r}.example.com` })),
  'reference, a model': reference((r) => ({ inferenceModels: [r, { name: r, labelOverride: r }] })),
  'reference, a switch': reference((r) => ({ disableAutoUpdates: r, inferenceProvider: r })),
  'reference, a number': reference((r) => ({ mcpToolTimeoutSec: r })),
  'reference, arguments': reference((r) => mcp({ args: ['--key', r, `--k=${r}`] })),
  'reference, variables': reference((r) => mcp({ env: { KEY: r } })),
  'reference, a document': reference(
    (r) => ({ managedMcpServers: r }),
    (s) =>
      JSON.stringify([
        { name: 'x', transport: 'stdio', command: '/bin/x', env: { K: s }, args: [s], bogus: s },
      ]),
  ),
  'reference, a document that is cut': reference(
    (r) => ({ managedMcpServers: r }),
    (s) => `[{"env":{"K":"${s}"`,
  ),
  'reference, a key of a document': reference(
    (r) => ({ inferenceCustomHeaders: r }),
    (s) => JSON.stringify({ [`X-Api-Key: ${s}`]: 'x' }),
  ),
  'reference, a number in a document': reference(
    (r) => ({ inferenceCustomHeaders: r }),
    (s) => JSON.stringify({ 'X-Pin': 867530942424, 'X-A': s }),
  ),
  'reference, an unknown key': reference((r) => ({ fooBar: r, inferenceGatewayApiKye: r })),
  'reference, a proxy': reference((r) => ({ egressProxyUrl: `http://u:${r}@proxy.example.com:3128` })),
  'reference, a helper': reference((r) => ({
    inferenceCredentialHelper: `/bin/${r}`,
    inferenceCredentialHelperArgs: [r],
  })),
  'reference, a sign-in': reference((r) => ({
    inferenceGatewayOidc: { clientId: r, issuer: `https://idp.example.com/${r}`, clientSecret: r, bogus: r },
  })),
  'reference, a region': reference((r) => ({
    inferenceProvider: 'bedrock',
    inferenceBedrockRegion: r,
    inferenceBedrockBearerToken: r,
  })),
};

/** Names that people see: what is a credential beyond doubt is masked in them, too. */
const NAMED: Readonly<Record<string, Make>> = {
  'a file': (s) => ({
    world: { files: { 'base.json': BASE_TEXT, [`${s}.json`]: text({ ...BASE, fooBar: 1 }) } },
    commands: [
      ['export', `${s}/none.json`, '--format', 'json'],
      ...REPORTS.map((format) => ['validate', '--format', format, 'base.json', s]),
      ['validate', `${s}/none.json`, '-o', 'json=report.json'],
      ['diff', 'base.json', s],
      ['status', s],
      ['explain', '--effective', s],
      ['probe', 'base.json', '--only', s],
      ['probe', 'base.json', '--ca', s],
      ['validate', 'base.json', '--ignore', s],
      ['validate', 'base.json', '--target', s],
      ['export', 'base.json', '--format', s],
      ['template', s],
      [s],
      ['validate', '--set', `${s}=1`, 'base.json'],
      ['explain', s],
    ],
  }),
  'a model': model((s) => s),
  'a project setting': (s) => project({ [s]: 1 }),
  'a digest': (s) => ({
    world: { files: { 'base.json': BASE_TEXT } },
    commands: [['status', '--expect', `sha256:${s}`, '.']],
  }),
  'a base': file('a.json', (s) => text({ ...BASE, extends: `./${s}/none.json` })),
  'a variable': file('a.json', (s) =>
    text({ ...BASE, inferenceGatewayApiKey: `\${env:${s.replaceAll('-', '_')}}` }),
  ),
};

/** All of them, in a fixed order. */
export function allWorlds(): readonly CanaryWorld[] {
  const named = Object.entries(NAMED).map(([place, make]) => ({
    name: `the name of ${place}`,
    secret: SHAPES.marked ?? '',
    ...make(SHAPES.marked ?? ''),
  }));
  return [...worlds(PLACES, SHAPES), ...worlds(REFERENCES, { ...SHAPES, ...SHORT }), ...named];
}

function worlds(
  places: Readonly<Record<string, Make>>,
  shapes: Readonly<Record<string, string>>,
): readonly CanaryWorld[] {
  return Object.entries(places).flatMap(([place, make]) =>
    Object.entries(shapes).map(([shape, secret]) => ({
      name: `${place} (${shape})`,
      secret,
      ...make(secret),
    })),
  );
}
