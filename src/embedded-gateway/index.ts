export { startEmbeddedGateway } from './server.ts';
export type { EmbeddedGateway, EmbeddedOptions } from './server.ts';
export { FAULTS } from './faults.ts';
export type { FaultName } from './faults.ts';
