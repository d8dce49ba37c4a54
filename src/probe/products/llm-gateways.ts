import type { Product } from './product.ts';

/*
 * Gateways made for language models. Measured: LiteLLM 1.106.12, Portkey gateway 1.15.2, aimock 1.43.0 and
 * claude-code-router 2.0 (fixtures/gateways/recorded, docs/gateways.md); the others by their own documentation.
 */

const CUSTOM_HEADERS = 'inferenceCustomHeaders';

export const LLM_GATEWAYS: readonly Product[] = [
  {
    id: 'litellm',
    name: 'LiteLLM',
    kind: 'llm-gateway',
    evidence: [
      { header: /^x-litellm-/ },
      { body: /\blitellm\.[A-Z]\w+(?:Error|Exception)\b/ },
      { body: /LiteLLM(?: Virtual Key|_VerificationToken| Proxy| API|: model group )|"no_db_connection"/ },
      { body: /^\{"input_tokens":\d{1,9},"litellm_count_source"/, always: true },
    ],
    version: { header: 'x-litellm-version', value: /^([\d.]{3,20}\w*)$/ },
    known: [
      {
        topic: 'key',
        status: 400,
        body: /No connected db\./,
        cause:
          'LiteLLM runs without a database, so it knows its master key alone and any other key gets this 400.',
        remedy:
          'Configure the value of general_settings.master_key, or give LiteLLM general_settings.database_url and create a virtual key.',
      },
      {
        topic: 'upstream-down',
        status: 429,
        body: /No deployments available for selected model/,
        cause:
          'Every deployment of this model failed a moment ago and is in cool-down; this is not a limit on requests.',
        remedy:
          "Read LiteLLM's log for the error before it and fix that deployment in model_list; router_settings.disable_cooldowns: true shows the error itself.",
      },
      {
        topic: 'route',
        body: /\bNotFoundError: OpenAIException\b/,
        cause:
          'LiteLLM asks an openai/ deployment at /v1/responses, and what stands behind serves /v1/chat/completions alone.',
        remedy:
          'Write hosted_vllm/ (or the prefix of that provider) in place of openai/ in litellm_params.model; litellm_settings.use_chat_completions_url_for_anthropic_messages: true is enough only for models without a thinking budget.',
      },
      {
        topic: 'upstream-key',
        body: /litellm\.AuthenticationError: \w+Exception/,
        cause:
          'What stands behind LiteLLM refuses the key of the deployment; the key of this configuration is fine.',
        remedy: 'Correct litellm_params.api_key of that deployment in model_list.',
      },
      {
        topic: 'upstream-down',
        body: /litellm\.(?:InternalServerError: \w+Exception - (?:Cannot connect|Connection error)|APIConnectionError|ServiceUnavailableError|Timeout)/,
        cause: 'LiteLLM does not reach what stands behind it.',
        remedy: 'Correct litellm_params.api_base of that deployment in model_list, and see that it answers.',
      },
      {
        topic: 'fields',
        body: /litellm\.UnsupportedParamsError/,
        cause: 'The provider behind LiteLLM does not take a field that the app sends in every turn.',
        remedy:
          'Set litellm_settings.drop_params: true, or name the field in litellm_params.additional_drop_params.',
      },
      {
        topic: 'model-missing',
        body: /Invalid model name passed in model=/,
        cause: 'model_list has no entry of that model_name.',
        remedy:
          'Add an entry with exactly this model_name to model_list, or name a served one in inferenceModels.',
      },
      {
        topic: 'model-missing',
        body: /(?:key|team|user|project) not allowed to access model/i,
        cause: 'The virtual key may not use that model.',
        remedy: 'Add the model to the models of the key or of its team.',
      },
      {
        topic: 'quota',
        body: /Budget has been exceeded|ExceededBudget/,
        cause: 'The budget of the key, user or team is spent.',
        remedy: 'Raise max_budget of the key, user or team, or wait for budget_duration to end.',
      },
    ],
    remedies: {
      key: 'Use general_settings.master_key, or a virtual key made with POST /key/generate (needs general_settings.database_url).',
      scheme:
        'LiteLLM takes Authorization: Bearer and x-api-key; with general_settings.litellm_key_header_name it wants that header alone.',
      'upstream-key': 'Correct litellm_params.api_key of the deployment in model_list.',
      'upstream-down': 'Correct litellm_params.api_base of the deployment in model_list.',
      'model-missing': 'Add the name as model_name to model_list, or a wildcard such as claude-*.',
      'model-list':
        'List each model with its own model_name in model_list: a wildcard entry is served under every name but listed under none.',
      'model-name': 'Have model_name and litellm_params.model of the entry name the same Claude model.',
      fields:
        'Set litellm_settings.drop_params: true, and prefer an anthropic/, bedrock/ or vertex_ai/ deployment, which takes the fields as they are.',
      betas: 'Set general_settings.forward_client_headers_to_llm_api: true.',
      stream:
        'Use an anthropic/, bedrock/ or vertex_ai/ deployment for Claude: other prefixes translate the stream.',
      timeout: 'Raise litellm_settings.request_timeout and litellm_params.stream_timeout (seconds).',
      'body-size': 'Raise general_settings.max_request_size_mb.',
      'rate-limit':
        'Raise rpm and tpm of the deployment in model_list, or rpm_limit and tpm_limit of the key.',
      quota: 'Raise max_budget of the key, user or team.',
      route: 'Let the base URL end at the host (or at SERVER_ROOT_PATH): the app adds /v1/messages.',
      errors: 'Nothing to set: LiteLLM words these refusals itself; a current release is closer to the API.',
    },
    setup: {
      schemes: ['bearer', 'x-api-key'],
      models: 'served',
      note: 'Names in the picker are the model_name entries of model_list; wildcard entries have to be named in inferenceModels.',
    },
  },
  {
    id: 'portkey',
    name: 'Portkey',
    kind: 'llm-gateway',
    evidence: [
      { header: /^x-portkey-/ },
      { body: /x-portkey-(?:config|provider|api-key|virtual-key)|AI Gateway says hey/ },
    ],
    known: [
      {
        topic: 'required-header',
        body: /Either x-portkey-config or x-portkey-provider header is required/,
        cause: 'Portkey is not told which provider to use.',
        remedy: `Add x-portkey-provider: anthropic (or x-portkey-config with the id of a config) to ${CUSTOM_HEADERS}.`,
      },
      {
        topic: 'required-header',
        body: /Invalid (?:provider|config) passed/i,
        cause: 'Portkey does not know the provider or config of the header.',
        remedy: `Correct x-portkey-provider or x-portkey-config in ${CUSTOM_HEADERS}.`,
      },
      {
        topic: 'upstream-down',
        header: { name: 'x-portkey-gateway-exception' },
        cause: 'Portkey itself failed on this request; what stands behind it was not at fault.',
        remedy:
          'Pin @hono/node-server to 1.3.3 under overrides in package.json where streams fail so (1.15.2 with a newer one), and name every model in inferenceModels: it lists none.',
      },
    ],
    remedies: {
      'required-header': `Add x-portkey-provider (or x-portkey-config) to ${CUSTOM_HEADERS}.`,
      scheme:
        'Portkey passes the credential header on as it is: use the form that the provider behind it takes.',
      key: 'Use the key of the provider with x-portkey-provider, or x-portkey-api-key for hosted Portkey.',
      'model-list':
        'Name every model in inferenceModels and set modelDiscoveryEnabled to false: Portkey lists no models for Anthropic.',
      route: 'Let the base URL end at the host: the app adds /v1/messages.',
      fields:
        'Use x-portkey-strict-open-ai-compliance: false and a provider that serves /v1/messages natively.',
      timeout: 'Raise request_timeout (milliseconds) in the config, or drop x-portkey-request-timeout.',
      errors: 'Nothing to set: Portkey words these refusals itself.',
    },
    setup: {
      schemes: ['x-api-key', 'bearer'],
      headers: [
        {
          name: 'x-portkey-provider',
          value: 'anthropic',
          why: 'Portkey has to know which provider to ask.',
        },
      ],
      models: 'named',
      note: 'A config (x-portkey-config) in place of the provider header adds fallbacks, retries and virtual keys.',
    },
  },
  {
    id: 'claude-code-router',
    name: 'claude-code-router',
    kind: 'llm-gateway',
    evidence: [{ body: /"provider_response_error"|Provider '[^']{1,80}' not found/ }],
    remedies: {
      'model-name': 'Set Router.default and the other routes in config.json to the model that is asked for.',
      'model-list': 'Name every model in inferenceModels: claude-code-router lists none.',
      fields: 'Add the transformer of the provider to its entry in config.json.',
    },
    setup: { schemes: ['bearer', 'x-api-key'], models: 'named' },
  },
  {
    id: 'openrouter',
    name: 'OpenRouter',
    kind: 'llm-gateway',
    evidence: [
      { header: /^x-generation-id$/ },
      { body: /^: OPENROUTER PROCESSING/, always: true },
      { body: /No cookie auth credentials found|openrouter\.ai\/(?:settings|docs|credits)/ },
    ],
    known: [
      {
        topic: 'quota',
        status: 402,
        cause: 'The account has no credits left.',
        remedy: 'Add credits at openrouter.ai/credits, or raise the limit of the key.',
      },
      {
        topic: 'model-missing',
        body: /No (?:allowed providers|endpoints found)/,
        cause: 'No provider of this model is allowed by the account.',
        remedy: 'Allow a provider of it under Settings, Privacy and Providers.',
      },
    ],
    remedies: {
      route: 'Set inferenceGatewayBaseUrl to https://openrouter.ai/api: the app adds /v1/messages.',
      'model-list': 'Name the models in inferenceModels, as anthropic/claude-….',
      'model-name':
        'Pin the provider to Anthropic in Settings, Providers, so that no other model is routed to.',
      quota: 'Raise the limit of the key under Settings, Keys.',
    },
    setup: { schemes: ['bearer'], models: 'named' },
  },
  {
    id: 'cloudflare-ai-gateway',
    name: 'Cloudflare AI Gateway',
    kind: 'llm-gateway',
    evidence: [{ header: /^cf-aig-/ }],
    remedies: {
      'required-header': `Add cf-aig-authorization: Bearer … to ${CUSTOM_HEADERS} where the gateway is authenticated.`,
      key: 'Use the key of the provider; the token of the gateway goes in cf-aig-authorization.',
      route: 'Let the base URL end in /v1/ACCOUNT/GATEWAY/anthropic: the app adds /v1/messages.',
      'rate-limit': 'Raise the rate limit of the gateway under Settings in AI Gateway.',
      'model-list': 'Name every model in inferenceModels where the list is not passed on.',
    },
    setup: {
      schemes: ['x-api-key'],
      headers: [
        {
          name: 'cf-aig-authorization',
          why: 'Only for an authenticated gateway: the token of the gateway, beside the key of the provider.',
        },
      ],
      models: 'named',
    },
  },
  {
    id: 'databricks',
    name: 'Databricks',
    kind: 'llm-gateway',
    evidence: [{ header: /^x-databricks-/ }, { body: /Databricks-Model-Provider-Service/i }],
    remedies: {
      'required-header': `Add Databricks-Model-Provider-Service to ${CUSTOM_HEADERS}.`,
      route:
        'Let the base URL end in /serving-endpoints/anthropic or in the AI Gateway route of the workspace.',
      'model-list': 'Name the serving endpoints in inferenceModels.',
    },
    setup: { schemes: ['bearer'], models: 'named' },
  },
  {
    id: 'new-api',
    name: 'new-api / one-api',
    kind: 'llm-gateway',
    evidence: [
      { header: /^x-(?:oneapi-request-id|new-api-version)$/ },
      { body: /"new_api_error"|"one_api_error"/ },
    ],
    remedies: {
      'model-missing': 'Add the model to a channel of the group that the token belongs to.',
      quota: 'Raise the quota of the token.',
      key: 'Create a token in its console and use that.',
      'model-name': 'Remove the model mapping of the channel.',
    },
    setup: { schemes: ['bearer', 'x-api-key'], models: 'served' },
  },
  {
    id: 'helicone',
    name: 'Helicone',
    kind: 'llm-gateway',
    evidence: [{ header: /^helicone-/ }],
    remedies: {
      'required-header': `Add Helicone-Auth: Bearer … to ${CUSTOM_HEADERS}.`,
      'model-list': 'Name every model in inferenceModels where the list is not passed on.',
    },
    setup: {
      schemes: ['x-api-key', 'bearer'],
      headers: [{ name: 'Helicone-Auth', why: 'Helicone wants its own key beside that of the provider.' }],
    },
  },
  {
    id: 'envoy-ai-gateway',
    name: 'Envoy AI Gateway',
    kind: 'llm-gateway',
    evidence: [{ header: /^x-(?:ai-eg|aigw)-/ }, { body: /x-ai-eg-model/ }],
    remedies: {
      'model-missing': 'Add a rule for x-ai-eg-model with this name to the AIGatewayRoute.',
      route:
        'Let the base URL end in /anthropic: Envoy AI Gateway serves the Messages API below that prefix.',
      'model-list': 'Name every model in inferenceModels.',
    },
    setup: { schemes: ['bearer', 'x-api-key'] },
  },
  {
    id: 'claude-apps-gateway',
    name: 'Claude apps gateway',
    kind: 'llm-gateway',
    evidence: [{ header: /^x-cc-gateway-/ }],
    setup: { schemes: ['bearer'], models: 'served' },
  },
  {
    id: 'aimock',
    name: 'aimock (a test mock)',
    kind: 'llm-gateway',
    evidence: [
      { header: /^x-aimock-/ },
      { header: /^access-control-expose-headers$/, value: /^x-total-count, x-request-id$/i },
      { body: /No fixture matched|"(?:llmock|aimock)/ },
    ],
    remedies: {
      'model-missing': 'Add a fixture that matches this request.',
      key: 'aimock checks no key unless its configuration says so.',
    },
    setup: {
      schemes: ['bearer', 'x-api-key'],
      models: 'named',
      note: 'It is a mock: no model is behind it.',
    },
  },
];
