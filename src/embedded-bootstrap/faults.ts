import { ACCESS_FAULTS } from './faults-access.ts';
import { BODY_FAULTS } from './faults-body.ts';
import { HTTP_FAULTS } from './faults-http.ts';
import type { ServedFault } from './reply.ts';

/** Every fault by its name. `good` and its kin are none: a check is silent about them. */
export const SERVED_FAULTS = { ...BODY_FAULTS, ...HTTP_FAULTS, ...ACCESS_FAULTS } as const satisfies Record<
  string,
  ServedFault
>;

export type ServedFaultName = keyof typeof SERVED_FAULTS;
export const servedFaultNames = Object.keys(SERVED_FAULTS) as readonly ServedFaultName[];

/** Whether a text names a fault. */
export function isServedFault(name: string): name is ServedFaultName {
  return Object.hasOwn(SERVED_FAULTS, name);
}
