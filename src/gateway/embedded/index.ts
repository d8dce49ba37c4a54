export { startEmbeddedGateway } from './server.ts';
export type { EmbeddedGateway, EmbeddedOptions, RecordedRequest } from './server.ts';
export { EMBEDDED_MODELS } from './models.ts';
export type { EmbeddedModel } from './models.ts';
export { FAULTS } from './faults.ts';
export type { FaultName } from './faults.ts';
