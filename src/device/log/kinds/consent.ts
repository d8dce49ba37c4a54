import type { LogKind } from '../kind.ts';

/** Values that wait for the user to agree. */
export const consent: LogKind = {
  id: 'consent',
  mark: 'stripped pending consent',
  pattern: /stripped pending consent/,
  repeats: 'replaces',
  read: () => ({
    text: 'it leaves out values of the bootstrap server until the user agrees (trustBootstrapDelivery is not set)',
    isFault: true,
  }),
};
