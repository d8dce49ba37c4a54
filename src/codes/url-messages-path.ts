import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; endpoint: string }> = {
  severity: 'error',
  title: 'The address contains the endpoint',
  message: ({ what, endpoint }) =>
    /messages|models/.test(endpoint)
      ? `${what} contains ${endpoint}; Claude Desktop appends that itself`
      : `${what} contains ${endpoint}, an endpoint of another API; Claude Desktop appends /v1/messages to the address`,
  hint: ({ endpoint }) =>
    /messages|models/.test(endpoint)
      ? `Cut ${endpoint} off the address.`
      : `Give the address below which the gateway serves the Messages API; it is not the one that ends in ${endpoint}.`,
  edit: ({ args: { endpoint }, path, at }) => {
    const value = at(path);
    const start =
      typeof value === 'string' && /messages|models/.test(endpoint) ? value.indexOf(endpoint) : -1;
    const rest = typeof value === 'string' ? value.slice(start + endpoint.length) : '';
    return typeof value !== 'string' || start === -1 || !/^\/*$/.test(rest)
      ? undefined
      : [{ path, value: value.slice(0, start).replace(/\/+$/, '') }];
  },
};

export const docs = (): CodeDoc => ({
  why: 'The app puts /v1/messages and /v1/models after the address, so it would ask for /v1/messages/v1/messages. An address that ends in /chat/completions or /responses belongs to another API altogether.',
  fix: 'Give what stands before /v1/messages.',
  wrong: set({ inferenceGatewayBaseUrl: 'https://llm-gateway.example.com/v1/messages' }),
  right: set({ inferenceGatewayBaseUrl: 'https://llm-gateway.example.com' }),
});
