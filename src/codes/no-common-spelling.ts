import type { CodeRow } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row: CodeRow<{
  old: string;
  replacement: string;
  replacedSince: string;
  stopsAt: string;
  halves: readonly [older: string, newer: string];
}> = {
  severity: 'error',
  title: 'No spelling is read by the whole fleet',
  message: ({ old, replacement, replacedSince, stopsAt }) =>
    `No spelling is read by every release of the target: releases before ${replacedSince} read ${old} only, releases from ${stopsAt} on ${replacement} only`,
  hint: ({ halves: [older, newer] }) =>
    `Export the two halves of the fleet apart, with --target ${older} and --target ${newer}.`,
};

export const docs = (): CodeDoc => ({
  why: 'The fleet spans two changes: its oldest releases do not read the new spelling yet, and its newest ones read the old one no more. Whatever the file says, some devices do not get the setting.',
  fix: 'Update the oldest devices, or write two files: "cowork-3p migrate --target OLDEST..NEWEST" spells each half.',
  wrong: set({ endUserAttribution: true }),
  right: set({}),
  flags: { target: '1.24012.0' },
});
