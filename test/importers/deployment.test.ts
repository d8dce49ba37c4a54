import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { detect } from '../../src/importers/index.ts';
import type { Document } from '../../src/schema/index.ts';
import { runCli } from '../support/io.ts';
import { bytes, readAs, valuesOf } from './containers.ts';

/* What consoles hold: Group Policy files, bodies of Microsoft Graph, lists of installed profiles. */
const told = (document: Document): string[] =>
  document.findings.map(({ severity, code, key }) => `${severity} ${code} ${key}`.trim());

describe('Group Policy preferences', () => {
  const item = (properties: string, around = '', inside = ''): string =>
    `<Registry clsid="{9CD4B2F4-923D-47f5-A062-E897DD1DAD50}" name="a"${around}>${inside}<Properties ${properties}/></Registry>`;
  const VALUE = 'hive="HKEY_LOCAL_MACHINE" key="SOFTWARE\\Policies\\Claude" name="a" type="REG_SZ" value="b"';
  const file = (items: string): Uint8Array =>
    bytes(`<?xml version="1.0" encoding="utf-8"?>\n<RegistrySettings>\n${items}\n</RegistrySettings>`);

  test.for<[string, string, Record<string, unknown>, readonly string[]]>([
    ['update', item(`action="U" ${VALUE}`), { a: 'b' }, []],
    ['no action is update', item(VALUE), { a: 'b' }, []],
    [
      'a number',
      item(
        'action="R" hive="HKEY_LOCAL_MACHINE" key="SOFTWARE\\Policies\\Claude" name="a" type="REG_DWORD" value="0000000A"',
      ),
      { a: 10 },
      [],
    ],
    ['in a collection', `<Collection name="x">${item(`action="R" ${VALUE}`)}</Collection>`, { a: 'b' }, []],
    ['create only', item(`action="C" ${VALUE}`), { a: 'b' }, ['warning gpo-unusual a']],
    ['delete', item(`action="D" ${VALUE}`), {}, ['info reg-deletes a']],
    [
      'switched off',
      item(`action="U" ${VALUE}`, ' disabled="1"'),
      {},
      ['warning gpo-unusual a', 'error wrong-shape'],
    ],
    [
      'a collection that is switched off',
      `<Collection disabled="1">${item(VALUE)}</Collection>`,
      {},
      ['warning gpo-unusual a', 'error wrong-shape'],
    ],
    [
      'for some users',
      item(VALUE, '', '<Filters><FilterGroup name="Pilot"/></Filters>'),
      { a: 'b' },
      ['warning gpo-unusual a'],
    ],
    ['as the user', item(VALUE, ' userContext="1"'), { a: 'b' }, ['warning gpo-unusual a']],
    [
      'a type that is not read',
      item(VALUE.replace('REG_SZ', 'REG_EXPAND_SZ')),
      {},
      ['error reg-type-unreadable a'],
    ],
    [
      'the user hive',
      item(VALUE.replace('LOCAL_MACHINE', 'CURRENT_USER')),
      { a: 'b' },
      ['warning reg-user-hive'],
    ],
    [
      'another view',
      item(VALUE.replace('SOFTWARE\\', 'SOFTWARE\\WOW6432Node\\')),
      {},
      ['error reg-wrong-key'],
    ],
    ['cut off', '<Registry><Properties', {}, ['error syntax']],
  ])('%s', ([, items, wanted, findings]) => {
    const document = readAs(file(items), 'gpp');
    expect(valuesOf(document)).toEqual(wanted);
    expect(told(document)).toEqual(findings);
  });
});

describe('Registry.pol', () => {
  const u = (text: string): Buffer => Buffer.from(text, 'utf16le');
  const number = (value: number): Buffer => {
    const buffer = Buffer.alloc(4);
    buffer.writeUInt32LE(value);
    return buffer;
  };
  const entry = (name: string, data: Buffer, { type = 1, key = 'SOFTWARE\\Policies\\Claude' } = {}): Buffer =>
    Buffer.concat([
      u('['),
      u(`${key}\0`),
      u(';'),
      u(`${name}\0`),
      u(';'),
      number(type),
      u(';'),
      number(data.length),
      u(';'),
      data,
      u(']'),
    ]);
  const file = (...entries: Buffer[]): Buffer => Buffer.concat([Buffer.from('PReg'), number(1), ...entries]);

  test.for<[string, Buffer, Record<string, unknown>, readonly string[]]>([
    ['a text', file(entry('a', u('b\0'))), { a: 'b' }, []],
    ['a text with brackets in it', file(entry('a', u('];[x\0'))), { a: '];[x' }, []],
    ['a number', file(entry('a', number(7), { type: 4 })), { a: 7 }, []],
    [
      'a value that goes',
      file(entry('**del.x', u(' \0')), entry('a', u('b\0'))),
      { a: 'b' },
      ['info reg-deletes x'],
    ],
    [
      'all values go first',
      file(entry('**delvals.', u(' \0')), entry('a', u('b\0'))),
      { a: 'b' },
      ['info reg-deletes'],
    ],
    ['a value that holds where none is', file(entry('**soft.a', u('b\0'))), { a: 'b' }, []],
    [
      'a key that is made, with a value',
      file(entry('', Buffer.alloc(0), { type: 0 }), entry('a', u('b\0'))),
      { a: 'b' },
      [],
    ],
    [
      'a value of no type',
      file(entry('a', Buffer.alloc(0), { type: 0 })),
      {},
      ['error reg-type-unreadable a', 'error wrong-shape'],
    ],
    [
      'a type that is not read',
      file(entry('a', u('b\0'), { type: 7 })),
      {},
      ['error reg-type-unreadable a', 'error wrong-shape'],
    ],
    [
      'other software',
      file(entry('a', u('b\0')), entry('x', u('y\0'), { key: 'SOFTWARE\\Policies\\Acme' })),
      { a: 'b' },
      ['warning reg-wrong-key'],
    ],
    [
      'a subkey',
      file(entry('a', u('b\0'), { key: 'SOFTWARE\\Policies\\Claude\\Sub' })),
      {},
      ['error reg-subkey'],
    ],
    ['a text without its NUL', file(entry('a', u('b'))), { a: 'b' }, []],
    ['a text with more behind its NUL', file(entry('a', u('b\0c\0'))), { a: 'b' }, []],
    [
      'a number of another length',
      file(entry('a', Buffer.alloc(2), { type: 4 })),
      {},
      ['error reg-type-unreadable a'],
    ],
    [
      'a list of values that go',
      file(entry('a', u('b\0')), entry('**DeleteValues', u('a;;x\0y'))),
      {},
      ['warning reg-deletes a', 'info reg-deletes x'],
    ],
    [
      'a list of keys that go',
      file(
        entry('a', u('b\0')),
        entry('**DeleteKeys', u('SOFTWARE\\Policies\\Acme;SOFTWARE\\Policies\\Claude\0'), { key: '' }),
      ),
      {},
      ['warning reg-deletes'],
    ],
    [
      'a comment and rights of the key are no values',
      file(entry('**Comment:a', u('b\0')), entry('**SecureKey', number(1), { type: 4 })),
      {},
      ['error wrong-shape'],
    ],
    ['a name with stars that is none of these', file(entry('**a', u('b\0'))), { '**a': 'b' }, []],
    [
      'a size beyond the end',
      Buffer.concat([
        file(),
        u('['),
        u('k\0'),
        u(';'),
        u('a\0'),
        u(';'),
        number(1),
        u(';'),
        number(0xfffffff0),
        u(';'),
      ]),
      {},
      ['error syntax'],
    ],
  ])('%s', ([, data, wanted, findings]) => {
    const document = readAs(data, 'pol');
    expect(valuesOf(document)).toEqual(wanted);
    expect(told(document)).toEqual(findings);
  });

  const DAMAGED: readonly (readonly [string, (whole: Buffer) => Buffer, string])[] = [
    [
      'a signature in other letters',
      (whole) => Buffer.concat([Buffer.from('PREG'), whole.subarray(4)]),
      'its signature is not written PReg',
    ],
    ['no header', (whole) => whole.subarray(8), 'its header (PReg and the version) is missing'],
    ['half a header', (whole) => whole.subarray(0, 7), 'it ends inside its header'],
    [
      'another version',
      (whole) => Buffer.concat([whole.subarray(0, 4), number(2), whole.subarray(8)]),
      'its version is 2',
    ],
    ['no closing bracket', (whole) => whole.subarray(0, -2), 'it ends inside entry 2'],
    [
      'another closing bracket',
      (whole) => Buffer.concat([whole.subarray(0, -2), u(')')]),
      'entry 2 has no "]" where one must stand',
    ],
    ['no end of a name', (whole) => whole.subarray(0, 20), 'a name in entry 1 has no end'],
    ['a size cut short', (whole) => whole.subarray(0, -9), 'it ends inside entry 2'],
    ['a type cut short', (whole) => whole.subarray(0, -15), 'it ends inside entry 2'],
  ];
  test.for(DAMAGED)('damaged: %s', ([, damage, words]) => {
    const { findings, entries, inert } = readAs(
      damage(file(entry('a', u('b\0')), entry('c', u('d\0')))),
      'pol',
    );
    expect([entries.size, inert, findings.map(({ code }) => code)]).toEqual([0, true, ['syntax']]);
    expect(findings[0]?.message).toContain(words);
  });
});

describe('bodies of Microsoft Graph', () => {
  const graph = (body: object): Uint8Array => bytes(JSON.stringify(body, null, 1));
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const FRAGMENT = base64('<key>inferenceProvider</key><string>gateway</string>');
  const PREFERENCE = {
    '@odata.type': '#microsoft.graph.macOSCustomAppConfiguration',
    bundleId: 'com.anthropic.claudefordesktop',
    configurationXml: FRAGMENT,
  };
  const SCRIPT = base64(
    "New-Item HKLM:\\SOFTWARE\\Policies\\Claude\nSet-ItemProperty HKLM:\\SOFTWARE\\Policies\\Claude inferenceProvider 'gateway'\n",
  );
  const HEALTH = {
    '@odata.type': '#microsoft.graph.deviceHealthScript',
    runAs32Bit: false,
    runAsAccount: 'system',
    enforceSignatureCheck: false,
    remediationScriptContent: SCRIPT,
  };
  const URI = './Device/Vendor/MSFT/Policy/Config/Claude~Policy~Claude/inferenceProvider';
  const oma = (value: string, omaUri = URI): object => ({
    '@odata.type': '#microsoft.graph.windows10CustomConfiguration',
    omaSettings: [{ '@odata.type': '#microsoft.graph.omaSettingString', displayName: 'x', omaUri, value }],
  });
  const WANTED = { inferenceProvider: 'gateway' };

  test.for<[string, object, Record<string, unknown>, readonly string[]]>([
    ['a preference file', PREFERENCE, WANTED, []],
    ['for another bundle', { ...PREFERENCE, bundleId: 'com.example' }, WANTED, ['error graph-unusual']],
    ['a list that Graph answered', { value: [PREFERENCE] }, WANTED, []],
    ['a pair of scripts', HEALTH, WANTED, []],
    ['as the user', { ...HEALTH, runAsAccount: 'user' }, WANTED, ['warning graph-unusual']],
    ['in the 32-bit host', { ...HEALTH, runAs32Bit: true }, WANTED, ['warning graph-unusual']],
    [
      'with a signature that is not there',
      { ...HEALTH, enforceSignatureCheck: true },
      WANTED,
      ['warning graph-unusual'],
    ],
    [
      'a shell script',
      {
        '@odata.type': '#microsoft.graph.deviceShellScript',
        scriptContent: base64(
          '#!/bin/sh\ndefaults write com.anthropic.claudefordesktop inferenceProvider gateway\n',
        ),
      },
      WANTED,
      ['warning script-unusual'],
    ],
    [
      'a shell script as the user',
      {
        '@odata.type': '#microsoft.graph.deviceShellScript',
        runAsAccount: 'user',
        scriptContent: base64(
          '#!/bin/sh\ndefaults write com.anthropic.claudefordesktop inferenceProvider gateway\n',
        ),
      },
      WANTED,
      ['warning script-unusual'],
    ],
    [
      'of a pair of scripts the one that detects, where no other is',
      { ...HEALTH, remediationScriptContent: '', detectionScriptContent: SCRIPT },
      WANTED,
      [],
    ],
    [
      'of a pair of scripts the one that writes',
      { ...HEALTH, detectionScriptContent: base64('exit 0\n') },
      WANTED,
      [],
    ],
    [
      'a profile and a preference file in one body',
      { ...PREFERENCE, payload: base64('<key>deploymentDisplayName</key><string>ACME</string>') },
      { ...WANTED, deploymentDisplayName: 'ACME' },
      [],
    ],
    ['settings beside a list', { ...oma('<enabled/><data id="x" value="gateway"/>'), value: [] }, WANTED, []],
    [
      'a list with more than bodies in it',
      { value: [5, null, PREFERENCE, { '@odata.type': '#microsoft.graph.user' }] },
      WANTED,
      [],
    ],
    [
      'a payload in place of a preference file',
      {
        '@odata.type': '#microsoft.graph.macOSCustomConfiguration',
        payload: base64('<plist version="1.0"><array/></plist>'),
      },
      {},
      ['error wrong-shape'],
    ],
    ['no base64', { ...PREFERENCE, configurationXml: '<key>' }, {}, ['error syntax']],
    ['a setting of a template', oma('<enabled/><data id="x" value="gateway"/>'), WANTED, []],
    [
      'a setting that is switched off',
      oma('<disabled/>', URI.replace('inferenceProvider', 'isLocalDevMcpEnabled')),
      { isLocalDevMcpEnabled: 'false' },
      [],
    ],
    ['a setting without its payload', oma('gateway'), {}, ['error syntax']],
  ])('%s', ([, body, wanted, findings]) => {
    const document = readAs(graph(body), 'graph');
    expect(valuesOf(document)).toEqual(wanted);
    expect(told(document)).toEqual(findings);
  });

  /** A body whose settings are policies of a template that stands in it, too. */
  const POLICY = (name: string, inside: string, more = '', key = 'SOFTWARE\\Policies\\Claude'): string =>
    `<policy name="${name}" class="Machine" key="${key}"${more}>${inside}</policy>`;
  const AREA = './Device/Vendor/MSFT/Policy/Config/X~Policy~Y';
  const INGEST = './Device/Vendor/MSFT/Policy/ConfigOperations/ADMXInstall/X/Policy/1';
  const ELEMENT = '<elements><text id="e" valueName="keyOfTomorrow"/></elements>';
  const STATES =
    '<enabledValue><string>yes</string></enabledValue><disabledValue><decimal value="0"/></disabledValue>';
  const VALUE_NAME = ' valueName="keyOfTomorrow"';

  test.for<
    [
      string,
      string,
      readonly (readonly [uri: string, value: unknown, type?: string])[],
      Record<string, unknown>,
      readonly string[],
    ]
  >([
    [
      'an element',
      POLICY('P', ELEMENT),
      [[`${AREA}/P`, '<enabled/><data id="e" value="v"/>']],
      { keyOfTomorrow: 'v' },
      [],
    ],
    [
      'an element of another id',
      POLICY('P', ELEMENT),
      [[`${AREA}/P`, '<enabled/><data id="inferenceProvider" value="gateway"/>']],
      WANTED,
      [],
    ],
    [
      'a state that writes a text',
      POLICY('P', STATES, VALUE_NAME),
      [[`${AREA}/P`, '<enabled/>']],
      { keyOfTomorrow: 'yes' },
      [],
    ],
    [
      'a state that writes a number',
      POLICY('P', STATES, VALUE_NAME),
      [[`${AREA}/P`, ' <disabled/> ']],
      { keyOfTomorrow: '0' },
      [],
    ],
    [
      'a state that writes nothing',
      POLICY('P', '', VALUE_NAME) + POLICY('Q', ELEMENT),
      [
        [`${AREA}/P`, '<disabled/>'],
        [`${AREA}/P`, '<enabled/>'],
        [`${AREA}/Q`, '<disabled/>'],
        [`${AREA}/Q`, '<enabled/>'],
        [`${AREA}/inferenceProvider`, '<enabled/><data id="e" value="gateway"/>'],
      ],
      WANTED,
      [],
    ],
    [
      'a state of a policy whose values are its elements',
      POLICY('inferenceProvider', ELEMENT + STATES) + POLICY('Q', STATES, VALUE_NAME),
      [
        [`${AREA}/inferenceProvider`, '<enabled/>'],
        [`${AREA}/Q`, '<enabled/>'],
      ],
      { keyOfTomorrow: 'yes' },
      [],
    ],
    [
      'a key in other letters',
      POLICY('P', ELEMENT, '', 'Software\\POLICIES\\claude'),
      [[`${AREA}/P`, '<enabled/><data id="e" value="v"/>']],
      { keyOfTomorrow: 'v' },
      [],
    ],
    [
      'a policy of other software beside ours',
      POLICY('P', ELEMENT, '', 'SOFTWARE\\Policies\\Acme') + POLICY('Q', ELEMENT),
      [
        [`${AREA}/P`, '<enabled/><data id="e" value="v"/>'],
        [`${AREA}/P`, 'broken'],
        [`${AREA}/Q`, '<enabled/><data id="e" value="w"/>'],
      ],
      { keyOfTomorrow: 'w' },
      [],
    ],
    [
      'base64',
      POLICY('P', ELEMENT),
      [[`${AREA}/P`, base64('<enabled/><data id="e" value="v"/>'), 'StringXml']],
      { keyOfTomorrow: 'v' },
      [],
    ],
    [
      'XML where base64 is usual',
      POLICY('P', ELEMENT),
      [[`${AREA}/P`, ' <enabled/><data id="e" value="v"/>', 'StringXml']],
      { keyOfTomorrow: 'v' },
      [],
    ],
    ['a number', POLICY('P', ELEMENT), [[`${AREA}/P`, 5, 'Integer']], {}, ['error syntax']],
    [
      'an object',
      POLICY('P', ELEMENT),
      [
        [`${AREA}/P`, {}],
        [`${AREA}/inferenceProvider`, '<enabled/><data id="e" value="gateway"/>'],
      ],
      WANTED,
      [],
    ],
    ['XML that breaks off', POLICY('P', ELEMENT), [[`${AREA}/P`, '<enabled/><data']], {}, ['error syntax']],
    [
      'a template that breaks off',
      '<policy',
      [[`${AREA}/inferenceProvider`, '<enabled/><data id="e" value="gateway"/>']],
      WANTED,
      [],
    ],
    [
      'settings that are no policies',
      POLICY('P', ELEMENT),
      [
        ['./Device/Vendor/MSFT/Defender/P', '<enabled/><data id="e" value="v"/>'],
        [`${AREA}/P`, '<enabled/><data id="e" value="w"/>'],
      ],
      { keyOfTomorrow: 'w' },
      [],
    ],
  ])('a template and %s', ([, policies, settings, wanted, findings]) => {
    const template = `\uFEFF<policyDefinitions><policies>${policies}</policies></policyDefinitions>`;
    const row = (omaUri: string, value: unknown, type = 'String'): object => ({
      '@odata.type': `#microsoft.graph.omaSetting${type}`,
      omaUri,
      value,
    });
    const document = readAs(
      graph({
        '@odata.type': '#microsoft.graph.windows10CustomConfiguration',
        omaSettings: [row(INGEST, template), ...settings.map((one) => row(...one))],
      }),
      'graph',
    );
    expect(valuesOf(document)).toEqual(wanted);
    expect(told(document)).toEqual(findings);
  });

  test.for(['<key>', 'a', ' ', 'YQ==YQ=='])(
    'a member that is not base64 is told as that: %j',
    (configurationXml) => {
      const { findings, entries } = readAs(graph({ ...PREFERENCE, configurationXml }), 'graph');
      expect(entries.size).toBe(0);
      expect(findings.map(({ message }) => message).join()).toContain(
        'its member configurationXml is not base64',
      );
    },
  );

  test('of a script in a body the hive counts, and what it computes', () => {
    const script = base64(
      'New-Item HKCU:\\SOFTWARE\\Policies\\Claude\nSet-ItemProperty HKCU:\\SOFTWARE\\Policies\\Claude inferenceGatewayApiKey $x\n',
    );
    const computed = readAs(graph({ ...HEALTH, remediationScriptContent: script }), 'graph');
    expect([[...(computed.computed ?? [])], computed.inert]).toEqual([['inferenceGatewayApiKey'], false]);
    const user = base64(Buffer.from(SCRIPT, 'base64').toString().replaceAll('HKLM', 'HKCU'));
    expect(readAs(graph({ ...HEALTH, remediationScriptContent: user }), 'graph').hive).toBe('user');
  });

  test('preferences in a body are told apart from scripts', () => {
    const variants = [PREFERENCE, HEALTH].map((body) => readAs(graph(body), 'graph').variant);
    expect(variants).toEqual(['preferences in a body', undefined]);
  });

  test.for<[string, string, Record<string, unknown>, string | undefined]>([
    ['a policy of the user', URI.replace('./Device', './User'), WANTED, 'user'],
    ['a policy of the device', URI, WANTED, 'machine'],
    ['a policy in other letters', URI.replace('/Policy/Config/', '/policy/config/'), WANTED, 'machine'],
  ])('%s', ([, uri, wanted, hive]) => {
    const document = readAs(graph(oma('<enabled/><data id="x" value="gateway"/>', uri)), 'graph');
    expect([valuesOf(document), document.hive]).toEqual([wanted, hive]);
  });

  test.for<[string, string]>([
    ['<enabled/>', 'true'],
    ['<disabled/>', 'false'],
    ['<x:enabled xmlns:x="y"/>', 'true'],
  ])('a switch without a template: %s', ([value, text]) => {
    const document = readAs(
      graph(oma(value, URI.replace('inferenceProvider', 'isLocalDevMcpEnabled'))),
      'graph',
    );
    expect(valuesOf(document)).toEqual({ isLocalDevMcpEnabled: text });
  });

  const preference = (xml: string): object => ({ ...PREFERENCE, configurationXml: base64(xml) });
  const NAME = preference('<key>deploymentDisplayName</key><string>ACME</string>');

  test.for<[string, readonly object[], Record<string, unknown>, readonly string[]]>([
    ['what none of them sets is missing', [NAME], { deploymentDisplayName: 'ACME' }, ['provider-missing']],
    [
      'but not where one cannot be read',
      [NAME, preference('<key>inferenceProvider</key><string>gate')],
      { deploymentDisplayName: 'ACME' },
      ['syntax'],
    ],
    [
      'or is no base64',
      [NAME, { ...PREFERENCE, configurationXml: '<key>' }],
      { deploymentDisplayName: 'ACME' },
      ['syntax'],
    ],
    ['the same twice is one', [NAME, NAME], { deploymentDisplayName: 'ACME' }, ['provider-missing']],
    [
      'of two values the first stands, and the second is told',
      [NAME, preference('<key>deploymentDisplayName</key><string>Other</string>')],
      { deploymentDisplayName: 'ACME' },
      ['provider-missing', 'duplicate-key'],
    ],
  ])('of several bodies: %s', async ([, bodies, wanted, errors]) => {
    const x = graph({ value: bodies });
    expect(valuesOf(readAs(x, 'graph'))).toEqual(wanted);
    const run = await runCli(['validate', 'x', '--format', 'json'], { files: { x } });
    const { files } = JSON.parse(run.stdout) as {
      files: [{ diagnostics: { code: string; severity: string }[] }];
    };
    const told = files[0].diagnostics.filter(({ severity }) => severity === 'error');
    expect(told.map(({ code }) => code)).toEqual(errors);
  });

  test('a value is found where its body holds it', () => {
    expect(readAs(graph(PREFERENCE), 'graph').locate(['inferenceProvider'])).toMatchObject({ line: 4 });
  });

  test.for<[string, object, RegExp]>([
    [
      'the settings catalog',
      { '@odata.type': '#microsoft.graph.deviceManagementConfigurationPolicy', settings: [] },
      /settings catalog/,
    ],
    [
      'an uploaded template',
      { '@odata.type': '#microsoft.graph.groupPolicyUploadedDefinitionFile', content: 'x' },
      /ADMX/,
    ],
    [
      'a manifest in a body',
      {
        ...PREFERENCE,
        configurationXml: base64('<plist version="1.0"><dict><key>pfm_subkeys</key><array/></dict></plist>'),
      },
      /Profile Manifest/,
    ],
    [
      'a list of none',
      { '@odata.context': '#microsoft.graph.x', value: [] },
      /holds no settings of Claude Desktop/,
    ],
    ['something else', { '@odata.type': '#microsoft.graph.user', id: 'x' }, /carries no settings/],
  ])('named: %s', ([, body, words]) => {
    const importer = detect(graph(body));
    if (!importer.ok) throw new Error(importer.failure.message);
    expect(importer.value.decode(graph(body))).toMatchObject({
      ok: false,
      failure: { message: expect.stringMatching(words) as string },
    });
  });
});

describe('other files are named', () => {
  test.for<[string, string, RegExp]>([
    [
      'reg query',
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude\r\n    inferenceProvider    REG_SZ    gateway\r\n',
      /reg export/,
    ],
    ['defaults read', '{\n    inferenceProvider = gateway;\n}\n', /defaults export/],
    ['a log', '2026-11-20 10:00:00 [info] [custom-3p] 3P mode active\n', /log/],
    ['a template', '<policyDefinitions revision="1.0"/>', /ADMX/],
    ['a list of profiles', '_computerlevel[1] attribute: profileIdentifier: com.example\n', /stdout-xml/],
    ['YAML', 'inferenceProvider: gateway\n', /YAML/],
    ['Markdown', '# Set up\n\n```json\n{"inferenceProvider":"gateway"}\n```\n', /Markdown/],
    [
      'a property list below other lines',
      'Domain: com.anthropic.claudefordesktop\n\n<dict>\n  <key>inferenceProvider</key>\n</dict>\n',
      /property list with other text before it/,
    ],
    ['environment variables', '# gateway\nANTHROPIC_BASE_URL=https://gw.example\n', /environment variables/],
    ['TOML', '# set up\ninferenceProvider = "gateway"\n', /TOML/],
  ])('%s', async ([, text, words]) => {
    const run = await runCli(['validate', 'x'], { files: { x: text } });
    expect(run.code).toBe(2);
    expect(run.stdout + run.stderr).toMatch(words);
  });
});

describe('through the whole program', () => {
  const script = readFileSync('fixtures/import/set-itemproperty.ps1');

  test('validate says where, and what it did not check', async () => {
    const run = await runCli(['validate', 'x.ps1', '--format', 'json'], { files: { 'x.ps1': script } });
    const { files } = JSON.parse(run.stdout) as {
      files: { format: string; diagnostics: { code: string; key: string; line: number }[] }[];
    };
    expect(files[0]?.format).toBe('powershell');
    expect(files[0]?.diagnostics.map(({ code, key, line }) => [code, key, line])).toEqual([
      ['behaviour-changed', '', undefined],
      ['setting-risky', 'coworkEgressAllowedHosts', undefined],
      ['not-literal', 'inferenceGatewayApiKey', 10],
    ]);
    expect(run.code).toBe(0);
  });

  test('export says what is not in what it writes', async () => {
    const run = await runCli(['export', 'x.ps1', '--format', 'json'], { files: { 'x.ps1': script } });
    expect(JSON.parse(run.stdout)).not.toHaveProperty('inferenceGatewayApiKey');
    expect(run.stderr).toContain('inferenceGatewayApiKey is computed');
  });

  test('diff does not compare what is computed', async () => {
    const settings = {
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
      inferenceModels: ['claude-sonnet-5', 'claude-haiku-4-5'],
      disableAutoUpdates: true,
      inferenceGatewayApiKey: 'sk-0123456789',
    };
    const files = { 'x.ps1': script, 'a.json': JSON.stringify(settings) };
    const run = await runCli(['diff', 'a.json', 'x.ps1', '--format', 'json'], { files });
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({
      differences: [],
      notCompared: [{ key: 'inferenceGatewayApiKey' }],
    });
  });
});
