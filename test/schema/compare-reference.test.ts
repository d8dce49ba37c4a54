import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareReference, referenceFrom } from '../../scripts/compare-reference.ts';
import { keyNames } from '../../src/schema/catalogue/index.ts';
import { NOT_COLLECTED } from './catalogue-facts.ts';

describe('the catalogue against a reference', () => {
  test('a list of keys', () => {
    const list = [
      { key: 'inferenceProvider', type: 'enum', enum: ['gateway', 'anthropic', 'newcloud'] },
      { key: 'disableAutoUpdates', type: 'string' },
      { key: 'chatTabEnabled', type: 'integer' },
      { key: 'inferenceModels', type: 'mixed[]' },
      { key: 'brandNewKey', type: 'boolean' },
      { key: 'custom3pProvider', type: 'string' },
    ];
    const { onlyThere, onlyHere, changed } = compareReference(referenceFrom(JSON.stringify(list)));
    expect(onlyThere).toEqual(['brandNewKey']);
    expect(onlyHere).toHaveLength(keyNames.length - 4);
    expect(changed).toEqual([
      'chatTabEnabled: number there, switch here',
      'disableAutoUpdates: text there, switch here',
      'inferenceProvider: bedrock, mantle, vertex, foundry only here',
      'inferenceProvider: newcloud only there',
    ]);
  });

  test('bounds, defaults and first releases', () => {
    const list = [
      { key: 'inferenceCredentialHelperTimeoutSec', type: 'integer', min: 1, max: 900, default: 60 },
      { key: 'egressProxyUrl', type: 'string', since: '1.44122.0' },
      { key: 'modelCatalogEnabled', type: 'boolean', default: false },
    ];
    expect(compareReference(referenceFrom(JSON.stringify(list))).changed).toEqual([
      'egressProxyUrl: since 1.44122.0 there, 1.44121.1 here',
      'inferenceCredentialHelperTimeoutSec: max 900 there, 600 here',
      'modelCatalogEnabled: default false there, true here',
    ]);
    const page = [
      '### `inferenceCredentialHelperTimeoutSec`',
      '**Type:** integer, 5 to 600. **Default:** `60`',
      '### `modelCatalogEnabled`',
      'boolean; defaults to `false`. Added in 2.110.0.',
    ].join('\n');
    expect(compareReference(referenceFrom(page)).changed).toEqual([
      'inferenceCredentialHelperTimeoutSec: min 5 there, 1 here',
      'modelCatalogEnabled: default false there, true here',
    ]);
  });

  test('the tables of the vendor', () => {
    const page = [
      '| Setting | Type | Availability | Default | Description |',
      '| --- | --- | --- | --- | --- |',
      '| A title `inferenceCredentialHelperTimeoutSec` | `integer` | MDM + Bootstrap Added in 1.8089.0 | `60` | Waits. Range: 1–900. |',
      '| Another `inferenceProvider` | `enum` | MDM Added in 1.2581.0 | — | Chooses. One of: `gateway`, `newcloud`. Old: `x`. |',
      '| A third `disableAutoUpdates` | `boolean` | MDM | — | Text with \\| a bar. |',
      '| A list `brandNewKeys` | `string[]` | MDM Added in 9.1.0 | — | New. |',
    ].join('\n');
    const { onlyThere, changed } = compareReference(referenceFrom(page));
    expect(onlyThere).toEqual(['brandNewKeys']);
    expect(changed).toEqual([
      'inferenceCredentialHelperTimeoutSec: max 900 there, 600 here',
      'inferenceProvider: anthropic, bedrock, mantle, vertex, foundry only here',
      'inferenceProvider: newcloud only there',
    ]);
  });

  test('a page in Markdown', () => {
    const page = [
      '# Configuration',
      'A paragraph about `somethingElse` of type string.',
      '### `coworkTabEnabled`',
      '**Type:** boolean',
      '| `autoUpdaterEnforcementHours` | integer | 1 to 72 |',
      '| `brandNewKey` | boolean | |',
      '- **`chatTabEnabled`**: enum',
    ].join('\n');
    const comparison = compareReference(referenceFrom(page));
    expect(comparison.onlyThere).toEqual(['brandNewKey']);
    expect(comparison.changed).toEqual(['chatTabEnabled: choice there, switch here']);
    expect(comparison.onlyHere).not.toContain('coworkTabEnabled');
  });

  test('an ADMX template', () => {
    const admx = `<policyDefinitions><policies>
      <policy name="a" key="SOFTWARE\\Policies\\Claude" valueName="brandNewKey"><enabledValue><string>true</string></enabledValue></policy>
      <policy name="b" key="SOFTWARE\\Policies\\Claude" valueName="disableAutoUpdates"><enabledValue><string>true</string></enabledValue><disabledValue><string>false</string></disabledValue></policy>
    </policies></policyDefinitions>`;
    const { onlyThere, changed } = compareReference(referenceFrom(admx));
    expect(onlyThere).toEqual(['brandNewKey']);
    expect(changed).toEqual([]);
  });

  test('a text without keys is refused', () => {
    expect(() => referenceFrom('Nothing here.')).toThrow(/names no key/);
  });
});

const COLLECTED = new URL('../../../shared/catalogue/keys.json', import.meta.url);
test.skipIf(!existsSync(COLLECTED))('agrees with the collected facts but for retired values', () => {
  const { onlyThere, onlyHere, changed } = compareReference(referenceFrom(readFileSync(COLLECTED, 'utf8')));
  expect([...onlyThere, ...onlyHere].sort()).toEqual([...NOT_COLLECTED].sort());
  expect(changed.filter((line) => !line.includes('inferenceCredentialKind: oauth only there'))).toEqual([]);
});
