export { explain, main } from './main.ts';
export { nodeIo } from './io/io.ts';
export { endSoon, leave } from './io/end.ts';
