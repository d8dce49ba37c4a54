import type { Page, PageCheck } from '../../src/report/page/model.ts';

/** A check with words of its own. */
export function check(id: string, rest: Partial<PageCheck> = {}): PageCheck {
  return {
    id,
    title: `title of ${id}`,
    required: true,
    status: 'pass',
    ms: 120,
    detail: `Detail of ${id}.`,
    ...rest,
  };
}

/** A page that has something in each of its parts. */
export function samplePage(rest: Partial<Page> = {}): Page {
  return {
    heading: 'Pilot, change CHG0042',
    file: 'cowork-3p.json',
    format: 'json',
    fleet: '1.46388.0',
    platform: 'macos',
    madeAt: Date.UTC(2026, 10, 26, 3, 30),
    version: '0.1.0',
    facts: 'Facts: of a day.',
    findings: [
      {
        code: 'url-v1-path',
        severity: 'warning',
        setting: 'inferenceGatewayBaseUrl',
        message: 'The address ends in /v1',
        hint: 'Cut it off.',
        place: '3:30',
      },
      { code: 'secret-literal', severity: 'info', setting: 'x', message: 'A note', place: '4:1' },
    ],
    settings: [
      { key: 'inferenceProvider', section: 'Connection', title: 'Inference provider', value: 'gateway' },
      {
        key: 'inferenceGatewayApiKey',
        section: 'Connection',
        title: 'API key',
        value: '••••6f2a',
        from: 'base.json',
      },
      { key: 'inferenceModels', section: 'Models', title: 'Model list', value: '[\n  "claude-sonnet-5"\n]' },
    ],
    provider: 'gateway',
    configuredModels: [
      { name: 'claude-sonnet-5', label: 'Everyday', tierDefault: false, large: true },
      { name: 'claude-opus-5', tierDefault: true, tier: 'opus', large: false },
    ],
    discovery: { asks: false, why: 'every entry of inferenceModels is a full ID' },
    probe: {
      kind: 'made',
      value: {
        gateway: 'https://llm-gateway.example.com',
        answeredBy: 'LiteLLM 1.106.12 behind nginx',
        works: 'no',
        sentence: 'Claude Desktop would not work with this gateway: stream-basic fails.',
        checks: [
          check('dns', { ms: 3 }),
          check('tls-chain', { status: 'skip', detail: 'Plain http: there is no TLS.' }),
          check('auth-accepted', { status: 'warn', detail: 'The key expires soon.', hint: 'Renew it.' }),
          check('stream-basic', {
            status: 'fail',
            ms: 2400,
            detail: 'The stream is cut.',
            hint: 'Switch buffering off.',
          }),
          check('tool-stream', {
            status: 'skip',
            blockedBy: 'stream-basic',
            detail: 'Skipped because stream-basic failed.',
          }),
          check('models-list', { status: 'warn', inconclusive: true, detail: 'A rate limit was met.' }),
        ],
        tokens: { input: 4622, output: 190 },
        requests: 25,
        ms: 4500,
      },
    },
    models: {
      kind: 'made',
      value: {
        rows: [
          { id: 'claude-sonnet-5', displayName: 'Claude Sonnet 5', usable: true, reason: null },
          { id: 'claude-haiku-4-5', displayName: null, usable: true, reason: null },
          { id: 'gpt-5.5', displayName: null, usable: false, reason: 'its name holds "gpt"' },
          { id: 'gpt-4', displayName: null, usable: false, reason: 'its name holds "gpt"' },
        ],
        notes: ['The list goes on after its first page.'],
      },
    },
    hosts: [
      {
        host: 'claude.ai',
        port: 443,
        protocol: 'https',
        wildcard: false,
        cause: 'updates',
        key: 'disableAutoUpdates',
        why: 'The app asks here for new versions.',
        required: false,
      },
      {
        host: 'llm-gateway.example.com',
        port: 8443,
        protocol: 'https',
        wildcard: false,
        cause: 'inference',
        key: 'inferenceGatewayBaseUrl',
        why: 'Every conversation goes here, "all" of them.',
        required: true,
        check: { status: 'failed', detail: 'nothing listens' },
      },
    ],
    remarks: [
      { cause: 'otlp', key: 'otlpEndpoint', text: 'otlpEndpoint could not be read.', missing: true },
      { cause: 'mcp', key: 'isLocalDevMcpEnabled', text: 'Users may add servers.', missing: false },
    ],
    toolAllowlist: [
      { pattern: '*.example.com', added: false },
      { pattern: 'api.anthropic.com', added: true },
    ],
    untested: ['The costly checks.'],
    ...rest,
  };
}

/** The same value with another text in the place of every text but those that choose a branch. */
export function withTexts<T>(value: T, text: (before: string) => string): T {
  const KEPT = new Set([
    'kind',
    'severity',
    'status',
    'works',
    'cause',
    'protocol',
    'version',
    'id',
    'code',
    'blockedBy',
  ]);
  const walk = (one: unknown, name: string): unknown => {
    if (typeof one === 'string') return KEPT.has(name) ? one : text(one);
    if (Array.isArray(one)) return one.map((item: unknown) => walk(item, name));
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(
      Object.entries(one).map(([key, item]: [string, unknown]) => [key, walk(item, key)]),
    );
  };
  return walk(value, '') as T;
}
