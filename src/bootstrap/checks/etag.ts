import { served } from './received.ts';
import { text } from './text.ts';
import type { BootstrapCheck } from '../types.ts';

/** An ETag lets the app ask every few minutes without getting the same answer again. */
export const etag: BootstrapCheck = {
  id: 'etag',
  title: 'the answer has an ETag',
  needs: ['status'],
  run(seen) {
    const answer = served(seen);
    if (answer === undefined) return undefined;
    const tag = answer.headers.etag;
    if (tag === undefined || tag.trim() === '')
      return {
        status: 'warn',
        problem: 'etag-missing',
        detail: 'The answer has no ETag, so each device gets the whole answer every 10 minutes',
        hint: 'Send a hash of the settings as ETag, without expiresAt.',
      };
    if (!/^(?:W\/)?"[\u0021\u0023-\u007e\u0080-\u00ff]*"$/.test(tag.trim()))
      return {
        status: 'warn',
        problem: 'etag-malformed',
        detail: `The ETag ${text(tag)} is none: it must stand in double quotes (RFC 9110, section 8.8.3)`,
        hint: 'Write it as "…", with the quotes.',
      };
    return { status: 'pass', detail: tag.startsWith('W/') ? 'A weak one, which is enough' : 'It has one' };
  },
};
