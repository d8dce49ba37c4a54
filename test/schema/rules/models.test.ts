import { describe, expect, test } from 'vitest';
import { checked, findingsWith } from './check.ts';

describe('names, with a gateway', () => {
  test.each([
    'claude-opus-5',
    'anthropic/claude-sonnet-4-5',
    'bedrock/us.anthropic.claude-opus-4-7',
    'databricks-claude-haiku-4-5',
    'CLAUDE-OPUS-5',
    'opus',
    '${env:MODEL}',
    'my-${env:MODEL}',
  ])('%s passes', (model) => {
    expect(findingsWith({ inferenceModels: [model] })).toEqual([]);
    expect(findingsWith({ inferenceModels: [{ name: model }] })).toEqual([]);
  });

  test.each(['gpt-5.5', 'o3', 'claude-gpt-5.6-luna', 'z-ai/glm-4.7', 'my-model', 'anthropic/deepseek-v4'])(
    '%s does not',
    (model) => {
      expect(findingsWith({ inferenceModels: [model] })).toEqual(['E model-not-claude inferenceModels[0]']);
      expect(findingsWith({ inferenceModels: ['claude-opus-5', { name: model }] })).toEqual([
        'E model-not-claude inferenceModels[1].name',
      ]);
    },
  );

  test('one bad entry hides no other', () => {
    const inferenceModels = [{ id: 1 }, 5, 'gpt-5.5', 'claude-opus-5', 'claude-opus-5'];
    expect(findingsWith({ inferenceModels }).sort()).toEqual([
      'E missing-field inferenceModels[0]',
      'E model-not-claude inferenceModels[2]',
      'E wrong-type inferenceModels[1]',
      'W model-duplicate inferenceModels[4]',
      'W unknown-field inferenceModels[0].id',
    ]);
  });

  test('other providers take any name', () => {
    expect(
      checked({
        inferenceProvider: 'foundry',
        inferenceFoundryResource: 'contoso',
        inferenceFoundryApiKey: '${env:K}',
        inferenceModels: ['prod-deployment', 'gpt-5'],
      }),
    ).toEqual([]);
  });
});

describe('entries', () => {
  test.each<[string, unknown[], string[]]>([
    ['flags on a full base', [{ name: 'claude-opus-5', supports1m: true, prefer1m: true }], []],
    [
      'prefer1m alone',
      [{ name: 'claude-opus-5', prefer1m: true }],
      ['W model-flag-without-base inferenceModels[0].prefer1m'],
    ],
    [
      'prefer1m further down',
      ['claude-sonnet-5', { name: 'claude-opus-5', supports1m: true, prefer1m: true }],
      ['W setting-ignored inferenceModels[1].prefer1m'],
    ],
    [
      'a default without tier',
      [{ name: 'claude-opus-5', isFamilyDefault: true }],
      ['W model-flag-without-base inferenceModels[0].isFamilyDefault'],
    ],
    [
      'two defaults of a tier',
      [
        { name: 'claude-opus-5', anthropicFamilyTier: 'opus', isFamilyDefault: true },
        { name: 'claude-opus-4-8', anthropicFamilyTier: 'opus', isFamilyDefault: true },
        { name: 'claude-sonnet-5', anthropicFamilyTier: 'sonnet', isFamilyDefault: true },
      ],
      ['W models-incomplete inferenceModels[1].isFamilyDefault'],
    ],
    ['a display name', ['Claude Opus 5'], ['W models-incomplete inferenceModels[0]']],
    [
      'the short form of a large context',
      ['claude-opus-4-7[1M]'],
      ['I model-context-suffix inferenceModels[0]'],
    ],
    ['twice', ['claude-opus-5', { name: 'claude-opus-5' }], ['W model-duplicate inferenceModels[1].name']],
    [
      'an unknown effort',
      [{ name: 'claude-opus-5', maxEffort: 'ultra' }],
      ['W not-in-enum inferenceModels[0].maxEffort'],
    ],
  ])('%s', (_, inferenceModels, expected) => {
    expect(findingsWith({ inferenceModels })).toEqual(expected);
  });
});

const KINDLESS_SSO = {
  inferenceProvider: 'bedrock',
  inferenceBedrockRegion: 'us-east-1',
  inferenceBedrockSsoStartUrl: 'https://example.awsapps.com/start',
  inferenceBedrockSsoRegion: 'us-east-1',
  inferenceBedrockSsoAccountId: '012345678901',
  inferenceBedrockSsoRoleName: 'ClaudeUsers',
};
const SSO = { ...KINDLESS_SSO, inferenceCredentialKind: 'interactive' };
const BEARER = {
  inferenceProvider: 'bedrock',
  inferenceBedrockRegion: 'us-east-1',
  inferenceBedrockBearerToken: '${env:K}',
};

describe('discovery', () => {
  test.each<[Record<string, unknown>, string[]]>([
    [{ modelDiscoveryEnabled: true }, []],
    [{ modelDiscoveryEnabled: false }, ['E models-required modelDiscoveryEnabled']],
    [{ modelDiscoveryEnabled: false, inferenceModels: [] }, ['E models-required inferenceModels']],
    [{ modelDiscoveryEnabled: false, inferenceModels: '${env:MODELS}' }, []],
    [{ modelDiscoveryEnabled: '${env:D}' }, []],
    [
      { modelDiscoveryEnabled: false, inferenceModels: ['sonnet'] },
      ['W model-alias-needs-discovery inferenceModels[0]'],
    ],
    [{ inferenceModels: ['sonnet'] }, []],
  ])('of a gateway %j', (settings, expected) => {
    expect(findingsWith(settings)).toEqual(expected);
  });

  test.each<[Record<string, unknown>, string[]]>([
    [BEARER, []],
    [{ ...BEARER, inferenceModels: ['sonnet'] }, []],
    [SSO, ['E models-required inferenceProvider']],
    [KINDLESS_SSO, ['E models-required inferenceProvider']],
    [{ ...SSO, inferenceModels: ['sonnet'] }, ['W model-alias-needs-discovery inferenceModels[0]']],
    [
      { ...SSO, inferenceModels: ['us.anthropic.claude-opus-5'], modelDiscoveryEnabled: true },
      ['W setting-ignored modelDiscoveryEnabled'],
    ],
    [
      { inferenceProvider: 'bedrock', inferenceBedrockRegion: 'us-east-1', inferenceBedrockProfile: 'p' },
      ['E models-required inferenceProvider'],
    ],
  ])('of Bedrock %j', (settings, expected) => {
    expect(checked(settings)).toEqual(expected);
  });
});

describe('prices', () => {
  const row = {
    name: 'claude-opus-5',
    inputPerMtok: 5,
    outputPerMtok: 25,
    cacheReadPerMtok: 1,
    cacheWritePerMtok: 6,
  };
  test.each<[Record<string, unknown>, string[]]>([
    [{ inferenceModelPricingEnabled: true, inferenceModelPricing: [row] }, []],
    [{ inferenceModelPricing: [row] }, ['W setting-ignored inferenceModelPricing']],
    [
      { inferenceModelPricingEnabled: false, inferenceModelPricingMultiplier: 0.5 },
      ['W setting-ignored inferenceModelPricingMultiplier'],
    ],
    [{ inferenceModelPricingEnabled: '${env:P}', inferenceModelPricing: [row] }, []],
    [
      { inferenceModelPricingEnabled: true, inferenceModelPricing: [row, row] },
      ['W model-duplicate inferenceModelPricing[1].name'],
    ],
    [
      { inferenceModelPricingEnabled: true, inferenceModelPricing: [{ ...row, outputPerMtok: 10001 }] },
      ['E out-of-range inferenceModelPricing[0].outputPerMtok'],
    ],
  ])('%j', (settings, expected) => {
    expect(findingsWith(settings)).toEqual(expected);
  });
});
