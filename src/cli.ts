export { main } from './main.ts';
export { nodeIo } from './io/io.ts';
