export { isServedFault, SERVED_FAULTS, servedFaultNames, type ServedFaultName } from './faults.ts';
export { startBootstrapServer, type BootstrapServer } from './server.ts';
