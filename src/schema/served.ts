/** The entry of the schema module for answers of bootstrap servers: few commands need it. */
export { addressOfDevice } from './served/asked-address.ts';
export { consentFor, type Consent } from './served/consent.ts';
export { expiryMs } from './served/expires-at.ts';
export { bootstrapSource, type BootstrapSource } from './served/source.ts';
export { validateServed } from './served/validate.ts';
