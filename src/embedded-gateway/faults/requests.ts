import { envelope, type ErrorStatus } from '../errors.ts';
import { respond, type Exchange } from '../server/exchange.ts';
import type { Fault } from './fault.ts';

/*
 * Gateways that refuse something of a request: a field, a beta, a keyword of a tool's schema, a size. The real upstream
 * takes all of it from the app's engine, so each of these is one fault of the gateway or of what it translates to.
 */

/** A request as it was read. */
export type Body = Readonly<Record<string, unknown>>;

interface Refusal {
  readonly status?: ErrorStatus;
  /** The body as the gateway words it; by default the API's envelope with the message. */
  readonly body?: (message: string, exchange: Exchange) => unknown;
}

/** Refuses messages for which `why` has a reason. */
export function refusing(
  about: string,
  why: (body: Body, exchange: Exchange) => string | undefined,
  { status = 400, body }: Refusal = {},
): Fault {
  return {
    about,
    answer(exchange) {
      const message = why((exchange.json ?? {}) as Body, exchange);
      if (message === undefined) return false;
      const text = body?.(message, exchange) ?? envelope(status, message, exchange.requestId);
      respond(exchange, status, text);
      return true;
    },
  };
}

const EXTRA = 'Extra inputs are not permitted';

function field(name: string): (body: Body) => string | undefined {
  return (body) => (name in body ? `${name}: ${EXTRA}` : undefined);
}

function betas({ request }: Exchange): readonly string[] {
  return String(request.headers['anthropic-beta'] ?? '')
    .split(',')
    .map((value) => value.trim());
}

function beta(name: string, message: string): (body: Body, exchange: Exchange) => string | undefined {
  return (_body, exchange) => (betas(exchange).includes(name) ? message : undefined);
}

/** A list, or none. */
export function list(value: unknown): readonly Body[] {
  return Array.isArray(value) ? (value as readonly Body[]) : [];
}

/** Whether a model is of a tier. */
export function isModel(body: unknown, tier: string): boolean {
  const model = (body as Body | undefined)?.model;
  return typeof model === 'string' && model.includes(tier);
}

/** The first of these keywords in the schemas of the tools. */
function keyword(body: Body, names: readonly string[]): string | undefined {
  const find = (value: unknown): string | undefined => {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value)) return value.map(find).find((found) => found !== undefined);
    for (const [name, inner] of Object.entries(value)) {
      const found = names.includes(name) ? name : find(inner);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return find(list(body.tools).map((tool) => tool.input_schema));
}

function schema(...names: readonly string[]): (body: Body) => string | undefined {
  return (body) => {
    const found = keyword(body, names);
    return found === undefined
      ? undefined
      : `Invalid JSON payload received. Unknown name "${found}" at 'tools[0].function_declarations[0].parameters': Cannot find field.`;
  };
}

/** Another vendor's envelope. */
const google = {
  body: (message: string) => ({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }),
} satisfies Refusal;

function tokens(body: Body): number {
  return Math.ceil(JSON.stringify(body).replace(/\s+/g, ' ').length / 4);
}

function window(size: number): (body: Body) => string | undefined {
  return (body) => {
    const input = tokens(body);
    const output = typeof body.max_tokens === 'number' ? body.max_tokens : 0;
    return input + output > size
      ? `'max_tokens' or 'max_completion_tokens' is too large: ${String(output)}. This model's maximum context length is ${String(size)} tokens and your request has ${String(input)} input tokens.`
      : undefined;
  };
}

function outputLimit(most: number): (body: Body) => string | undefined {
  return ({ max_tokens: asked }) =>
    typeof asked === 'number' && asked > most
      ? `max_tokens: ${String(asked)} > ${String(most)}, which is the maximum allowed number of output tokens`
      : undefined;
}

function bytes(most: number): (body: Body, exchange: Exchange) => string | undefined {
  return (_body, { body }) => (body.length > most ? 'Request exceeds the maximum size' : undefined);
}

function only(tier: string, why: (body: Body, exchange: Exchange) => string | undefined): typeof why {
  return (body, exchange) => (isModel(body, tier) ? why(body, exchange) : undefined);
}

const NO_BUDGET =
  '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.';

/** What a gateway may refuse of a turn of the engine. */
export const REQUEST_FAULTS = {
  'thinking-refused': refusing('refuses thinking', field('thinking')),
  'thinking-adaptive-refused': refusing('refuses adaptive thinking', (body) =>
    (body.thinking as Body | undefined)?.type === 'adaptive'
      ? "thinking.type: Input should be 'enabled' or 'disabled'"
      : undefined,
  ),
  'thinking-budget-refused': refusing('refuses thinking with a budget', (body) =>
    (body.thinking as Body | undefined)?.type === 'enabled'
      ? 'thinking.budget_tokens: thinking is not available'
      : undefined,
  ),
  'thinking-rewritten-opus': refusing(
    'rewrites adaptive thinking, which Opus refuses',
    only('opus', (body) => ('thinking' in body ? NO_BUDGET : undefined)),
  ),
  'output-config-refused': refusing('refuses output_config', field('output_config')),
  'metadata-refused': refusing('refuses metadata', field('metadata')),
  'user-id-too-long': refusing('refuses a long metadata.user_id', (body) => {
    const id = (body.metadata as Body | undefined)?.user_id;
    return typeof id === 'string' && id.length > 64
      ? "Invalid 'user': string too long. Expected a string with maximum length 64."
      : undefined;
  }),
  'beta-effort-invalid': refusing(
    'calls the effort beta invalid',
    beta('effort-2025-11-24', 'invalid beta flag'),
  ),
  'beta-claude-code-invalid': refusing(
    'calls the claude-code beta invalid',
    beta('claude-code-20250219', 'invalid beta flag'),
  ),
  'beta-thinking-invalid': refusing(
    'calls the interleaved-thinking beta invalid',
    beta('interleaved-thinking-2025-05-14', 'invalid beta flag'),
  ),
  'adaptive-unsupported': refusing(
    "has no adaptive thinking, and says so in the API's words",
    ({ thinking }) =>
      (thinking as Body | undefined)?.type === 'adaptive'
        ? 'thinking.type: adaptive is not supported on this model'
        : undefined,
  ),
  'effort-unsupported': refusing("has no effort, and says so in the API's words", (body) =>
    'output_config' in body ? 'This model does not support the effort parameter.' : undefined,
  ),
  'beta-effort-unexpected': refusing(
    'refuses the effort beta in words after which the engine leaves betas out',
    beta(
      'effort-2025-11-24',
      'Unexpected value(s) `effort-2025-11-24` for the `anthropic-beta` header. Please consult our documentation.',
    ),
  ),
  'beta-1m-invalid': refusing(
    'calls the 1M beta invalid',
    beta('context-1m-2025-08-07', 'invalid beta flag'),
  ),
  'system-role-refused': refusing('refuses messages of role system', (body) => {
    const at = list(body.messages).findIndex(({ role }) => role === 'system');
    return at < 0
      ? undefined
      : `messages[${String(at)}].role must be either 'user' or 'assistant', but got 'system'`;
  }),
  'system-role-unexpected': refusing(
    'refuses role system in words after which the engine leaves it out',
    (body) =>
      list(body.messages).some(({ role }) => role === 'system')
        ? 'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.'
        : undefined,
  ),
  'system-blocks-refused': refusing('refuses a system prompt of blocks', ({ system }) =>
    Array.isArray(system) ? 'system: Input should be a valid string' : undefined,
  ),
  'content-blocks-refused': refusing('refuses several content blocks in a message', ({ messages }) =>
    list(messages).some(({ content }) => Array.isArray(content) && content.length > 1)
      ? 'messages.0.content: multiple content blocks are not supported'
      : undefined,
  ),
  'cache-control-refused': refusing('refuses cache_control', (_body, { body }) =>
    body.includes('"cache_control"') ? `system.1.cache_control: ${EXTRA}` : undefined,
  ),
  'schema-draft-refused': refusing('refuses $schema in tools', schema('$schema'), google),
  'schema-keywords-refused': refusing(
    'refuses keywords of JSON Schema that Gemini does not know',
    schema('exclusiveMinimum', 'propertyNames', 'const', '$schema'),
    google,
  ),
  'schema-any-of-refused': refusing('refuses anyOf in tools', schema('anyOf'), google),
  'schema-all-of-refused': refusing('refuses allOf in tools', schema('allOf'), google),
  'schema-additional-refused': refusing(
    'refuses additionalProperties in tools',
    schema('additionalProperties'),
    google,
  ),
  'schema-default-refused': refusing('refuses default in tools', schema('default'), google),
  'schema-pattern-refused': refusing('refuses pattern in tools', schema('pattern'), google),
  'tools-refused': refusing('refuses tools', (body) =>
    'tools' in body ? 'This model does not support tool use.' : undefined,
  ),
  'tools-over-20-refused': refusing('refuses more than 20 tools', ({ tools }) =>
    list(tools).length > 20 ? 'tools: at most 20 tools are allowed' : undefined,
  ),
  'tool-description-refused': refusing('refuses a tool description over 1,024 characters', ({ tools }) => {
    const at = list(tools).findIndex(
      ({ description }) => typeof description === 'string' && description.length > 1024,
    );
    return at < 0
      ? undefined
      : `Invalid 'tools[${String(at)}].function.description': string too long. Expected a string with maximum length 1024.`;
  }),
  'tool-choice-refused': refusing('refuses a forced tool_choice', (body) =>
    ['tool', 'any'].includes(String((body.tool_choice as Body | undefined)?.type))
      ? 'tool_choice: only "auto" is supported'
      : undefined,
  ),
  'max-tokens-4096': refusing('refuses more than 4,096 output tokens', outputLimit(4096)),
  'max-tokens-32000': refusing('refuses more than 32,000 output tokens', outputLimit(32_000)),
  'context-32k': refusing('has a window of 32,768 tokens', window(32_768)),
  'context-64k': refusing('has a window of 65,536 tokens', window(65_536)),
  'prompt-16k': refusing('refuses prompts of more than 16,000 tokens', (body) =>
    tokens(body) > 16_000 ? `prompt is too long: ${String(tokens(body))} tokens > 16000 maximum` : undefined,
  ),
  'body-limit-100kb': refusing('refuses bodies over 100 KB', bytes(100_000), { status: 413 }),
  'body-limit-512kb': refusing('refuses bodies over 512 KB', bytes(512_000), { status: 413 }),
  'reminders-refused': refusing(
    'a filter refuses tags such as <system-reminder>',
    (_body, { body }) =>
      body.includes('<system-reminder>') ? 'Request blocked by content filter' : undefined,
    { status: 403 },
  ),
  'stream-refused': refusing('refuses streams', ({ stream }) =>
    stream === true ? 'stream: streaming is not supported' : undefined,
  ),
  'stream-500': refusing(
    'fails on streams',
    ({ stream }) => (stream === true ? 'Internal server error' : undefined),
    { status: 500 },
  ),
  'stream-404': refusing(
    'has no route for streams, after which the engine asks without',
    ({ stream }) => (stream === true ? 'Not found' : undefined),
    { status: 404 },
  ),
  'whole-refused': refusing('takes streams only', (body) =>
    body.stream === true || !('max_tokens' in body) ? undefined : 'stream must be set to true',
  ),
  'whole-500': refusing(
    'fails on requests without a stream',
    ({ stream }) => (stream === true ? undefined : 'Internal server error'),
    { status: 500 },
  ),
  'opus-500': refusing(
    'fails on Opus',
    only('opus', () => 'Internal server error'),
    { status: 500 },
  ),
  'opus-tools-refused': refusing(
    'refuses tools on Opus',
    only('opus', (body) => ('tools' in body ? 'This model does not support tool use.' : undefined)),
  ),
  'opus-refused': refusing(
    'does not serve Opus',
    only('opus', () => 'model: not found'),
    { status: 404 },
  ),
  'header-required': refusing('wants a header of its own', (_body, { request }) =>
    request.headers['anthropic-workspace-id'] === undefined
      ? "Missing 'anthropic-workspace-id' header."
      : undefined,
  ),
} satisfies Record<string, Fault>;
