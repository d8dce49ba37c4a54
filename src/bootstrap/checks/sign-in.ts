import type { BootstrapCheck } from '../types.ts';
import { isObject } from '../../text/json.ts';

const ENDPOINTS = ['device_authorization_endpoint', 'token_endpoint', 'verification_uri'] as const;

/**
 * Without bootstrapOidc and headers users sign in by device code, at endpoints of the same origin (vendor page
 * "Bootstrap"). Where no metadata is served, the policy must name another way.
 */
export const signIn: BootstrapCheck = {
  id: 'sign-in',
  title: 'users can sign in by device code at the same origin',
  needs: ['address'],
  run({ url, metadata, source }) {
    if (metadata === undefined) return undefined;
    const wanted = source !== undefined;
    if (!metadata.ok || metadata.value.status !== 200)
      return wanted
        ? {
            status: 'fail',
            problem: 'device-metadata-missing',
            detail: `The policy has users sign in by device code, and there is no /.well-known/oauth-authorization-server at this server${metadata.ok ? ` (HTTP ${metadata.value.status})` : ''}`,
            hint: 'Serve the metadata (RFC 8414), or set bootstrapOidc or bootstrapHeaders in the policy.',
          }
        : undefined;
    const { json } = metadata.value;
    if (!isObject(json))
      return {
        status: wanted ? 'fail' : 'warn',
        problem: 'device-metadata-invalid',
        detail: 'The metadata of the sign-in (/.well-known/oauth-authorization-server) is no JSON object',
        hint: 'Serve what RFC 8414 asks for.',
      };
    for (const name of ENDPOINTS) {
      const endpoint = json[name];
      if (endpoint === undefined && name === 'verification_uri') continue;
      if (typeof endpoint !== 'string' || !URL.canParse(endpoint))
        return {
          status: wanted ? 'fail' : 'warn',
          problem: 'device-endpoint-missing',
          detail: `The metadata of the sign-in has no ${name}`,
          hint: 'Name it, at the origin of bootstrapUrl.',
        };
      if (new URL(endpoint).origin !== url.origin)
        return {
          status: 'fail',
          problem: 'device-other-origin',
          detail: `${name} is at ${new URL(endpoint).origin}; the app takes only endpoints at ${url.origin}, the origin of bootstrapUrl`,
          hint: 'Serve the sign-in at the same origin, or have users sign in with bootstrapOidc.',
        };
    }
    const grants = json.grant_types_supported;
    if (Array.isArray(grants) && !grants.includes('urn:ietf:params:oauth:grant-type:device_code'))
      return {
        status: 'warn',
        problem: 'device-grant-missing',
        detail: 'grant_types_supported of the metadata does not name the device grant',
        hint: 'Add urn:ietf:params:oauth:grant-type:device_code.',
      };
    return { status: 'pass', detail: 'The metadata names endpoints of the same origin' };
  },
};
