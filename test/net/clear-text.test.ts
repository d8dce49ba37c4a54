import { expect, test } from 'vitest';
import { clearTextProblem } from '../../src/net/clear-text.ts';

const proxy = new URL('http://proxy.example.com:8080');
const here = new URL('http://127.0.0.1:3128');

test.for([
  ['https://gateway.example.com', undefined, undefined],
  ['https://gateway.example.com', proxy, undefined],
  ['http://gateway.example.com', undefined, 'the address of gateway.example.com'],
  ['http://localhost.example.com', undefined, 'the address of localhost.example.com'],
  ['http://127.0.0.1.example.com', undefined, 'the address of 127.0.0.1.example.com'],
  ['http://128.0.0.1', undefined, 'the address of 128.0.0.1'],
  ['http://[::2]', undefined, 'the address of '],
  ['http://localhost:4000', undefined, undefined],
  ['http://LOCALHOST', undefined, undefined],
  ['http://127.8.0.1:4000', undefined, undefined],
  ['http://[::1]:4000', undefined, undefined],
  // Resolvers ask name servers for these.
  ['http://LOCALHOST.', undefined, 'the address of localhost.'],
  ['http://localhost:4000', new URL('http://localhost.:3128'), 'through the proxy localhost.'],
  ['http://gateway.localhost', undefined, 'the address of gateway.localhost'],
  ['http://localhost:4000', here, undefined],
  ['http://localhost:4000', proxy, 'through the proxy proxy.example.com'],
  ['http://gateway.example.com', here, 'the address of gateway.example.com'],
] as const)('a secret to %s through %s', ([url, way, problem]) => {
  const found = clearTextProblem(new URL(url), way);
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(problem);
});
