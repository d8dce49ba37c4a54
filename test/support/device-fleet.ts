import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/*
 * Made-up devices with known faults, as folders of captures: every seventh lacks or adds something harmless, and the
 * faults are spread over all of them. The same number gives the same fleet.
 */

export const EXPECTED: Readonly<Record<string, unknown>> = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.corp',
  inferenceGatewayApiKey: 'key-0123456789-abcdef',
  inferenceModels: ['claude-opus-5', { name: 'claude-sonnet-5', supports1m: true }],
  disableAutoUpdates: true,
  autoUpdaterEnforcementHours: 24,
  deploymentDisplayName: 'Example, "Corp"',
};

/** What must be said of a device. */
interface FleetTruth {
  readonly state: 'in-line' | 'differs' | 'not-arrived' | 'unreadable';
  /** With `differs`: exactly these. */
  readonly keys: readonly string[];
  readonly fault: string;
}

type Platform = 'macos' | 'windows' | 'linux';
interface Device {
  readonly platform: Platform;
  readonly values: Record<string, unknown>;
  /** Further files, and those in place of what the values give. */
  readonly files: Record<string, string | Uint8Array | { readonly link: string }>;
  hive: string;
  mode: string;
  owner: string;
  /** Values by name that go to the registry as they are. */
  readonly raw: Record<string, string>;
  /** The values give no file. */
  bare: boolean;
}

interface Fault {
  readonly name: string;
  readonly on?: Platform;
  readonly state?: FleetTruth['state'];
  readonly keys?: readonly string[];
  apply(device: Device): void;
}

const ALL = Object.keys(EXPECTED);
const FAULTS: readonly Fault[] = [
  {
    name: 'another value',
    keys: ['inferenceGatewayBaseUrl'],
    apply: (d) => (d.values.inferenceGatewayBaseUrl = 'https://old.example.corp'),
  },
  {
    name: 'a letter in another case',
    keys: ['inferenceGatewayBaseUrl'],
    apply: (d) => (d.values.inferenceGatewayBaseUrl = 'https://llm-gateway.example.corp/Claude'),
  },
  {
    name: 'another secret',
    keys: ['inferenceGatewayApiKey'],
    apply: (d) => (d.values.inferenceGatewayApiKey = 'key-0123456789-abcdeX'),
  },
  {
    name: 'models in another order',
    keys: ['inferenceModels'],
    apply: (d) => (d.values.inferenceModels = [...(EXPECTED.inferenceModels as unknown[])].reverse()),
  },
  {
    name: 'a member changed',
    keys: ['inferenceModels'],
    apply: (d) =>
      (d.values.inferenceModels = ['claude-opus-5', { name: 'claude-sonnet-5', supports1m: false }]),
  },
  {
    name: 'a key missing',
    keys: ['autoUpdaterEnforcementHours'],
    apply: (d) => delete d.values.autoUpdaterEnforcementHours,
  },
  {
    name: 'a key too many',
    keys: ['coworkEgressAllowedHosts'],
    apply: (d) => (d.values.coworkEgressAllowedHosts = []),
  },
  {
    name: 'a key misspelt',
    keys: ['inferenceProvider'],
    apply: (d) => {
      delete d.values.inferenceProvider;
      d.values.inferenceProvidr = 'gateway';
    },
  },
  {
    name: 'two keys',
    keys: ['deploymentDisplayName', 'disableAutoUpdates'],
    apply: (d) => {
      d.values.disableAutoUpdates = false;
      d.values.deploymentDisplayName = 'Other';
    },
  },
  {
    name: 'text that is no JSON',
    keys: ['inferenceModels'],
    apply: (d) => (d.values.inferenceModels = 'claude-opus-5'),
  },
  {
    name: 'nothing arrived',
    state: 'not-arrived',
    apply: (d) => {
      for (const key of Object.keys(d.values)) Reflect.deleteProperty(d.values, key);
      d.bare = true;
      d.files[{ macos: 'profiles.plist', windows: 'HKLM.reg', linux: 'stat.txt' }[d.platform]] = {
        macos: '<plist version="1.0"><dict/></plist>',
        windows: 'Windows Registry Editor Version 5.00\r\n\r\n',
        linux: '# none\n',
      }[d.platform];
    },
  },
  {
    name: 'nothing captured',
    state: 'unreadable',
    apply: (d) => {
      d.bare = true;
    },
  },
  {
    name: 'under HKCU behind an update key',
    on: 'windows',
    keys: ALL.filter((key) => key !== 'disableAutoUpdates'),
    apply: (d) => {
      d.hive = 'HKEY_CURRENT_USER';
      d.files['HKLM.reg'] = reg('HKEY_LOCAL_MACHINE', ['"disableAutoUpdates"="true"']);
    },
  },
  {
    name: 'an expandable text',
    on: 'windows',
    keys: ['inferenceProvider'],
    apply: (d) => {
      delete d.values.inferenceProvider;
      d.raw.inferenceProvider = 'hex(2):67,00,00,00';
    },
  },
  {
    name: 'the 32-bit view',
    on: 'windows',
    state: 'not-arrived',
    apply: (d) => {
      d.bare = true;
      d.files['policy.reg'] = reg(
        'HKEY_LOCAL_MACHINE',
        ['"inferenceProvider"="gateway"'],
        'SOFTWARE\\WOW6432Node\\Policies\\Claude',
      );
    },
  },
  {
    name: 'a cut off export',
    on: 'windows',
    state: 'unreadable',
    apply: (d) => {
      d.bare = true;
      d.files['policy.reg'] = reg('HKEY_LOCAL_MACHINE', [
        '"inferenceProvider"="gateway"',
        '"inferenceModels"="[',
      ]);
    },
  },
  {
    name: 'the text of reg query',
    on: 'windows',
    state: 'unreadable',
    apply: (d) => {
      d.bare = true;
      d.files['policy.txt'] =
        '\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude\r\n    inferenceProvider    REG_SZ    gateway\r\n';
    },
  },
  {
    name: 'a link',
    state: 'unreadable',
    apply: (d) => {
      d.bare = true;
      d.files[
        { macos: 'managed-machine.plist', windows: 'policy.reg', linux: 'managed-settings.json' }[d.platform]
      ] = { link: '/etc/hostname' };
    },
  },
  {
    name: 'bytes of nothing',
    on: 'macos',
    state: 'unreadable',
    apply: (d) => {
      d.bare = true;
      d.files['managed-machine.plist'] = Buffer.from([0, 1, 2, 255, 254, 0, 7]);
    },
  },
  {
    name: 'the user has another value',
    on: 'macos',
    keys: ['inferenceModels'],
    apply: (d) => (d.files['managed-user-alice.plist'] = plist({ inferenceModels: '["claude-haiku-4-5"]' })),
  },
  { name: 'others may write', on: 'linux', keys: ALL, apply: (d) => (d.mode = '666') },
  { name: 'another owner', on: 'linux', keys: ALL, apply: (d) => (d.owner = 'alice') },
  {
    name: 'comments in the file',
    on: 'linux',
    state: 'unreadable',
    apply: (d) => {
      d.bare = true;
      d.files['managed-settings.json'] = `// ours\n${JSON.stringify(EXPECTED)}`;
      d.files['stat.txt'] = stat('644', 'root');
    },
  },
];

/** Things that are no difference: what a real fleet has. */
const HARMLESS: readonly ((device: Device) => void)[] = [
  (d) => (d.files['README.txt'] = 'taken by the help desk\n'),
  (d) =>
    (d.files['main.log'] =
      "2026-11-20 09:00:01 [info] Starting app { appVersion: '2.9939.2' }\n2026-11-20 09:00:02 [info] [custom-3p] 3P mode active { provider: 'gateway' }\n"),
  (d) => {
    if (d.platform === 'windows') d.raw.leftOver = 'hex(7):61,00,00,00,00,00';
  },
  (d) => {
    if (d.platform !== 'linux') d.values.unknownKeyOfTomorrow = 'x';
  },
  (d) => {
    d.values.disableAutoUpdates = d.platform === 'windows' ? 1 : 'true';
  },
  (d) => {
    d.files['version.txt'] = '2.9939.2\n';
  },
  (d) => {
    const { inferenceModels, ...rest } = d.values;
    for (const key of Object.keys(d.values)) Reflect.deleteProperty(d.values, key);
    Object.assign(d.values, { inferenceModels, ...rest });
  },
];

/** Writes a fleet below `folder`, and says what is true of each device. Faults are spread evenly. */
export function makeFleet(folder: string, devices: number, faults: number): ReadonlyMap<string, FleetTruth> {
  const truth = new Map<string, FleetTruth>();
  const every = faults === 0 ? Infinity : devices / faults;
  let made = 0;
  for (let i = 0; i < devices; i += 1) {
    const faulty = made < faults && i >= Math.floor(made * every);
    const fault = faulty ? FAULTS[made % FAULTS.length] : undefined;
    const platform = fault?.on ?? (['macos', 'windows', 'linux'] as const)[i % 3] ?? 'linux';
    const device: Device = {
      platform,
      values: structuredClone(EXPECTED),
      files: {},
      hive: 'HKEY_LOCAL_MACHINE',
      mode: '644',
      owner: 'root',
      raw: {},
      bare: false,
    };
    if (fault === undefined) HARMLESS[i % HARMLESS.length]?.(device);
    fault?.apply(device);
    if (faulty) made += 1;
    const name = `${platform}-${String(i).padStart(6, '0')}`;
    write(path.join(folder, name), device);
    truth.set(name, {
      state: fault === undefined ? 'in-line' : (fault.state ?? 'differs'),
      keys: [...(fault?.keys ?? [])].sort(),
      fault: fault?.name ?? '',
    });
  }
  return truth;
}

function write(folder: string, device: Device): void {
  mkdirSync(folder, { recursive: true });
  const files = device.bare ? device.files : { ...filesOf(device), ...device.files };
  for (const [name, content] of Object.entries(files))
    if (typeof content === 'object' && 'link' in content) symlinkSync(content.link, path.join(folder, name));
    else writeFileSync(path.join(folder, name), content);
}

function filesOf({ platform, values, hive, mode, owner, raw }: Device): Record<string, string | Uint8Array> {
  switch (platform) {
    case 'macos':
      return { 'managed-machine.plist': plist(values) };
    case 'windows':
      return {
        'policy.reg': reg(hive, [
          ...Object.entries(values).map(([key, value]) =>
            typeof value === 'number' && key !== 'autoUpdaterEnforcementHours'
              ? `"${key}"=dword:0000000${String(value)}`
              : `"${key}"="${text(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
          ),
          ...Object.entries(raw).map(([key, value]) => `"${key}"=${value}`),
        ]),
      };
    case 'linux':
      return { 'managed-settings.json': JSON.stringify(values), 'stat.txt': stat(mode, owner) };
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function reg(hive: string, lines: readonly string[], key = 'SOFTWARE\\Policies\\Claude'): Uint8Array {
  const body = `Windows Registry Editor Version 5.00\r\n\r\n[${hive}\\${key}]\r\n${lines.join('\r\n')}\r\n`;
  return Buffer.from(`\uFEFF${body}`, 'utf16le');
}

function plist(values: Readonly<Record<string, unknown>>): string {
  const escaped = (one: string): string => one.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<plist version="1.0"><dict>${Object.entries(values)
    .map(([key, value]) => `<key>${key}</key><string>${escaped(text(value))}</string>`)
    .join('')}</dict></plist>\n`;
}

function stat(mode: string, owner: string): string {
  const file = '/etc/claude-desktop/managed-settings.json';
  return `/etc/claude-desktop|directory|root|root|755|'/etc/claude-desktop'\n${file}|regular file|${owner}|root|${mode}|'${file}'\n`;
}

/** What a report says otherwise than what is true: one line a device. */
export function wrongAbout(
  truth: ReadonlyMap<string, FleetTruth>,
  devices: readonly {
    readonly device: string;
    readonly state: string;
    readonly drift: readonly { readonly key: string }[];
  }[],
): readonly string[] {
  const seen = new Map(devices.map((one) => [one.device, one]));
  return [...truth].flatMap(([name, { state, keys, fault }]) => {
    const found = seen.get(name);
    if (found === undefined) return [`${name}: not reported`];
    const differs = state === 'differs' ? found.drift.map(({ key }) => key).sort() : keys;
    const right = found.state === state && JSON.stringify(differs) === JSON.stringify(keys);
    return right
      ? []
      : [
          `${name} (${fault}): ${found.state} in ${differs.join(', ')}, and not ${state} in ${keys.join(', ')}`,
        ];
  });
}
