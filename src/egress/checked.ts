import type { Reach } from './reach.ts';
import type { EgressHost } from './types.ts';

/** What trying a host gave. `untried`: a wildcard names no host to try. */
export type HostCheck =
  | ({ readonly status: 'reached' | 'failed' } & Omit<Reach, 'ok'>)
  | { readonly status: 'untried'; readonly detail: string };

/** What trying all hosts of a list gave. */
export interface Checked {
  of(host: { readonly host: string; readonly port: number }): HostCheck | undefined;
  readonly failed: readonly EgressHost[];
  readonly reached: number;
  readonly untried: number;
}
