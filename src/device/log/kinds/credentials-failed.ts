import { foreign } from '../foreign.ts';
import type { LogKind } from '../kind.ts';

/** The configuration could not be used. */
export const credentialsFailed: LogKind = {
  id: 'credentials-failed',
  mark: 'Credentials read failed',
  pattern: /Credentials read failed:? ?(.{0,400})/,
  repeats: 'adds',
  read: ([why = '']) => ({
    text: `it could not use the configuration: ${foreign(why)}`,
    isFault: true,
    contradicts: ({ address }) =>
      address !== undefined && why.includes('baseUrl: Required')
        ? 'The log says that the address of the gateway was missing, and the captures hold one.'
        : undefined,
  }),
};
