import { worded } from './code.ts';
import { BASE, file, KEY, set, type CodeDoc } from './example.ts';

export const row = worded('error', 'The address is not at the origin of the bootstrap server');

export const docs = (): CodeDoc => ({
  why: 'Where users sign in by device code or with fixed headers, the token is that of the server itself, and the app sends it nowhere else: it drops base URLs of another origin.',
  fix: 'Put both behind one host name, or have users sign in at your identity provider with bootstrapOidc.',
  wrong: file({ ...BASE, ...KEY }),
  right: file({ ...BASE, ...KEY, inferenceGatewayBaseUrl: 'https://config.example.com/llm' }),
  flags: { as: 'bootstrap', managed: set({ bootstrapUrl: 'https://config.example.com/user/bootstrap' }) },
});
