import { bool, integer, type KeyRow } from '../key-spec.ts';

const days = integer({ min: 1, max: 3650, unit: 'days' });

/** Retention: when sessions are deleted from the device. */
export const retention = {
  chatSessionRetentionDays: {
    title: 'Chat session retention',
    nestedPath: 'sessionRetention.chatDays',
    summary: 'Removes Chat sessions, with their files, once they have been idle for so many days.',
    type: days,
    unset: 'No session is deleted.',
    since: '1.52386.0',
    example: 90,
  },
  coworkSessionRetentionDays: {
    title: 'Cowork session retention',
    nestedPath: 'sessionRetention.coworkDays',
    summary: 'Removes Cowork sessions, with their files, once they have been idle for so many days.',
    type: days,
    unset: 'No session is deleted.',
    since: '1.52386.0',
    example: 90,
  },
  codeSessionRetentionDays: {
    title: 'Code session retention',
    nestedPath: 'sessionRetention.codeDays',
    summary: 'Removes Code sessions, with their files, once they have been idle for so many days.',
    type: days,
    unset: 'No session is deleted.',
    since: '1.52386.0',
    notes: ['Work that is not committed stays on the disk.'],
    example: 90,
  },
  sessionRetentionHold: {
    title: 'Session retention hold',
    nestedPath: 'sessionRetention.legalHold',
    summary: 'Puts automatic deletion off for the users who receive it, whatever the other keys say.',
    type: bool,
    since: '1.52386.0',
    notes: ['That it is a boolean follows from how others use it.'],
  },
} as const satisfies Record<string, KeyRow>;
