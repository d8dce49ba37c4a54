import { warn, type Check } from '../check.ts';

/** RFC 9112: lines end with CR LF, and a body has one length. The engine reads on; strict clients, the SDKs among them, fail. */
export const httpSyntax = {
  id: 'http-syntax',
  title: 'answers keep to the syntax of HTTP',
  group: 'C',
  owner: 'gateway',
  required: false,
  whenBroken: 'advice',
  when: 'passive',
  run(context) {
    const loose = context.observed().filter((answer) => answer.loose === true).length;
    return loose === 0
      ? undefined
      : warn(
          'The answers break the syntax of HTTP, or use what few servers do (bare line feeds in the head, Content-Length twice or beside Transfer-Encoding, an unasked 100 Continue): the engine reads them, strict clients do not.',
          'End the lines of the head with CR LF, send one Content-Length or Transfer-Encoding and no 100 Continue that nobody asked for, or put a reverse proxy in front that does. Until then proxies in between may refuse or misread answers.',
        );
  },
} as const satisfies Check;
