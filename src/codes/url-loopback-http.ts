import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string; host: string }> = {
  severity: 'warning',
  title: 'Plain http on loopback',
  message: ({ what, host }) =>
    `${what} points at ${host} by plain http, which works only where that service runs on the same device`,
  hint: () => 'For a fleet, give an https address.',
};

export const docs = (): CodeDoc => ({
  why: 'It works on a device that runs a gateway itself; on every other one it leads nowhere.',
  fix: 'For a fleet, give the https address of the gateway.',
  wrong: set({ inferenceGatewayBaseUrl: 'http://localhost:4000' }),
  right: set({ inferenceGatewayBaseUrl: 'https://llm-gateway.example.com' }),
});
