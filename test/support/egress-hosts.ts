import { egress, type EgressHost } from '../../src/egress/index.ts';

/** Every switch that can close a host is closed: what is left is caused by the settings under test. */
export const QUIET = {
  disableAutoUpdates: true,
  disableEssentialTelemetry: true,
  disableNonessentialTelemetry: true,
  disableNonessentialServices: true,
  skipWebFetchPreflight: true,
  modelCatalogEnabled: false,
};

/** Each host in a word: its port where that is not 443, a question mark where it is not required. */
const names = (hosts: readonly EgressHost[]): string[] =>
  hosts
    .filter(({ cause }) => cause !== 'downloads')
    .map(
      ({ host, port, required }) => `${host}${port === 443 ? '' : `:${String(port)}`}${required ? '' : '?'}`,
    );

/** The hosts that settings cause, beside those that are always there. */
export const hostsOf = (settings: object): string[] => names(egress({ ...QUIET, ...settings }).hosts);

/** An OIDC object with a client. */
export const oidc = (object: object): object => ({ clientId: 'c', ...object });
