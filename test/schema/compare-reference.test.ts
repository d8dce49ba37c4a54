import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareReference, referenceFrom } from '../../scripts/compare-reference.ts';
import { keyNames } from '../../src/schema/catalogue/index.ts';

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
test.skipIf(!existsSync(COLLECTED))('agrees with the collected facts but for dead values', () => {
  const { onlyThere, onlyHere, changed } = compareReference(referenceFrom(readFileSync(COLLECTED, 'utf8')));
  expect(onlyThere).toEqual([]);
  expect(onlyHere).toEqual([]);
  expect(changed.filter((line) => !line.includes('inferenceCredentialKind: oauth only there'))).toEqual([]);
});
