import { served } from './received.ts';
import { text } from './text.ts';
import type { BootstrapCheck } from '../types.ts';

/** This program asks for an uncompressed answer; whether the app asks for a compressed one is not known. */
export const contentEncoding: BootstrapCheck = {
  id: 'content-encoding',
  title: 'the body is not compressed unasked',
  needs: ['status'],
  run(seen) {
    const value = served(seen)?.headers['content-encoding']?.trim();
    if (value === undefined) return undefined;
    if (value === '' || /^identity$/i.test(value)) return { status: 'pass', detail: 'It is not compressed' };
    return {
      status: 'warn',
      problem: 'content-encoding',
      detail: `The body is compressed (${text(value)}) although the request asks for none; whether the app unpacks it is not known`,
      hint: 'Compress only where Accept-Encoding of the request allows it.',
    };
  },
};
