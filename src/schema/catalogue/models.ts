import { MODEL_TIERS } from '../model-name.ts';
import { bool, decimal, either, list, object, oneOf, text, type FieldRow, type KeyRow } from '../key-spec.ts';

const effort = oneOf(['low', 'medium', 'high', 'xhigh', 'max']);
const priceOf = (what: string) =>
  ({
    type: decimal({ min: 0, max: 10000, unit: 'USD' }),
    summary: `Prices a million tokens ${what}, in USD.`,
    required: true,
  }) as const satisfies FieldRow;
const COST_SWITCH = 'Since 1.44121.1 it does nothing unless inferenceModelPricingEnabled is true.';
const COST_START = 'It works from 1.37937.1 on, one build after it came in.';

const model = object({
  name: {
    type: text({ role: 'identifier', minLength: 1 }),
    summary: 'Gives the model ID just as the provider knows it.',
    required: true,
  },
  labelOverride: { type: text({ role: 'prose' }), summary: 'Replaces the ID in what users see.' },
  supports1m: { type: bool, summary: 'Offers the model with a context of one million tokens as well.' },
  prefer1m: {
    type: bool,
    summary: 'Starts with the large context when this entry stands first; supports1m has to be true.',
    since: '1.21459.0',
  },
  anthropicFamilyTier: {
    type: oneOf(MODEL_TIERS),
    summary: 'Says which tier of Claude the entry represents.',
  },
  isFamilyDefault: {
    type: bool,
    summary: 'Lets the alias of its tier lead to this entry; anthropicFamilyTier has to be set.',
  },
  maxEffort: {
    type: { ...effort, otherwise: 'low' },
    summary: 'Stops the effort levels on offer at this one; a level the app does not know counts as low.',
    since: '2.110.0',
  },
});

/** Models: what the picker offers, what it starts with and what it costs. */
export const models = {
  modelDiscoveryEnabled: {
    title: 'Model discovery',
    nestedPath: 'models.discoveryEnabled',
    summary: 'Asks the provider which models it has, and offers those.',
    type: bool,
    unset: 'Automatic; gateway and anthropic skip it when every listed model is a full ID.',
    since: '1.8089.0',
    notes: [
      'Switched off, it leaves the picker to inferenceModels, with full IDs rather than aliases.',
      'Mantle has none, nor has Bedrock with a profile, AWS sign-in or external-idp.',
    ],
  },
  modelPrefer1mContext: {
    title: 'Default to 1M context',
    nestedPath: 'models.prefer1mContext',
    summary: 'Gives users who have not chosen yet a million tokens of context to start with.',
    type: bool,
    since: '1.28929.0',
  },
  inferenceModels: {
    title: 'Model list',
    summary: 'Lists the models on offer, the default one first.',
    type: list(either(text({ role: 'identifier', minLength: 1 }), model), 200),
    since: 'baseline',
    notes: [
      'An ID that ends in [1m] is the short form of an entry with supports1m; its labelOverride is passed over where the bare ID stands in the list too.',
      'On a bare alias supports1m does nothing once discovery answers with full IDs.',
      'Since 2.19675.0 Opus 4.7, Sonnet 5, Fable 5 and later ones start with a million tokens behind a gateway or a custom base URL.',
      'Entries with the same ID become one.',
      'Mantle needs it, as does Bedrock with a profile, AWS sign-in or external-idp, and anyone without discovery.',
      'In practice vertex and foundry need it too.',
      'For the gateway, each name has to be recognizable as a Claude model.',
    ],
    example: ['claude-sonnet-4-5', { name: 'claude-opus-4-5', labelOverride: 'Opus', supports1m: true }],
  },
  defaultModelEffort: {
    title: 'Default model effort',
    nestedPath: 'models.defaultEffort',
    summary: 'Sets how much effort a conversation begins with, where the recommendation will not do.',
    type: effort,
    since: '2.110.0',
    notes: ['Where the model does not go that far, the next lower level applies.'],
    example: 'medium',
  },
  alwaysStartWithDefaultModel: {
    title: 'Start every conversation on the default model',
    nestedPath: 'models.alwaysStartWithDefault',
    summary:
      'Begins afresh with the default model and effort each time; what the user picked before is forgotten.',
    type: bool,
    unset: 'The last choice carries over.',
    since: '2.110.0',
  },
  modelCatalogEnabled: {
    title: 'Model catalog metadata',
    nestedPath: 'models.catalogEnabled',
    summary:
      'Takes names, descriptions and effort levels in the picker from the catalog that the vendor publishes and signs.',
    type: bool,
    default: true,
    since: '2.110.0',
    notes: [
      'It changes neither which models are offered nor their order.',
      'downloads.claude.ai is asked at launch and then every 5 to 15 minutes; without an answer a built-in copy serves.',
      'A device managed from the admin console never asks.',
    ],
  },
  modelCatalogUrl: {
    title: 'Model catalog URL',
    nestedPath: 'models.catalogUrl',
    summary:
      'Fetches the catalog from a mirror that serves it byte for byte, its signature under the same address with .raw-sig.json behind.',
    type: text({ format: 'https-url' }),
    since: '2.110.0',
    notes: [
      'Loopback, over http too, is good only when the device itself sets it.',
      'A link-local address, a metadata service of a cloud or a redirect ends the fetch, and nothing takes its place.',
      'While modelCatalogEnabled is false nobody reads it.',
    ],
    example: 'https://mirror.example.com/claude/models.json',
  },
  inferenceModelPricingEnabled: {
    title: 'Show estimated cost',
    nestedPath: 'models.pricing.enabled',
    summary: 'Puts an estimate of the cost beside the token counts of the Usage page.',
    type: bool,
    since: '1.37937.0',
  },
  inferenceModelPricingMultiplier: {
    title: 'Price multiplier',
    nestedPath: 'models.pricing.multiplier',
    summary: 'Multiplies each cost estimate by a factor, such as 0.85 where 15 percent are off.',
    type: decimal({ above: 0, max: 1 }),
    since: '1.37937.0',
    notes: [COST_SWITCH, COST_START],
    example: 0.85,
    beside: { settings: { inferenceModelPricingEnabled: true } },
  },
  inferenceModelPricing: {
    title: 'Model pricing',
    nestedPath: 'models.pricing.models',
    summary: 'Gives the prices, in USD per million tokens, from which costs are estimated.',
    type: list(
      object({
        name: { type: text({ minLength: 1 }), summary: 'Gives the ID of the model.', required: true },
        inputPerMtok: priceOf('of input'),
        outputPerMtok: priceOf('of output'),
        cacheReadPerMtok: priceOf('read from the cache'),
        cacheWritePerMtok: priceOf('written to the cache'),
      }),
    ),
    since: '1.37937.0',
    notes: ['A single faulty row can take the whole table with it.', COST_SWITCH, COST_START],
    example: [
      {
        name: 'claude-sonnet-4-5',
        inputPerMtok: 3,
        outputPerMtok: 15,
        cacheReadPerMtok: 0.3,
        cacheWritePerMtok: 3.75,
      },
    ],
    beside: { settings: { inferenceModelPricingEnabled: true } },
  },
} as const satisfies Record<string, KeyRow>;
