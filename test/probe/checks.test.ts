import { describe, expect, test } from 'vitest';
import { FAULTS, startEmbeddedGateway, type FaultName } from '../../src/embedded-gateway/index.ts';
import { checks, type ProbeReport } from '../../src/probe/probe.ts';
import type { CheckResult } from '../../src/probe/types.ts';
import { probeExitCode } from '../../src/probe/verdict.ts';
import { idsOf, probeAt, wordsOf } from '../support/replay-run.ts';

/* Every way in which the embedded gateway can break, and what the probe must say of it: this, and nothing else. */

interface Expected {
  readonly fail?: readonly string[];
  readonly warn?: readonly string[];
  /** Inconclusive: not proven. */
  readonly open?: readonly string[];
  /** What a detail or hint of the first of these must say. */
  readonly says?: RegExp;
  readonly exit?: 0 | 1;
}

const auth401 = (more: Expected = {}): Expected => ({ fail: ['auth-accepted'], ...more });
const html = (says: RegExp): Expected => ({ fail: ['not-html'], says });
const unanswered = (says: RegExp): Expected => ({ fail: ['health'], says });
const limited = (says: RegExp, warn: readonly string[] = []): Expected => ({ open: ['health'], warn, says });
const sound: Expected = {};

/** The list is taken over by these faults before any key is looked at, so it is public as well. */
const publicList = (more: Expected): Expected => ({ ...more, warn: ['auth-models', ...(more.warn ?? [])] });

const EXPECTED: Record<FaultName, Expected> = {
  // Statuses and shapes of errors
  '401': auth401({ says: /refused, sent as bearer.*inferenceGatewayApiKey/s }),
  '401-text': auth401({ warn: ['error-envelope'] }),
  '401-openai': auth401({ warn: ['error-envelope'] }),
  '401-fastapi': auth401({ warn: ['error-envelope'] }),
  '401-azure': auth401({ warn: ['error-envelope'] }),
  '403': auth401({ says: /forbids/ }),
  '404-all': unanswered(/does not serve the model/),
  '429': limited(/HTTP 429.*after 2 s/s),
  '429-date': limited(/after Wed, 31 Dec 2036/),
  '429-none': limited(/HTTP 429.*later/s, ['rate-limit']),
  '429-day': limited(/after 86400 s/),
  '429-once': sound,
  '500': unanswered(/HTTP 500/),
  '529': limited(/overloaded/),
  '502': html(/nginx.*502.*nginx is up/s),
  '503': html(/503/),
  '504': html(/504/),
  'ansi-error': unanswered(/HTTP 400: "bad red link gnp\.exe end"/),
  'errors-text': { warn: ['auth-rejects-bad', 'error-envelope'] },
  'errors-openai': { warn: ['auth-rejects-bad', 'error-envelope'] },
  'errors-fastapi': { warn: ['auth-rejects-bad', 'error-envelope'] },
  'errors-azure': { warn: ['auth-rejects-bad', 'error-envelope'] },
  'errors-html': { warn: ['auth-rejects-bad', 'beta-forwarded', 'field-forwarded', 'error-envelope'] },
  'errors-500': {
    fail: ['beta-forwarded', 'field-forwarded'],
    warn: ['auth-rejects-bad', 'model-unknown'],
    exit: 0,
  },

  // Below and beside the protocol
  'hang-headers': unanswered(/sent no answer within 1\.5 s/),
  reset: unanswered(/cut the connection/),
  'reset-once': sound,
  'close-early': unanswered(/cut the connection/),
  'not-http': unanswered(/not HTTP/),
  'headers-huge': unanswered(/headers larger than/),
  'content-length-wrong': unanswered(/cut the connection/),
  'gzip-broken': unanswered(/cannot be unpacked/),
  'body-huge': unanswered(/larger than 1 MB/),
  empty: unanswered(/empty body/),
  'no-content': unanswered(/HTTP 204/),
  'html-200': html(/"Sign in".*sign-in/s),
  'html-403-waf': html(/403.*firewall/s),
  waf: { fail: ['waf-body'], says: /firewall inspects.*Exempt \/v1\/messages/s },
  'redirect-other': { fail: ['no-redirect'], says: /to http:\/\/localhost/ },
  'redirect-same': { fail: ['no-redirect'], says: /another path/ },
  'redirect-loop': { fail: ['no-redirect'] },
  'redirect-login': { fail: ['no-redirect'], says: /https:\/\/login\.example\.com.*sign-in page/s },
  'error-200': unanswered(/200 with an error body/),
  'query-refused': unanswered(/POST \/v1\/messages\?beta=true is no route.*with any query/s),
  'body-limit-1mb': { fail: ['body-size'], says: /1\.2 MB.*nginx.*client_max_body_size 32m/s },
  'open-auth': { fail: ['auth-rejects-bad'], warn: ['auth-models'], says: /made-up key/ },
  'bearer-only': sound,
  'api-key-only': auth401({ warn: ['auth-scheme'] }),
  'both-headers-refused': sound,
  'reflects-key': { fail: ['secret-echo'] },
  'no-request-id': sound,
  'count-tokens-404': { warn: ['count-tokens'] },
  'count-tokens-html': { fail: ['count-tokens'], exit: 0 },
  'count-tokens-hang': { fail: ['count-tokens'], exit: 0 },

  // Streams
  'hang-mid': { fail: ['stream-complete'], says: /cut after .* stopped in the middle/ },
  'slow-ping': sound,
  infinite: { fail: ['stream-complete'], says: /does not come to an end/ },
  'truncated-tcp': { fail: ['stream-complete'], says: /cut the connection/ },
  'truncated-clean': { fail: ['stream-complete'], says: /without message_stop and without an error/ },
  'half-event': { fail: ['stream-complete'] },
  'no-message-stop': { warn: ['stream-complete'] },
  'socket-open': sound,
  buffered: { fail: ['stream-incremental'], says: /one piece.*proxy_buffering off/s },
  'gzip-flushed': sound,
  'gzip-buffered': { fail: ['stream-incremental'] },
  'wrong-content-type': { warn: ['stream-basic'], says: /application\/json instead of text\/event-stream/ },
  crlf: sound,
  bom: sound,
  'multi-line-data': sound,
  'split-bytes': sound,
  'json-for-stream': { fail: ['stream-basic'], says: /one JSON body instead of a stream/ },
  'sse-for-nonstream': unanswered(/streams although no stream was asked for/),
  'data-only': { fail: ['stream-basic'], says: /Line 1: message_start has no event: line/ },
  'openai-sse': { fail: ['stream-basic'], says: /chat completion chunks/ },
  done: { warn: ['stream-basic'], says: /\[DONE\]/ },
  'duplicate-events': { warn: ['stream-basic'] },
  'late-events': { warn: ['stream-basic'], says: /follows message_stop/ },
  'out-of-order': { warn: ['stream-basic'] },
  'index-gap': { warn: ['stream-basic'] },
  interleaved: { warn: ['stream-basic'] },
  'bad-json-event': { fail: ['stream-basic'], says: /Line \d+: .*not a JSON object/ },
  'unknown-event': sound,
  'error-event': { fail: ['stream-basic'], says: /overloaded_error: "Overloaded"/ },
  'huge-event': { fail: ['stream-complete'], says: /larger than 8 MB/ },
  'no-message-start': { fail: ['stream-basic'] },
  'no-stop-reason': { warn: ['stream-complete', 'tool-stream'] },
  'cumulative-text': { fail: ['stream-basic'], says: /repeats the text before it/ },

  // What the model is said to have answered
  'usage-missing': { fail: ['usage-present'], warn: ['stream-basic'] },
  'usage-zero': { warn: ['health', 'usage-present'] },
  'model-substituted': { fail: ['model-echo'], says: /answered by gpt-4o/ },
  'unknown-model-answered': { fail: ['model-unknown'], says: /answered by claude-/ },
  'canned-one-token': {
    fail: ['auth-rejects-bad', 'message-basic'],
    warn: ['health', 'beta-forwarded', 'field-forwarded', 'error-envelope', 'model-unknown'],
  },
  'canned-reply': {
    fail: ['message-basic', 'tool-forced'],
    warn: ['health', 'tool-roundtrip'],
    says: /canned/,
  },
  'min-16-output-tokens': unanswered(/one token.*Configured model not available/),
  'limits-ignored': { warn: ['health', 'limits-honoured'] },
  'drops-fields': { warn: ['field-forwarded'] },
  'strips-betas': { warn: ['beta-forwarded'] },

  // Tools
  'tool-bad-json': { fail: ['tool-stream'], says: /does not join to JSON/ },
  'tool-string-input': { fail: ['tool-forced', 'tool-stream'] },
  'tool-input-in-start': { fail: ['tool-stream'], says: /content_block_start only/ },
  'tool-no-block-stop': { fail: ['tool-stream'], says: /never stops/ },
  'tool-as-text': { fail: ['tool-forced'], says: /as text instead of a tool_use block/ },
  'tool-wrong-stop': { warn: ['tool-forced', 'tool-stream'] },
  'tool-dup-ids': sound,
  'tool-call-ids': { warn: ['tool-forced', 'tool-stream'] },
  'odd-tool-ids': { warn: ['tool-forced', 'tool-stream'] },
  'tools-ignored': { fail: ['tool-forced'] },
  'tool-results-lost': { warn: ['tool-roundtrip'] },
  'tool-results-refused': { fail: ['tool-roundtrip'], says: /tool_result is not supported/ },

  // The model list
  'models-huge': { fail: ['models-hygiene'], says: /larger than 1 MB/ },
  'models-ansi': publicList({ fail: ['health', 'models-hygiene'], warn: ['models-claude'] }),
  'models-bad-rows': publicList({ fail: ['models-shape'], says: /Row 2 is not an object, which voids/ }),
  'models-has-more-loop': publicList({ warn: ['models-shape'] }),
  'models-paged': { warn: ['models-shape', 'models-claude'] },
  'models-deep': publicList({ fail: ['models-shape'] }),
  'models-hang': { fail: ['models-list'], says: /hangs/ },
  'models-redirect': { fail: ['no-redirect'], says: /\/v1\/models/ },
  'models-html': publicList({ fail: ['models-list'], says: /HTML/ }),
  'models-404': { fail: ['models-list'], says: /inferenceModels is empty/ },
  'models-401': { fail: ['models-list'], says: /refuses the credential/ },
  'models-501': { fail: ['models-list'] },
  'models-openai-shape': publicList({ warn: ['models-list'] }),
  'models-array': publicList({ fail: ['models-shape'] }),
  'models-wrong-key': publicList({ fail: ['models-shape'] }),
  'models-empty': publicList({ fail: ['models-claude'], says: /picker would be empty/ }),
  'models-no-claude': publicList({ fail: ['models-claude'] }),
  'models-no-haiku': publicList({ warn: ['models-claude'], says: /no Haiku/ }),
  'models-tiers': publicList({ warn: ['models-claude'], says: /anthropic_family_tier/ }),
  'models-unserved': publicList({ fail: ['model-routes'], says: /offered but not served/ }),
  'models-public': { warn: ['auth-models'] },
};

/** What only --deep shows. */
const DEEP: Partial<Record<FaultName, Expected>> = {
  'tool-dup-ids': { fail: ['tool-parallel'], says: /same id/ },
  'both-headers-refused': { warn: ['auth-both-headers'] },
  'limits-ignored': { warn: ['health', 'limits-honoured', 'error-passthrough'] },
};

/** Buffering shows only where a stream takes its time. */
const PACE_MS = 6;
/** How long silence is listened to where a fault is silent. */
const SILENCE = { firstByte: 1500, idle: 1500, total: 20_000 };

async function probeWith(
  faults: readonly FaultName[],
  deep = false,
): Promise<{ report: ProbeReport; key: string }> {
  const gateway = await startEmbeddedGateway({ faults, latencyMs: PACE_MS });
  try {
    const report = await probeAt({
      url: gateway.url,
      key: gateway.apiKey,
      // What follows the clock of a day has no place in a test.
      options: {
        deep,
        skip: ['cache-effective', 'stream-keepalive'],
        ...(faults.some((name) => name.includes('hang')) ? { timeouts: SILENCE } : {}),
      },
    });
    return { report, key: gateway.apiKey };
  } finally {
    await gateway.close();
  }
}

function check(report: ProbeReport, key: string, expected: Expected): void {
  const open = report.results.filter(({ inconclusive }) => inconclusive === true).map(({ id }) => id);
  const warned = report.results.filter((result) => result.status === 'warn' && result.inconclusive !== true);
  expect({
    fail: idsOf(report, 'fail').toSorted(),
    warn: warned.map(({ id }) => id).toSorted(),
    open,
  }).toEqual({
    fail: (expected.fail ?? []).toSorted(),
    warn: (expected.warn ?? []).toSorted(),
    open: expected.open ?? [],
  });
  const told = expected.fail?.[0] ?? expected.open?.[0] ?? expected.warn?.[0];
  const telling = [...(expected.fail ?? []), ...(expected.open ?? []), ...(expected.warn ?? [])];
  if (expected.says !== undefined) {
    const words = telling.map((id) => wordsOf({ results: report.results.filter((each) => each.id === id) }));
    expect(words.join('\n')).toMatch(expected.says);
  }
  const exit = expected.exit ?? ((expected.fail ?? expected.open) === undefined ? 0 : 1);
  expect(probeExitCode(report.results)).toBe(exit);
  for (const result of report.results) expectPrintable(result, key);
  // What fails or is left open says what to do about it.
  for (const { id, hint } of report.results.filter(({ status }) => status === 'fail' || status === 'warn')) {
    expect(hint, `hint of ${id} (${told ?? 'nothing'})`).toMatch(/\w{3}/);
  }
}

function expectPrintable({ detail, hint = '' }: CheckResult, key: string): void {
  const words = `${detail}${hint}`;
  // eslint-disable-next-line no-control-regex -- naming control characters is the purpose
  expect(words).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
  for (let at = 0; at + 8 <= key.length; at += 4) expect(words).not.toContain(key.slice(at, at + 8));
  expect(words.length).toBeLessThan(1200);
}

describe('a sound gateway', () => {
  test('passes every check, and the deep ones', { timeout: 30_000 }, async () => {
    const { report, key } = await probeWith([], true);
    check(report, key, {});
    expect(report.results.filter(({ blockedBy }) => blockedBy !== undefined)).toEqual([]);
    expect(idsOf(report, 'skip')).toEqual(['tls-chain', 'tls-expiry', 'mtls', 'rate-limit']);
  });

  test('costs what was estimated, or less', async () => {
    const { report } = await probeWith([]);
    expect(report.requests).toBeLessThanOrEqual(22);
    expect(report.tokens.input).toBeGreaterThan(500);
    expect(report.tokens.input + report.tokens.output).toBeLessThan(2300);
  });
});

// They wait far more than they work. Each holds up the streams of the others when it sends its megabytes, and on a
// busy machine long enough for one to look buffered: what is wrong stays wrong, what was chance is asked again.
describe.concurrent('faults', { timeout: 40_000, retry: 2 }, () => {
  const names = Object.keys(FAULTS) as FaultName[];

  test.for(names)('%s', async (name, { expect }) => {
    const begun = performance.now();
    const { report, key } = await probeWith([name]);
    check(report, key, EXPECTED[name]);
    expect(performance.now() - begun).toBeLessThan(25_000);
  });

  test.for(Object.entries(DEEP) as [FaultName, Expected][])('%s, with --deep', async ([name, expected]) => {
    const { report, key } = await probeWith([name], true);
    check(report, key, expected);
  });
});

describe('the table of checks', () => {
  test('has no name twice, and every need is there', () => {
    const ids = checks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { needs = [] } of checks) expect(ids).toEqual(expect.arrayContaining([...needs]));
  });

  test('lets nothing that runs early wait for what runs last', () => {
    const late = new Set(
      checks.filter(({ negative, when }) => negative === true || when === 'passive').map(({ id }) => id),
    );
    for (const { id, needs = [] } of checks.filter((check) => !late.has(check.id))) {
      expect(
        needs.filter((need) => late.has(need)),
        id,
      ).toEqual([]);
    }
  });
});
