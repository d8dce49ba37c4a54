import { parseUrl } from '../formats.ts';
import type { Rule } from './rule.ts';

/** The gateway's base URL: Claude Desktop appends `/v1/messages` and `/v1/models` itself. */
export const baseUrl: Rule = {
  id: 'base-url',
  source: 'Vendor page "Gateway"; joins measured on the app\'s engine',
  check({ config, report }) {
    const path = ['inferenceGatewayBaseUrl'];
    const text = config.inferenceGatewayBaseUrl;
    const url = text === undefined ? undefined : parseUrl(text);
    if (url === undefined) return;
    if (/\/v1\/messages\b/.test(url.pathname)) report('url-messages-path', path, { what: path[0] ?? '' });
    else if (/\/v1\/*$/.test(url.pathname)) report('url-v1-path', path, { what: path[0] ?? '' });
    if (url.search !== '' || url.hash !== '')
      report('bad-format', path, {
        what: 'inferenceGatewayBaseUrl',
        problem: 'holds a query or a fragment, which breaks the address once /v1/messages is appended',
        fix: 'Remove everything from the ? or # on.',
      });
  },
};
