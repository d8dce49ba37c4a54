import { worded } from './code.ts';
import { set, type CodeDoc } from './example.ts';

export const row = worded('error', 'The credential is not as the gateway knows it');

export const docs = (): CodeDoc => ({
  why: 'The value was copied with something that does not belong to it, or as a screen masks it. It reaches the gateway just so, or no header can carry it, and every request is refused.',
  fix: 'Copy the bare credential from where it was issued: no "Bearer " before it, no line break or blank around it, no dots in place of characters. A token that expires belongs to a credential helper or a sign-in.',
  wrong: set({ inferenceGatewayApiKey: '••••••••3f9a' }),
  right: set({ inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}' }),
});
