import type { ProgramId } from '../support/gateways/programs.ts';

/*
 * The matrix of docs/gateways.md: real products, each set up in one way, in front of an upstream that does what it is
 * told. Expectations are what the app's engine did (engine) and what probe has to say of the same gateway (probe).
 */

/** The models that stand behind every product. */
export const MODELS = [
  'claude-haiku-4-5',
  'claude-sonnet-4-6',
  'claude-opus-4-8',
  'claude-opus-4-7',
] as const;

/** One product set up in one way. */
export interface Scenario {
  /** `product/what`. */
  readonly id: string;
  readonly program: ProgramId;
  /** Its configuration, below fixtures/gateways. */
  readonly template: string;
  /** For the table: what is set. */
  readonly about: string;
  /** Configuration of Claude Desktop, below the folder of the product. Default cowork-3p.json. */
  readonly config?: string;
  /** What the app is given as key; default the key of the upstream. */
  readonly key?: string;
  /** Ends the base URL. */
  readonly path?: string;
  readonly tls?: 'server' | 'client';
  /** More files beside the configuration, below fixtures/gateways. */
  readonly files?: readonly string[];
  /** A product that stands in front of this one. */
  readonly front?: { readonly program: ProgramId; readonly template: string };
  /** It is the proxy on the way, not the gateway. */
  readonly forward?: true;
  /** It counts requests: the engine and probe each meet a fresh one, and the engine retries as often as in the app. */
  readonly counts?: true;
  /** The names the engine is asked for; default the first three of MODELS. */
  readonly models?: readonly string[];
  /** What the engine does on every turn; `skip` where nothing can be asked of it. */
  readonly engine: 'works' | 'fails' | 'skip';
  readonly probe: {
    readonly works: 'yes' | 'partly' | 'no' | 'unproven';
    /** Must stand in detail or hint of what is not a pass: the cause. */
    readonly says?: RegExp;
    /** Must stand in the report: the remedy in the product's own settings. */
    readonly remedy?: RegExp;
  };
  /** For the table: what to change. */
  readonly remedy?: string;
  /** The scenario that has exactly that changed; it has to pass. */
  readonly fixedBy?: string;
  /** Runs in the small set, too. */
  readonly small?: true;
}

const LITELLM_KEY = 'sk-litellm-0123456789';

type Row = Omit<Scenario, 'id' | 'program' | 'template'> & { readonly template?: string };

function litellm(what: string, row: Row): Scenario {
  const template = `litellm/${row.template ?? what}.yaml`;
  return { key: LITELLM_KEY, ...row, id: `litellm/${what}`, program: 'litellm', template };
}

/** ModSecurity in a server: recommended configuration and core rules, as they come and with the API exempt. */
function modsecurity(
  program: 'nginx-modsecurity' | 'apache-modsecurity',
  what: 'modsecurity' | 'modsecurity-exempt',
  row: Omit<Row, 'template' | 'files'>,
): Scenario {
  const server = program === 'nginx-modsecurity' ? 'nginx' : 'apache';
  return {
    ...row,
    id: `${server}/${what}`,
    program,
    template: `${server}/${what}.conf`,
    ...(server === 'nginx' ? { files: ['nginx/modsecurity-rules.conf'] } : {}),
  };
}

const ENDINGS = { nginx: 'conf', apache: 'conf', haproxy: 'cfg', caddy: 'caddyfile' } as const;

function server(program: keyof typeof ENDINGS, what: string, row: Row): Scenario {
  const template = `${program}/${row.template ?? what}.${ENDINGS[program]}`;
  return { ...row, id: `${program}/${what}`, program, template };
}

/** Every scenario, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  litellm('passthrough', {
    about: '`anthropic/` entries, master key',
    engine: 'works',
    probe: { works: 'yes' },
    small: true,
  }),
  litellm('drop-params', {
    about: 'the same with `drop_params: true`',
    engine: 'works',
    probe: { works: 'yes' },
  }),
  litellm('alias', {
    about: 'names such as `bedrock/us.anthropic.claude-opus-4-7`',
    config: 'alias.cowork-3p.json',
    models: ['bedrock/us.anthropic.claude-haiku-4-5', 'bedrock/us.anthropic.claude-opus-4-7'],
    engine: 'works',
    probe: { works: 'yes' },
  }),
  litellm('wildcard', { about: '`claude-*`, every model named', engine: 'works', probe: { works: 'yes' } }),
  litellm('wildcard-no-models', {
    template: 'wildcard',
    about: '`claude-*`, no model named',
    config: 'no-models.cowork-3p.json',
    engine: 'skip',
    probe: { works: 'no', says: /models/i, remedy: /inferenceModels|model_list/ },
    remedy: 'Name the models in `inferenceModels`: a wildcard entry is listed under no name.',
    fixedBy: 'litellm/wildcard',
  }),
  litellm('openai-route', {
    about: '`openai/` entries before a chat-completions server',
    engine: 'fails',
    probe: { works: 'no', remedy: /hosted_vllm/ },
    remedy: 'Write `hosted_vllm/` in place of `openai/` in `litellm_params.model`.',
    fixedBy: 'litellm/vllm-route',
  }),
  litellm('vllm-route', {
    about: '`hosted_vllm/` entries before a chat-completions server',
    engine: 'works',
    probe: { works: 'yes' },
  }),
  litellm('wrong-key', {
    template: 'passthrough',
    about: 'a key LiteLLM does not know',
    key: 'sk-other-0123456789',
    engine: 'fails',
    probe: { works: 'no', says: /No connected db|database/, remedy: /master_key/ },
    remedy: 'Use `general_settings.master_key`, or give LiteLLM a database and make a virtual key.',
    fixedBy: 'litellm/passthrough',
    small: true,
  }),
  litellm('unknown-model', {
    template: 'passthrough',
    about: 'a model that `model_list` has not',
    config: 'unknown-model.cowork-3p.json',
    models: ['claude-opus-4-7'],
    engine: 'fails',
    probe: { works: 'no', says: /claude-opus-4-7/, remedy: /model_list/ },
    remedy: 'Add the name as `model_name` to `model_list`.',
    fixedBy: 'litellm/wildcard',
  }),
  litellm('upstream-key', {
    about: 'a wrong `litellm_params.api_key`',
    engine: 'fails',
    probe: { works: 'no', remedy: /litellm_params\.api_key|LiteLLM's log/ },
    remedy: 'Correct `litellm_params.api_key` of the entry.',
    fixedBy: 'litellm/passthrough',
    small: true,
  }),
  litellm('upstream-down', {
    about: 'a wrong `litellm_params.api_base`',
    engine: 'fails',
    probe: { works: 'no', remedy: /api_base|LiteLLM's log/ },
    remedy: 'Correct `litellm_params.api_base` of the entry.',
    fixedBy: 'litellm/passthrough',
  }),
  litellm('rate-limit', {
    about: '`rpm: 10` for each entry',
    counts: true,
    engine: 'works',
    probe: { works: 'yes' },
    remedy: 'Raise `rpm` where turns meet the limit.',
  }),
  litellm('key-header', {
    about: '`litellm_key_header_name: X-Litellm-Key`, header not sent',
    engine: 'fails',
    probe: { works: 'no' },
    remedy: 'Add `X-Litellm-Key: Bearer …` to `inferenceCustomHeaders`.',
    fixedBy: 'litellm/key-header-sent',
  }),
  litellm('key-header-sent', {
    template: 'key-header',
    about: 'the same, header sent',
    config: 'key-header.cowork-3p.json',
    engine: 'works',
    probe: { works: 'yes' },
  }),
  litellm('virtual-keys', {
    about: 'keys of teams from `custom_auth`',
    key: 'sk-team-a-0123456789',
    files: ['litellm/custom_auth.py'],
    engine: 'works',
    probe: { works: 'yes' },
  }),
  litellm('virtual-key-narrow', {
    template: 'virtual-keys',
    about: 'a team key for Haiku alone: without a database LiteLLM does not keep to the `models` of a key',
    key: 'sk-team-b-0123456789',
    files: ['litellm/custom_auth.py'],
    models: ['claude-sonnet-4-6'],
    engine: 'works',
    probe: { works: 'yes' },
    remedy: 'Keep keys in a database (`database_url`) where models are to be refused.',
  }),
  litellm('open', {
    about: 'no master key, `placeholder` as key',
    key: 'placeholder',
    engine: 'works',
    probe: { works: 'yes', says: /key/i },
    remedy: 'Set `general_settings.master_key`.',
  }),
  litellm('behind-nginx', {
    template: 'passthrough',
    about: 'passthrough behind nginx',
    front: { program: 'nginx', template: 'nginx/right.conf' },
    engine: 'works',
    probe: { works: 'yes' },
  }),
  {
    id: 'portkey/as-installed',
    program: 'portkey',
    template: 'portkey/package.json',
    about: '1.15.2 as npm resolves it: every stream is a 500',
    engine: 'fails',
    probe: { works: 'no', says: /stream|500/i, remedy: /@hono\/node-server/ },
    remedy: 'Pin `@hono/node-server` to 1.3.3 (`overrides` of package.json).',
    fixedBy: 'portkey/pinned',
  },
  {
    id: 'portkey/pinned',
    program: 'portkey-pinned',
    template: 'portkey/package.json',
    about: 'the same with the pinned dependency',
    engine: 'works',
    probe: { works: 'yes' },
  },
  {
    id: 'portkey/no-header',
    program: 'portkey-pinned',
    template: 'portkey/package.json',
    config: 'no-header.cowork-3p.json',
    about: 'without `x-portkey-provider`',
    engine: 'fails',
    probe: { works: 'no', says: /x-portkey-provider/, remedy: /inferenceCustomHeaders/ },
    remedy: 'Add `x-portkey-provider` to `inferenceCustomHeaders`.',
    fixedBy: 'portkey/pinned',
  },
  {
    id: 'aimock/proxy',
    program: 'aimock',
    template: 'aimock/empty.json',
    about: '`--proxy-only` before the upstream',
    engine: 'works',
    probe: { works: 'yes' },
  },
  {
    id: 'aimock/mock',
    program: 'aimock-mock',
    template: 'aimock/hello.json',
    about: 'a mock with one fixture',
    engine: 'fails',
    probe: { works: 'no' },
    remedy: 'Add a fixture for what is asked, or `--proxy-only`.',
    fixedBy: 'aimock/proxy',
  },
  server('nginx', 'right', {
    about: 'no buffering, 32 MB, long waits',
    engine: 'works',
    probe: { works: 'yes' },
    small: true,
  }),
  server('nginx', 'stock', {
    about: '`proxy_pass` and nothing else',
    engine: 'works',
    probe: { works: 'partly', remedy: /proxy_buffering off/ },
    remedy: '`proxy_buffering off;` and `client_max_body_size 32m;`',
    fixedBy: 'nginx/right',
    small: true,
  }),
  server('nginx', 'small-body', {
    about: '`client_max_body_size 100k`',
    engine: 'fails',
    probe: { works: 'no', says: /413|KB|bytes/, remedy: /client_max_body_size/ },
    remedy: '`client_max_body_size 32m;`',
    fixedBy: 'nginx/right',
    small: true,
  }),
  server('nginx', 'prefix', {
    about: 'the API below /llm/claude, base URL ends in it',
    path: '/llm/claude',
    engine: 'works',
    probe: { works: 'yes' },
  }),
  server('nginx', 'prefix-missing', {
    template: 'prefix',
    about: 'the same, base URL ends at the host',
    engine: 'fails',
    probe: { works: 'no', says: /404/, remedy: /prefix|location/ },
    remedy: 'End the base URL in the prefix.',
    fixedBy: 'nginx/prefix',
  }),
  server('nginx', 'limit', {
    about: '`limit_req` 30r/m, burst 4: 503',
    counts: true,
    engine: 'works',
    // A 503 may be a limit or a failure, so what it hid stays unproven; a 429 slows probe down, and it finishes.
    probe: { works: 'unproven', says: /503|limit/i, remedy: /limit_req/ },
    remedy: 'Raise `rate` and `burst`; `limit_req_status 429;`',
    fixedBy: 'nginx/limit-raised',
  }),
  server('nginx', 'limit-raised', {
    about: 'the same, raised and told by 429',
    counts: true,
    engine: 'works',
    probe: { works: 'yes' },
  }),
  server('nginx', 'tls', {
    about: 'TLS with a company CA',
    tls: 'server',
    engine: 'works',
    probe: { works: 'yes' },
  }),
  server('nginx', 'mtls', {
    about: 'TLS that wants a client certificate, sent',
    tls: 'client',
    engine: 'works',
    probe: { works: 'yes' },
  }),
  server('nginx', 'mtls-missing', {
    template: 'mtls',
    about: 'the same, not sent',
    tls: 'server',
    engine: 'fails',
    probe: { works: 'no', says: /client certificate/i },
    remedy: 'Install the client certificate.',
    fixedBy: 'nginx/mtls',
  }),
  server('nginx', 'waf', {
    about: 'a rule that looks for attacks in bodies',
    engine: 'works',
    probe: { works: 'partly', says: /firewall|WAF/i, remedy: /Exempt \/v1\/messages/ },
    remedy: 'Exempt /v1/messages from the rule.',
    fixedBy: 'nginx/right',
  }),
  server('nginx', 'down', {
    about: 'nothing listens behind',
    engine: 'fails',
    probe: { works: 'no', says: /502/, remedy: /proxy_pass/ },
    remedy: 'Correct `proxy_pass`.',
    fixedBy: 'nginx/right',
    small: true,
  }),
  modsecurity('nginx-modsecurity', 'modsecurity', {
    about: 'ModSecurity as recommended, switched on, with the OWASP Core Rule Set',
    engine: 'fails',
    probe: { works: 'no', remedy: /modsecurity off/ },
    remedy: '`modsecurity off;` in the location of /v1/',
    fixedBy: 'nginx/modsecurity-exempt',
  }),
  modsecurity('nginx-modsecurity', 'modsecurity-exempt', {
    about: 'the same, the API exempt',
    engine: 'works',
    probe: { works: 'yes' },
  }),
  server('haproxy', 'right', {
    about: '`option http-no-delay`, long waits',
    engine: 'works',
    probe: { works: 'yes' },
  }),
  server('haproxy', 'stock', {
    about: 'timeouts of 60 s and nothing else: events are held for up to 200 ms',
    engine: 'works',
    probe: { works: 'yes', says: /waits a little/, remedy: /http-no-delay/ },
    remedy: '`option http-no-delay`, `timeout client 600s`, `timeout server 600s`',
    fixedBy: 'haproxy/right',
  }),
  server('haproxy', 'down', {
    about: 'nothing listens behind',
    engine: 'fails',
    probe: { works: 'no', says: /503/, remedy: /server lines/ },
    remedy: 'Correct the `server` lines.',
    fixedBy: 'haproxy/right',
  }),
  server('haproxy', 'limit', {
    about: '12 requests in 10 s: 429',
    counts: true,
    engine: 'works',
    probe: { works: 'yes' },
    remedy: 'Raise the threshold of the stick table.',
    fixedBy: 'haproxy/right',
  }),
  server('haproxy', 'small-body', {
    about: '413 over 100 KB',
    engine: 'fails',
    probe: { works: 'no', says: /413|KB|bytes/, remedy: /http-request deny/ },
    remedy: 'Raise the limit of `http-request deny`.',
    fixedBy: 'haproxy/right',
  }),
  server('haproxy', 'waf', {
    about: 'a rule that looks for attacks in bodies',
    engine: 'works',
    probe: { works: 'partly', says: /firewall|WAF/i, remedy: /http-request deny/ },
    remedy: 'Exempt /v1/messages from the rule.',
    fixedBy: 'haproxy/right',
  }),
  server('apache', 'right', {
    about: '`flushpackets=on`, long waits',
    engine: 'works',
    probe: { works: 'yes' },
  }),
  server('apache', 'stock', {
    about: '`ProxyPass` and nothing else',
    engine: 'works',
    probe: { works: 'yes' },
  }),
  server('apache', 'down', {
    about: 'nothing listens behind',
    engine: 'fails',
    probe: { works: 'no', says: /503/, remedy: /ProxyPass/ },
    remedy: 'Correct `ProxyPass`.',
    fixedBy: 'apache/right',
  }),
  modsecurity('apache-modsecurity', 'modsecurity', {
    about: 'ModSecurity as recommended, switched on, with the OWASP Core Rule Set',
    engine: 'fails',
    probe: { works: 'no', remedy: /SecRuleEngine Off/ },
    remedy: '`SecRuleEngine Off` in the Location of /v1/',
    fixedBy: 'apache/modsecurity-exempt',
  }),
  modsecurity('apache-modsecurity', 'modsecurity-exempt', {
    about: 'the same, the API exempt',
    engine: 'works',
    probe: { works: 'yes' },
  }),
  server('caddy', 'right', { about: '`flush_interval -1`, 32 MB', engine: 'works', probe: { works: 'yes' } }),
  server('caddy', 'stock', {
    about: '`reverse_proxy` and nothing else',
    engine: 'works',
    probe: { works: 'yes' },
  }),
  server('caddy', 'small-body', {
    about: '`request_body` of 100 KB',
    engine: 'fails',
    probe: { works: 'no', says: /502|KB|bytes|body/, remedy: /max_size/ },
    remedy: '`max_size 32MB`',
    fixedBy: 'caddy/right',
  }),
  server('caddy', 'down', {
    about: 'nothing listens behind',
    engine: 'fails',
    probe: { works: 'no', says: /502/, remedy: /reverse_proxy/ },
    remedy: 'Correct `reverse_proxy`.',
    fixedBy: 'caddy/right',
  }),
  {
    id: 'squid/right',
    program: 'squid',
    template: 'squid/right.conf',
    about: 'the proxy on the way out, lets the gateway pass',
    forward: true,
    engine: 'works',
    probe: { works: 'yes' },
  },
  {
    id: 'squid/denied',
    program: 'squid',
    template: 'squid/denied.conf',
    about: 'the proxy on the way out, denies the gateway',
    forward: true,
    engine: 'fails',
    probe: { works: 'no', says: /403|proxy/i, remedy: /http_access|NO_PROXY/ },
    remedy: 'Allow the host in `http_access`.',
    fixedBy: 'squid/right',
  },
  {
    id: 'tinyproxy/right',
    program: 'tinyproxy',
    template: 'tinyproxy/right.conf',
    about: 'the proxy on the way out, lets the gateway pass',
    forward: true,
    engine: 'works',
    probe: { works: 'yes' },
  },
  {
    id: 'tinyproxy/denied',
    program: 'tinyproxy',
    template: 'tinyproxy/denied.conf',
    about: 'the proxy on the way out, denies the gateway',
    files: ['tinyproxy/filter'],
    forward: true,
    engine: 'fails',
    probe: { works: 'no', says: /403|proxy/i, remedy: /Filter|NO_PROXY/ },
    remedy: 'Allow the host in `Filter`.',
    fixedBy: 'tinyproxy/right',
  },
];
