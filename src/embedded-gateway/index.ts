export { startEmbeddedGateway } from './server/server.ts';
export type { EmbeddedGateway, EmbeddedOptions } from './server/server.ts';
export { FAULTS } from './faults/index.ts';
export type { FaultName } from './faults/index.ts';
