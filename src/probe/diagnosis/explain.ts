import type { Outcome } from '../../errors.ts';
import { fail, unproven, type CheckContext, type RunAnswer } from '../check.ts';
import type { Failure } from '../../net/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';
import { isObject } from '../../text/json.ts';

/*
 * From an answer that is not what was asked for to words an admin can use. Text of the gateway goes through
 * `context.quote` and nowhere else. Sources for the error shapes: platform.claude.com "Errors"; the others were
 * recorded from gateways in the field.
 */

type ErrorShape = 'anthropic' | 'openai' | 'fastapi' | 'azure' | 'other-json' | 'html' | 'text' | 'empty';

interface ErrorView {
  readonly shape: ErrorShape;
  readonly type?: string;
  readonly message?: string;
  readonly hasRequestId: boolean;
}

/** Where gateways with a shape of their own put what is wrong. */
const OTHER_WORDS = [
  'message',
  'error',
  'title',
  'errors',
  'error_msg',
  'errorMessage',
  'error_message',
  'errmsg',
  'msg',
  'reason',
];

/** What kind of error body this is, and what it says. The texts are raw: quote before use. */
export function readError(answer: Pick<GatewayAnswer, 'headers' | 'text' | 'json'>): ErrorView {
  const { json } = answer;
  // Google wraps an error into a list.
  if (Array.isArray(json) && isObject(json[0])) return readError({ ...answer, json: json[0] });
  const header = answer.headers['request-id'] !== undefined;
  if (isObject(json)) {
    const error = json.error;
    const hasRequestId = header || typeof json.request_id === 'string';
    if (isObject(error) && typeof error.message === 'string') {
      const type = typeof error.type === 'string' ? { type: error.type } : {};
      if (json.type === 'error' && typeof error.type === 'string') {
        return { shape: 'anthropic', ...type, message: error.message, hasRequestId };
      }
      return { shape: 'openai', ...type, message: error.message, hasRequestId };
    }
    if (json.detail !== undefined) {
      const message =
        typeof json.detail === 'string' ? json.detail : JSON.stringify(json.detail).slice(0, 1000);
      return { shape: 'fastapi', message, hasRequestId };
    }
    if (typeof json.statusCode === 'number' && typeof json.message === 'string') {
      return { shape: 'azure', message: json.message, hasRequestId };
    }
    const values = OTHER_WORDS.map((name) => json[name]);
    const said = values.find((value) => typeof value === 'string');
    // RFC 6750 has a word for the kind of error and another member for what is wrong.
    const more = typeof json.error_description === 'string' ? `: ${json.error_description}` : '';
    const inner = values.find((value) => isObject(value) || Array.isArray(value));
    const message =
      typeof said === 'string'
        ? `${said}${more}`
        : inner === undefined
          ? undefined
          : JSON.stringify(inner).slice(0, 1000);
    return { shape: 'other-json', ...(message === undefined ? {} : { message }), hasRequestId };
  }
  if (isHtml(answer)) {
    const title = /<title[^>]*>([^<]{1,200})/i.exec(answer.text.slice(0, 10_000))?.[1];
    return { shape: 'html', ...(title === undefined ? {} : { message: title }), hasRequestId: header };
  }
  const text = answer.text.trim();
  if (text === '') return { shape: 'empty', hasRequestId: header };
  return { shape: 'text', message: text.slice(0, 1000), hasRequestId: header };
}

/** Whether a page came in place of an answer of the API. */
export function isHtml(answer: Pick<GatewayAnswer, 'headers' | 'text' | 'json'>): boolean {
  if (answer.json !== undefined) return false;
  return (
    (answer.headers['content-type'] ?? '').toLowerCase().includes('text/html') ||
    /^\uFEFF?\s*</.test(answer.text)
  );
}

/** Whether the media type of an answer is `type`, parameters apart. */
export function hasMediaType(answer: Pick<GatewayAnswer, 'headers'>, type: string): boolean {
  return (answer.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() === type;
}

const FRONTS: readonly (readonly [RegExp, string])[] = [
  [/openresty/i, 'OpenResty (nginx)'],
  [/nginx/i, 'nginx'],
  [/cloudflare/i, 'Cloudflare'],
  [/awselb|amazons3|cloudfront/i, 'an AWS load balancer or CDN'],
  [/envoy/i, 'Envoy'],
  [/akamai/i, 'Akamai'],
  [/microsoft-azure-application-gateway/i, 'Azure Application Gateway'],
  [/microsoft-iis|microsoft-httpapi/i, 'IIS'],
  [/apache/i, 'Apache'],
  [/caddy/i, 'Caddy'],
  [/traefik/i, 'Traefik'],
  [/varnish/i, 'Varnish'],
  [/haproxy/i, 'HAProxy'],
  [/big-?ip|\bf5\b/i, 'F5 BIG-IP'],
];

/** The proxy in front that an answer gives away, in its `server` or `via` header or its own error page. */
export function frontOf(answer: Pick<GatewayAnswer, 'headers' | 'text'>): string | undefined {
  const page = /<center>\s*([a-z]+)(?:\/[\d.]+)?\s*<\/center>\s*<\/body>/i.exec(
    answer.text.slice(0, 4000),
  )?.[1];
  const told = [answer.headers.server, answer.headers.via, page, answer.headers['cf-ray'] && 'cloudflare']
    .filter((text) => typeof text === 'string')
    .join(' ');
  return FRONTS.find(([pattern]) => pattern.test(told))?.[1];
}

/** `HTTP 400: "…"`, with who answered when that is known to be a proxy. */
export function sayAnswer(context: CheckContext, answer: GatewayAnswer): string {
  const error = readError(answer);
  const said = error.message === undefined ? '' : `: "${context.quote(error.message)}"`;
  const front = frontOf(answer);
  const by = error.shape === 'html' && front !== undefined ? ` from ${front}` : '';
  const what =
    error.shape === 'html'
      ? ` with an HTML page${by}`
      : error.shape === 'empty'
        ? ' with an empty body'
        : error.shape === 'text'
          ? ' in plain text'
          : '';
  return `HTTP ${answer.status}${what}${said}`;
}

/** A failure as a clause without a full stop. */
export function sayFailure(context: CheckContext, failure: Failure): string {
  return context.quote(failure.message).replace(/[.\s]+$/, '');
}

/** What came instead, whatever it was. */
export function sayOutcome(context: CheckContext, outcome: Outcome<GatewayAnswer, Failure>): string {
  return outcome.ok ? sayAnswer(context, outcome.value) : sayFailure(context, outcome.failure);
}

/** Why an answer says nothing about the gateway's ability: it was asked too often, or what it may spend is spent. */
type Limit = 'rate' | 'quota' | 'overload';

const QUOTA_WORDS =
  /quota|rate.?limit|too many requests|limit (?:is |was )?(?:reached|exceeded)|exceeded.{0,40}limit|spend(?:ing)? (?:cap|limit)|budget|out of credits?|try again in \d/i;

/** Cool-down of a router after its upstream failed, which is told as 429 and is no limit. */
export function isCooldown(answer: Pick<GatewayAnswer, 'status' | 'text'>): boolean {
  return answer.status === 429 && /cool-?down|No deployments available/i.test(answer.text.slice(0, 4000));
}

/** A limit on requests in a short time, told with 429, or with 403 and these words: what is asked more slowly passes. */
export function isPaced(answer: Pick<GatewayAnswer, 'status' | 'headers' | 'text' | 'json'>): boolean {
  if (answer.status !== 403) return answer.status === 429;
  const message = readError(answer).message ?? '';
  return /rate.?limit|too many requests/i.test(message) && !/quota|budget|spend/i.test(message);
}

/**
 * A limit by status, or by the words of gateways that tell it with 403 or 503; nginx says 503 for its own. Money that is
 * spent (402) is none: no time brings it back.
 */
export function limitOf(
  answer: Pick<GatewayAnswer, 'status' | 'headers' | 'text' | 'json'>,
): Limit | undefined {
  const { status } = answer;
  if (status === 429) return isCooldown(answer) ? undefined : 'rate';
  if (status === 529) return 'overload';
  if (status !== 403 && status !== 503) return undefined;
  const message = readError(answer).message ?? '';
  if (QUOTA_WORDS.test(message)) return 'quota';
  // retry-after alone comes with maintenance as well.
  const limited = answer.headers['x-ratelimit-remaining'] === '0';
  const nginx = isHtml(answer) && /nginx|openresty/i.test(frontOf(answer) ?? '');
  return status === 503 && (limited || nginx) ? 'rate' : undefined;
}

/** A limit or an overload says nothing about the gateway's ability: not tested. */
export function notTested(context: CheckContext, answer: GatewayAnswer): RunAnswer | undefined {
  const limit = limitOf(answer);
  if (limit === undefined) return undefined;
  const { status } = answer;
  const message = readError(answer).message;
  const said = message === undefined ? '' : ` ("${context.quote(message, 160)}")`;
  const retry = answer.headers['retry-after'];
  const when =
    retry === undefined ? 'later' : `after ${context.quote(retry, 40)}${/^\d+$/.test(retry) ? ' s' : ''}`;
  switch (limit) {
    case 'rate':
      return unproven(
        `Not tested: the gateway limits requests now (HTTP ${status})${said}.`,
        status === 503
          ? `Run the probe again ${when}. nginx answers 503 for its own limit_req and limit_conn: raise the limit for /v1/messages if users meet it too.`
          : `Run the probe again ${when}, or with a credential that has quota.`,
      );
    case 'quota':
      return unproven(
        `Not tested: a quota is spent (HTTP ${status})${said}.`,
        'Refill or raise the quota of this key, then run the probe again. Have the gateway answer 429 with retry-after: the app takes 403 for a failed sign-in.',
      );
    case 'overload':
      return unproven(
        `Not tested: the model is overloaded (HTTP ${status})${said}.`,
        `Run the probe again ${when}.`,
      );
    default:
      return limit satisfies never;
  }
}

/**
 * A limit or an overload that stays, however slowly it is asked: turns fail as long as it does, as the engine's do. A
 * quota that is told with 403 or 503 is not tested: it is the key's, and is refilled.
 */
export function limitFailure(context: CheckContext, answer: GatewayAnswer): RunAnswer | undefined {
  const limit = limitOf(answer);
  const open = notTested(context, answer);
  if (limit === undefined || limit === 'quota' || open === undefined) return open;
  return { ...fail(`${saidOf(limit)} (${sayAnswer(context, answer)}).`, open.hint) };
}

function saidOf(limit: 'rate' | 'overload'): string {
  return limit === 'rate'
    ? 'The gateway refuses requests for a limit, however slowly it is asked'
    : 'The model stays overloaded, however often it is asked';
}

/** Whether a refusal says that the gateway has no such model, in the several words of gateways. */
export function isNotServed(answer: Pick<GatewayAnswer, 'status' | 'headers' | 'text' | 'json'>): boolean {
  const message = readError(answer).message ?? '';
  if (answer.status === 404) return readError(answer).shape !== 'html';
  return (
    (answer.status === 400 || answer.status === 403) &&
    !/\bcach(?:e|ing)\b/i.test(message) &&
    /model.{0,80}(?:not found|does not exist|unknown|not available|not configured|not supported$|no access)|(?:unknown|invalid|no such|unsupported) model|model: /i.test(
      message,
    )
  );
}

/** Whether a status blames the server. */
export function isServerError(status: number): boolean {
  return status >= 500 && status !== 529;
}
