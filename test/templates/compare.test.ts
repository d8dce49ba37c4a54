import { describe, expect, test } from 'vitest';
import { compareForms, isSameForm } from '../../src/templates/compare.ts';
import { inventoryOf, NotAForm } from '../../src/templates/inventory.ts';
import { templates } from '../../src/templates/index.ts';
import { formRows } from '../../src/templates/rows.ts';
import { TEMPLATE_KINDS, type TemplateKind } from '../../src/templates/template.ts';

const formOf = async (kind: TemplateKind): Promise<string> =>
  Buffer.from((await templates[kind]()).files({})[0]?.bytes ?? '').toString('utf8');

/** A small form of each kind, by hand, as an earlier tool might have written it. */
const OLD: Readonly<Record<TemplateKind, string>> = {
  admx: `<policyDefinitions>
  <policies>
    <policy name="a" class="User" key="SOFTWARE\\Policies\\Claude" valueName="DisableAutoUpdates"/>
    <policy name="b" class="User" key="SOFTWARE\\Policies\\Claude"><elements>
      <text id="x" valueName="organizationPluginsUrl"/>
      <text id="x" valueName="isDxtEnabled"/>
      <text id="x" valueName="mcpToolTimeoutSec"/>
      <text id="x" key="SOFTWARE\\Policies\\Claude\\Sub" valueName="inferenceModels"/>
      <text id="x" valueName="madeUpKey"/>
      <enum id="x" valueName="otlpProtocol"><item><value><string>grpc</string></value></item><item><value><string>udp</string></value></item></enum>
    </elements></policy>
  </policies>
</policyDefinitions>`,
  'jamf-schema': JSON.stringify({
    properties: {
      disableAutoUpdates: { type: 'boolean' },
      organizationPluginsUrl: { type: 'string' },
      isDxtEnabled: { type: 'boolean' },
      mcpToolTimeoutSec: { type: 'string' },
      madeUpKey: { anyOf: [{ type: 'null' }, { type: 'string' }] },
      otlpProtocol: { type: 'string', enum: ['grpc', 'udp'] },
    },
  }),
  'profile-manifest': `<plist><dict><key>pfm_subkeys</key><array>${[
    ['PayloadType', 'string'],
    ['disableAutoUpdates', 'boolean'],
    ['organizationPluginsUrl', 'string'],
    ['isDxtEnabled', 'boolean'],
    ['mcpToolTimeoutSec', 'string'],
    ['madeUpKey', 'string'],
  ]
    .map(
      ([name, type]) =>
        `<dict><key>pfm_name</key><string>${name}</string><key>pfm_type</key><string>${type}</string></dict>`,
    )
    .join(
      '',
    )}<dict><key>pfm_name</key><string>otlpProtocol</string><key>pfm_type</key><string>string</string><key>pfm_range_list</key><array><string>grpc</string><string>udp</string></array></dict></array></dict></plist>`,
};

describe.each(TEMPLATE_KINDS)('%s', (kind) => {
  test('is the same as itself', async () => {
    const form = inventoryOf(kind, await formOf(kind));
    expect([...form.keys()].sort()).toEqual(
      formRows()
        .map(({ key }) => key)
        .sort(),
    );
    expect(isSameForm(compareForms(form, form, formRows()))).toBe(true);
  });

  test('against an older one lists what it adds, retires, orphans and changes', async () => {
    const before = inventoryOf(kind, OLD[kind]);
    const found = compareForms(before, inventoryOf(kind, await formOf(kind)), formRows());
    expect(found.added).toContain('inferenceProvider');
    expect(found.added).not.toContain('disableAutoUpdates');
    expect(found.retired.map(({ key }) => key)).toEqual(['organizationPluginsUrl']);
    const orphaned = Object.fromEntries(found.orphaned.map(({ key, why }) => [key, why]));
    expect(orphaned.isDxtEnabled).toMatch(/isDesktopExtensionEnabled/);
    expect(orphaned.madeUpKey).toMatch(/no key that this version knows/);
    if (kind === 'admx') {
      expect(orphaned.inferenceModels).toMatch(/does not look/);
      expect(found.added).toContain('inferenceModels');
    }
    expect(Object.keys(orphaned)).toHaveLength(kind === 'admx' ? 3 : 2);
    expect(found.changed).toEqual([
      { key: 'mcpToolTimeoutSec', why: 'was a text, is a number' },
      { key: 'otlpProtocol', why: 'offers no more: udp' },
    ]);
  });

  test.for(['', 'x', '<a/>', '{}', '[1]', '<plist><dict/></plist>'])('%j is no form', (text) => {
    expect(() => inventoryOf(kind, text)).toThrow(NotAForm);
  });
});

test('a key that nothing reads any more, and one that the target cannot read', () => {
  const before = inventoryOf(
    'jamf-schema',
    JSON.stringify({
      properties: { disableDefaultPlugins: {}, claudeInChromeEnabled: {}, configRecheckIntervalMinutes: {} },
    }),
  );
  const { orphaned } = compareForms(before, new Map(), []);
  expect(orphaned.map(({ why }) => why)).toEqual([
    expect.stringMatching(/no current release/),
    expect.stringMatching(/no managed source/),
    expect.stringMatching(/target/),
  ]);
});
