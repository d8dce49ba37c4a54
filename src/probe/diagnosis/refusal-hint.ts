import type { GatewayAnswer } from '../../protocol/answer.ts';
import { readError } from './explain.ts';
import { REFUSALS } from './refusal-rows.ts';

/*
 * From the words of a refusal to its remedy. What a header is called comes before any word that may stand in its name.
 */

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
  if (/\btools?\b/i.test(message)) return undefined;
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
  /not (?:allowed|authori[sz]ed|permitted|entitled|enabled|subscribed)|(?:no|not have|n['\u2019]t have) (?:access|permission)|can only access|model_access|access denied[^]{0,80}model|permission[^]{0,80}model|model[^]{0,80}(?:not enabled|permission|restricted)/i;

/** What to do about a refusal of a turn; undefined when its words say nothing that is known. */
export function refusalHint(answer: GatewayAnswer, model: string): string | undefined {
  const { status } = answer;
  const message = readError(answer).message ?? '';
  const header = status >= 400 && status < 500 ? missingHeader(answer) : undefined;
  if (header !== undefined) return `Add ${header} to inferenceCustomHeaders.`;
  if (/tokens per min|\bTPM\b/i.test(message)) return rowFor(message);
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
    return (
      (NAMES_A_FIELD.test(message) ? rowFor(message) : undefined) ??
      'Look at the log of the gateway: it or the model behind it breaks on this request.'
    );
  if (status !== 400 && status !== 422 && status !== 403) return undefined;
  if (
    /user.?agent|claude.?(?:code|cli)|(?:from|by|for|another|other|unsupported|unknown)[\w ]{0,20} clients?\b|\bclients?\b[^]{0,20}not (?:allowed|supported)/i.test(
      message,
    )
  ) {
    return 'Have the gateway take requests whose User-Agent begins with claude-cli/: that is what the engine of the app calls itself.';
  }
  if (status === 403 && !/\btools?\b/i.test(message)) {
    return 'Exempt /v1/messages from content filters and body inspection: prompts hold tags, code and shell.';
  }
  return rowFor(message);
}

/** Gateways wrap the refusal of what stands behind them into a server error. */
const NAMES_A_FIELD =
  /beta flag|anthropic-beta|max_tokens|thinking|output_config|cache_control|metadata|anthropic_version|inference profile|input_schema|context (?:length|window)/i;

function rowFor(message: string): string | undefined {
  return REFUSALS.find(({ says }) => says.test(message))?.hint;
}
