import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keySpec, parseTarget, type ReleaseRange } from '../../src/schema/index.ts';
import { firstRead } from '../../src/schema/forms.ts';
import { parseXml } from '../../src/text/xml-read.ts';
import { childElements, textOf, type XmlElement } from '../../src/text/xml-tree.ts';
import { admx } from '../../src/templates/admx.ts';
import { checkAdmx } from '../../src/templates/check/admx.ts';
import { all, attribute, elementsOf } from '../../src/templates/check/admx-tree.ts';
import type { FormRow } from '../../src/templates/form-row.ts';
import { formRows } from '../../src/templates/rows.ts';

const [form, texts] = admx.files({}).map(({ bytes }) => Buffer.from(bytes).toString('utf8'));
const pair = { admx: form ?? '', adml: texts ?? '' };
const root = parseXml(pair.admx);
const policies = new Map(all(root, 'policy').map((policy) => [attribute(policy, 'name') ?? '', policy]));
const element = (key: string): XmlElement | undefined => {
  const policy = policies.get(key);
  return policy === undefined ? undefined : elementsOf(policy)[0];
};
const strings = new Map(
  all(parseXml(pair.adml), 'string').map((one) => [attribute(one, 'id') ?? '', textOf(one)]),
);

describe('the template', () => {
  test('has no fault by the schema, the references, and what consoles take', () => {
    expect(checkAdmx(pair)).toEqual([]);
  });

  test('is two files, the same each time', () => {
    expect(admx.files({}).map(({ name }) => name)).toEqual(['Cowork3p.admx', 'en-US/Cowork3p.adml']);
    expect(admx.files({}).map(({ bytes }) => Buffer.from(bytes).toString('utf8'))).toEqual([form, texts]);
    expect(pair.admx).not.toMatch(/\b202\d-/);
  });

  test('has a policy of both classes for each row, directly under the one key', () => {
    expect([...policies.keys()]).toEqual(formRows().map(({ key }) => key));
    for (const policy of policies.values()) {
      expect(attribute(policy, 'class')).toBe('Both');
      expect(attribute(policy, 'key')).toBe('SOFTWARE\\Policies\\Claude');
    }
  });

  test('writes a switch as true or false, never as nothing', () => {
    const policy = policies.get('disableAutoUpdates');
    const constants = all(policy ?? root, 'string').map(textOf);
    expect(attribute(policy ?? root, 'valueName')).toBe('disableAutoUpdates');
    expect(constants).toEqual(['true', 'false']);
    expect(pair.admx).not.toContain('<delete');
  });

  test.for([
    [
      'mcpToolTimeoutSec',
      'decimal',
      { minValue: '60', maxValue: '3600', storeAsText: 'true', required: 'true' },
    ],
    ['inferenceSessionLifetimeSec', 'decimal', { minValue: '0', maxValue: '4294967295' }],
    ['inferenceModels', 'text', { maxLength: '1000000', required: 'true' }],
    ['inferenceGatewayBaseUrl', 'text', { maxLength: '16383', required: 'true' }],
    ['otlpProtocol', 'enum', { required: 'true' }],
    ['inferenceModelPricingMultiplier', 'text', { maxLength: '100' }],
  ] as const)('%s is a required <%s> with its bounds', ([key, name, attributes]) => {
    expect(element(key)?.name).toBe(name);
    for (const [attributeName, value] of Object.entries(attributes))
      expect([attributeName, element(key)?.attributes.get(attributeName)?.value]).toEqual([
        attributeName,
        value,
      ]);
  });

  test('offers the choices of the catalogue, and the number of the app where it counts', () => {
    expect(all(element('otlpProtocol') ?? root, 'string').map(textOf)).toEqual(
      (keySpec('otlpProtocol')?.type as { values?: readonly string[] }).values,
    );
    expect(pair.adml).toContain('<decimalTextBox refId="mcpToolTimeoutSec" defaultValue="180">');
  });

  test('says for each policy which releases read it', () => {
    for (const [key, policy] of policies) {
      const support = childElements(policy).find(({ name }) => name === 'supportedOn');
      const text = strings.get(attribute(support ?? policy, 'ref') ?? '') ?? '';
      const { since } = firstRead(key);
      if (since !== undefined && since !== 'baseline') expect(text).toBe(`Claude Desktop ${since} or later`);
      else expect(text).not.toBe('');
    }
  });

  test('keeps retired keys, in a category of their own; leaves out what is removed or not delivered', () => {
    const category = (key: string): string | undefined =>
      attribute(childElements(policies.get(key) ?? root)[0] ?? root, 'ref');
    expect(category('inferenceGatewayOidc')).toBe('Cat_Retired');
    expect(category('organizationPluginsUrl')).toBe('Cat_Retired');
    expect(strings.get('organizationPluginsUrl')).toMatch(/\(retired\)$/);
    expect(category('inferenceProvider')).toBe('Cat_Connection');
    for (const key of ['betaFeaturesEnabled', 'disableDefaultPlugins', 'claudeInChromeEnabled'])
      expect(policies.has(key)).toBe(false);
  });

  test('explains each policy, and that the rules between keys are checked elsewhere', () => {
    for (const key of policies.keys()) {
      const text = strings.get(`${key}_Explain`) ?? '';
      expect(text).toContain(`Key: ${key}.`);
      expect(text).toContain('cowork-3p validate');
    }
  });

  test('stays below what Intune takes', () => {
    expect(pair.admx.length).toBeLessThan(350_000);
    expect(Buffer.byteLength(pair.adml)).toBeLessThan(1024 * 1024);
  });

  const target = (text: string): ReleaseRange => {
    const fleet = parseTarget(text);
    if (fleet === undefined) throw new Error(`no target: ${text}`);
    return fleet;
  };
  const row = (text: string, key: string): FormRow | undefined =>
    formRows(target(text)).find((one) => one.key === key);

  test('with a fleet leaves out what its oldest release does not read yet', () => {
    expect(row('1.12603.0', 'inferenceProvider')).toBeDefined();
    expect(row('1.12603.0', 'configRecheckIntervalMinutes')).toBeUndefined();
    expect(row('1.46388.1', 'configRecheckIntervalMinutes')).toBeDefined();
  });

  test('with a fleet asks for the name that its oldest release reads', () => {
    expect(row('1.25927.0', 'trustBootstrapDelivery')).toBeUndefined();
    expect(row('1.25927.0..1.26000.0', 'trustBootstrapLocalExec')?.category).toBe('Source');
    expect(row('1.26832.0', 'trustBootstrapLocalExec')).toBeUndefined();
  });

  test('calls nothing retired that a held back fleet still reads', () => {
    expect(row('1.46388.1', 'inferenceGatewayOidc')?.category).toBe('Retired');
    expect(row('1.46388.1..1.49585.0', 'inferenceGatewayOidc')?.category).toBe('Connection');
    // A key that was removed later is offered to the fleet that still reads it.
    expect(row('1.14271.0', 'disableDefaultPlugins')?.category).toBe('Retired');
    expect(row('latest', 'disableDefaultPlugins')).toBeUndefined();
  });

  test('takes another name and namespace', () => {
    const [file, other] = admx.files({ name: 'Acme', namespace: 'Acme.Policies.Claude.v2' });
    expect([file?.name, other?.name]).toEqual(['Acme.admx', 'en-US/Acme.adml']);
    expect(Buffer.from(file?.bytes ?? '').toString('utf8')).toContain('namespace="Acme.Policies.Claude.v2"');
  });
});

/** Each pair has one fault; the rules that must find it, whatever else they say. */
const DAMAGED: Readonly<Record<string, string | undefined>> = {
  '00-good': undefined,
  '01-category-attribute': 'schema',
  '02-no-supportedOn': 'schema',
  '03-order-supportedOn-before-category': 'schema',
  '04-string-missing': 'string-missing',
  '05-refid-missing': 'element-missing',
  '06-wrong-control': 'control-type',
  '07-name-with-dash': 'schema',
  '08-class-lowercase': 'schema',
  '09-multitext': 'unread-type',
  '10-combobox': 'combo-box',
  '11-expandable': 'unread-type',
  '12-subkey': 'wrong-key',
  '13-namespace-differs': 'namespace-differs',
  '14-string-over-255': 'schema',
  '15-two-policies-one-value': 'value-twice',
  '16-default-lengths': 'default-length',
  '17-empty-disabled': 'empty-value',
  '18-revision-1': 'schema',
  '19-raw-ampersand': 'syntax',
  '20-duplicate-string': 'duplicate-name',
  '21-stray-text': 'schema',
  '22-decimal-no-max': 'default-maximum',
  '23-decimal-over-uint32': 'schema',
  '24-using-windows': 'needs-other-template',
};

describe('damaged templates', () => {
  const FOLDER = 'fixtures/templates/admx';

  test('are all here', () => {
    const names = readdirSync(FOLDER).filter((name) => name.endsWith('.admx'));
    expect(names.map((name) => name.replace('.admx', '')).sort()).toEqual(Object.keys(DAMAGED).sort());
  });

  test.for(Object.entries(DAMAGED))('%s', ([name, rule]) => {
    const read = (ending: string): string => readFileSync(`${FOLDER}/${name}.${ending}`, 'utf8');
    const found = checkAdmx({ admx: read('admx'), adml: read('adml') });
    if (rule === undefined) expect(found).toEqual([]);
    else expect(found.map((one) => one.rule)).toContain(rule);
  });
});
