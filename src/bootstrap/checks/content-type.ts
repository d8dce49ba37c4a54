import { served } from './received.ts';
import { text } from './text.ts';
import type { BootstrapCheck } from '../types.ts';

/** The app takes `application/json` and nothing else; JSON is UTF-8 (RFC 8259, section 8.1). */
export const contentType: BootstrapCheck = {
  id: 'content-type',
  title: 'the body is said to be application/json',
  needs: ['status'],
  run(seen) {
    const answer = served(seen);
    if (answer === undefined) return undefined;
    const value = answer.headers['content-type'];
    if (value === undefined || value.trim() === '')
      return {
        status: 'fail',
        problem: 'content-type',
        detail: 'The answer has no Content-Type, and the app takes application/json only',
        hint: 'Send "Content-Type: application/json".',
      };
    const [type = '', ...parameters] = value.split(';').map((part) => part.trim().toLowerCase());
    if (type !== 'application/json')
      return {
        status: 'fail',
        problem: 'content-type',
        detail: `The Content-Type is ${text(value)}${type === 'text/html' ? ', a page for browsers' : ''}; the app takes application/json only`,
        hint:
          type === 'text/html'
            ? 'A sign-in page of a proxy or of the web server answers: let the path through to the program.'
            : 'Send "Content-Type: application/json".',
      };
    const charset = parameters
      .find((part) => part.startsWith('charset='))
      ?.slice('charset='.length)
      .replaceAll('"', '');
    if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
      return {
        status: 'fail',
        problem: 'charset',
        detail: `The Content-Type names the charset ${text(charset)}; JSON on the wire is UTF-8`,
        hint: 'Send UTF-8, and leave charset out.',
      };
    return { status: 'pass', detail: type };
  },
};
