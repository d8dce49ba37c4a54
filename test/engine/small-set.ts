import type { FaultName } from '../../src/embedded-gateway/index.ts';

/** The faults of the small set: one of each kind of end the engine comes to. */
export const SMALL_SET: readonly (FaultName | 'none')[] = ['none'];
