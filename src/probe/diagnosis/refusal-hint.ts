import type { GatewayAnswer } from '../../protocol/answer.ts';
import { readError } from './explain.ts';

/*
 * From the words of a refusal to its remedy. First match wins; what a header is called comes before any word that may
 * stand in its name.
 */

interface Row {
  readonly says: RegExp;
  readonly hint: (found: string) => string;
}

const TRANSLATE = 'or translate it for the model behind (Bedrock, Vertex, OpenAI)';

const ROWS: readonly Row[] = [
  {
    says: /query (?:parameter|string)|\bquery\b[^]{0,40}\bbeta\b/i,
    hint: () =>
      'Have the gateway take POST /v1/messages?beta=true: the app puts this query behind the path of every request.',
  },
  {
    says: /anthropic-beta|beta flag|\bbetas?\b/i,
    hint: () =>
      'Have the gateway forward the anthropic-beta header, or drop single values that the model behind does not know: the engine sends claude-code-20250219, interleaved-thinking-2025-05-14 and effort-2025-11-24 on every turn.',
  },
  {
    says: /context (?:length|window)|prompt is too long|too many (?:input )?tokens|input is too long/i,
    hint: () =>
      'Serve a model with a context window of 200,000 tokens (vLLM: --max-model-len): a first turn is about 35,000 tokens, and max_tokens is 32,000 or 64,000 beside it.',
  },
  {
    says: /budget_tokens[^]{0,80}(?:less than|below|smaller|lower|must be <)[^]{0,20}max_tokens|max_tokens[^]{0,40}(?:greater|more|larger) than[^]{0,40}budget/i,
    hint: () =>
      'Have the gateway leave max_tokens as it comes, or lower thinking.budget_tokens with it: the engine asks for 32,000 tokens and a budget of 31,999.',
  },
  {
    says: /budget_tokens/i,
    hint: () =>
      'Allow a thinking budget of 31,999 tokens: the engine asks for it of Haiku, and of other models up to 4.5.',
  },
  {
    says: /\btemperature\b|\btop_[pk]\b/i,
    hint: () =>
      'Have the gateway add no temperature, top_p or top_k of its own: the engine sends none, because thinking takes none.',
  },
  {
    says: /max_?(?:completion_|output_)?tokens|output tokens/i,
    hint: () =>
      'Raise the output limit of this model to 64,000 tokens, or have the gateway lower max_tokens instead of refusing it: the engine asks for 32,000 or 64,000.',
  },
  {
    says: /\badaptive\b|thinking[^]{0,40}input should be/i,
    hint: () =>
      'Serve a model that takes thinking of type adaptive under this name, or have the gateway translate it: the engine sends it to Sonnet and Opus from 4.6 on.',
  },
  {
    says: /thinking/i,
    hint: () =>
      'Have the gateway pass thinking on as it comes (adaptive for the 4.6 models and later, enabled with budget_tokens for older ones): the engine sends it on every turn.',
  },
  {
    says: /effort\b[^]{0,80}(?:input should be|must be one of|invalid value|not a valid)/i,
    hint: () =>
      'Have the gateway take every effort that the engine sends, xhigh for Opus 4.7 among them, or lower it to what the model behind takes.',
  },
  {
    says: /output_config|effort/i,
    hint: () => `Have the gateway forward output_config together with anthropic-beta, ${TRANSLATE}.`,
  },
  {
    says: /cache_control/i,
    hint: () =>
      `Have the gateway forward cache_control, ${TRANSLATE}: it stands on system, messages and tools.`,
  },
  {
    says: /metadata|user_id|invalid '?user\b/i,
    hint: () => `Have the gateway forward metadata.user_id, or drop it: it is about 170 characters long.`,
  },
  {
    says: /role.{0,80}system|system.{0,80}role|\bsystem messages?\b|(?:last|final) message.{0,40}\buser\b|alternat/is,
    hint: () =>
      'Have the gateway pass messages of role system inside messages on, or move them into the system prompt: the engine sends them to the newest models.',
  },
  {
    says: /schema|\$schema|additionalProperties|propertyNames|exclusiveMinimum|anyOf|allOf|function_declarations|parameters/i,
    hint: () =>
      'Have the gateway remove the JSON Schema keywords that the model behind does not know from tools, instead of refusing the request.',
  },
  {
    says: /description/i,
    hint: () => 'Allow tool descriptions of any length: some of the engine are 20,000 characters long.',
  },
  {
    says: /\btools?\b|function call/i,
    hint: () =>
      'Serve a model that takes tools, and as many as the engine offers (27): without them no turn works.',
  },
  {
    says: /\bsystem\b/i,
    hint: () => 'Have the gateway take the system prompt as an array of text blocks.',
  },
  {
    says: /tool_use|tool_result|input should be 'text'/i,
    hint: () =>
      'Have the gateway take tool_use and tool_result blocks in messages: after every call of a tool the engine sends both back.',
  },
  {
    says: /content block|messages\.\d+\.content/i,
    hint: () => 'Have the gateway take messages whose content is an array of several blocks.',
  },
  {
    says: /stream/i,
    hint: () => 'Have the gateway serve "stream": true on /v1/messages: the app always streams.',
  },
];

/** What the app sends by itself; the credential belongs into no other header than its own. */
const SENT = /^(?:anthropic-beta|anthropic-version|content-type|authorization|x-api-key)$/i;

/** A header that a refusal asks for, in the spelling of the refusal; any name of RFC 9110, with or without quotes. */
export function missingHeader(answer: Pick<GatewayAnswer, 'headers' | 'text' | 'json'>): string | undefined {
  const message = readError(answer).message ?? '';
  if (!/header/i.test(message)) return undefined;
  const name = '[A-Za-z][A-Za-z0-9!#$%&*+.^_`|~]*(?:-[A-Za-z0-9!#$%&*+.^_`|~]+)+';
  const patterns = [
    new RegExp(`\\beither[^.]{0,40}?['"\`]?(${name})`, 'i'),
    new RegExp(`header[s]?[:\\s]+(?:is |named |called )?['"\`]?(${name})`, 'i'),
    new RegExp(`['"\`](${name})['"\`][^.]{0,40}header`, 'i'),
    new RegExp(`(${name})['"\`]? (?:request )?header`, 'i'),
    new RegExp(`(?:missing|required?|without|needs?|provide|set|either)[^.]{0,80}?['"\`]?(${name})`, 'i'),
  ];
  // A value of anthropic-beta that is refused stands in quotes as well.
  if (/anthropic-beta\W{0,3} header/i.test(message)) return undefined;
  const found = patterns.map((pattern) => pattern.exec(message)?.[1]).find((text) => text !== undefined);
  return found !== undefined && SENT.test(found) ? undefined : found;
}

/**
 * What to do about a refusal of who asks: from where, as what, and for which model. Undefined when its words say none
 * of it.
 */
export function rightsHint(message: string, model: string): string | undefined {
  if (/\bIP\b|\bnetwork\b|source address|allow.?list/i.test(message))
    return 'Let the addresses that the devices of users come from pass: the gateway goes by where a request comes from.';
  if (/\bCORS\b|\borigin\b|browser/i.test(message))
    return 'Have the gateway take the header anthropic-dangerous-direct-browser-access: the engine sends it on every turn, and is no browser.';
  return MAY_NOT.test(message)
    ? `Allow this credential to use ${model}, or take it out of inferenceModels.`
    : undefined;
}

/** Words for a model that a credential may not use. */
const MAY_NOT =
  /not (?:allowed|authori[sz]ed|permitted|entitled|enabled|subscribed)|(?:no|not have) (?:access|permission)|can only access|model_access|access denied[^]{0,80}model|permission[^]{0,80}model|model[^]{0,80}(?:not enabled|permission|restricted)/i;

/** What to do about a refusal of a turn; undefined when its words say nothing that is known. */
export function refusalHint(answer: GatewayAnswer, model: string): string | undefined {
  const { status } = answer;
  const message = readError(answer).message ?? '';
  const header = status >= 400 && status < 500 ? missingHeader(answer) : undefined;
  if (header !== undefined) return `Add ${header} to inferenceCustomHeaders.`;
  if (
    status === 413 ||
    /(?:request|body|entity|payload)[^.]{0,40}(?:too large|exceeds|size limit)|maximum (?:body |request )?size/i.test(
      message,
    )
  ) {
    return 'Allow request bodies of 32 MB on /v1/messages: a first turn alone is up to 142 KB.';
  }
  if (status === 408)
    return 'Raise the time limits of the gateway and of what stands in front of it: an answer may take minutes.';
  if (status === 402) return 'Top up the account behind the gateway, or give this key a budget.';
  const rights = status === 401 || status === 403 ? rightsHint(message, model) : undefined;
  if (rights !== undefined) return rights;
  if (status === 401) {
    return 'Have the gateway take this credential on every request, also with Authorization and x-api-key together.';
  }
  if (status === 404) {
    return `Add a route for ${model} to the gateway, or take it out of inferenceModels.`;
  }
  if (status === 406) {
    return 'Have what stands in front take the headers that the engine sends: Accept: application/json and Accept-Encoding: gzip, deflate, br, zstd.';
  }
  if (status === 415)
    return 'Have the gateway take Content-Type: application/json, with no charset behind it: that is what the app sends.';
  if (status >= 500)
    return 'Look at the log of the gateway: it or the model behind it breaks on this request.';
  if (status !== 400 && status !== 422 && status !== 403) return undefined;
  if (/user.?agent|claude.?(?:code|cli)|\bclient\b/i.test(message)) {
    return 'Have the gateway take requests whose User-Agent begins with claude-cli/: that is what the engine of the app calls itself.';
  }
  if (status === 403) {
    return 'Exempt /v1/messages from content filters and body inspection: prompts hold tags, code and shell.';
  }
  return ROWS.find(({ says }) => says.test(message))?.hint(message);
}
