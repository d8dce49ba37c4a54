import type { KeyName } from '../catalogue/index.ts';
import { parseUrl } from '../formats.ts';
import { ADDRESS_KEYS } from '../providers.ts';
import { finalText } from './reading.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Endpoints that people paste with the address: those of the Messages API, and those of other APIs. */
const ENDPOINT =
  /(?:\/v1)?\/(?:messages(?:\/count_tokens)?|models|chat\/completions|completions|responses|embeddings)\/*$|\/v1\/messages(?=\/)/;

/** Base addresses: Claude Desktop appends the endpoints itself. */
export const baseUrl: Rule = {
  id: 'base-url',
  source: 'Vendor pages "Gateway" and "Amazon Bedrock"; joins measured on the app\'s engine',
  when: ADDRESS_KEYS,
  check(context) {
    for (const key of ADDRESS_KEYS) {
      const url = urlOf(context, key);
      if (url !== undefined) checkEndpoint(key, url, context);
    }
    const gateway = urlOf(context, 'inferenceGatewayBaseUrl');
    if (gateway !== undefined) checkGateway(gateway, context);
    const bedrock = urlOf(context, 'inferenceBedrockBaseUrl');
    if (bedrock !== undefined) checkBedrock(bedrock, context);
  },
};

/** Read even when another fault of the value was told: the path is wrong or right by itself. */
function urlOf({ settings }: RuleContext, key: KeyName): URL | undefined {
  const text = settings.get(key);
  return typeof text === 'string' && finalText(text) !== undefined ? parseUrl(text) : undefined;
}

function checkEndpoint(what: KeyName, url: URL, { report }: RuleContext): void {
  const endpoint = ENDPOINT.exec(url.pathname)?.[0].replace(/\/+$/, '');
  if (endpoint !== undefined) report('url-messages-path', [what], { what, endpoint });
}

function checkGateway(url: URL, { report }: RuleContext): void {
  const what = 'inferenceGatewayBaseUrl';
  if (/\/v1\/*$/.test(url.pathname)) report('url-v1-path', [what], { what });
  if (url.search !== '' || url.hash !== '')
    report('bad-format', [what], {
      what,
      problem: 'holds a query or a fragment, which breaks the address once /v1/messages is appended',
      fix: 'Remove everything from the ? or # on.',
    });
}

function checkBedrock(url: URL, { provider, report }: RuleContext): void {
  const what = 'inferenceBedrockBaseUrl';
  if (provider === 'mantle' && !/(?:^|\/)anthropic(?:\/|$)/.test(url.pathname))
    report('bad-format', [what], {
      what,
      problem: 'lacks the path /anthropic, which the provider "mantle" needs',
      fix: `Write it as ${url.origin}/anthropic.`,
    });
  if (provider === 'bedrock' && (url.pathname !== '/' || url.search !== '' || url.hash !== ''))
    report('bad-format', [what], {
      what,
      problem: 'is more than an origin; with the provider "bedrock" it is scheme and host only',
      fix: `Write ${url.origin}.`,
    });
}
