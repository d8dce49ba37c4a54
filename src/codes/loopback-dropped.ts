import { worded } from './code.ts';
import { BASE, file, KEY, type CodeDoc } from './example.ts';

export const row = worded('error', 'A bootstrap server cannot deliver a loopback address');

export const docs = (): CodeDoc => ({
  why: 'Whoever controls the server could else send traffic to any program on the device. The address is dropped, the rest of the answer is kept.',
  fix: 'Serve the address of a host, by https.',
  wrong: file({ ...BASE, ...KEY, inferenceGatewayBaseUrl: 'http://127.0.0.1:4000' }),
  right: file({ ...BASE, ...KEY }),
  flags: { as: 'bootstrap' },
});
