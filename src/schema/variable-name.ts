import type { Path } from './document.ts';

/**
 * The environment variable that a value is looked up in, by the name that the whole product uses for it: the key in
 * capitals (`inferenceGatewayApiKey` -> `INFERENCE_GATEWAY_API_KEY`), with its members; list positions are left out.
 */
export function variableFor(path: Path): string {
  return path
    .filter((step) => typeof step === 'string')
    .map((step) =>
      step
        .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
        .replace(/[^A-Za-z0-9]+/g, '_')
        .toUpperCase(),
    )
    .join('_');
}
