import type { ServedFault } from './reply.ts';

/** Faults of who is let in, and of the sign-in by device code. */
export const ACCESS_FAULTS = {
  'open-without-token': {
    what: 'serves everybody',
    says: ['served-without-token'],
    opens: 'all',
  },
  'any-token': {
    what: 'takes any token',
    says: ['any-token-accepted'],
    opens: 'any-token',
  },
  'other-audience': {
    what: 'takes a token for another application',
    says: ['other-audience-accepted'],
    opens: 'other-audience',
  },
  'no-token-403': {
    what: 'answers 403 without a token',
    says: ['no-token-403'],
    refuse: () => ({ status: 403 }),
  },
  'no-token-login': {
    what: 'redirects to a sign-in page without a token',
    says: ['no-token-302'],
    refuse: () => ({ status: 302, headers: { location: 'https://login.example.com/authorize?client_id=x' } }),
  },
  'no-token-page': {
    what: 'answers 200 with a sign-in page without a token',
    says: ['login-page-without-token'],
    refuse: () => ({ status: 200, type: 'text/html', body: '<!doctype html><title>Sign in</title>' }),
  },
  'no-token-500': {
    what: 'fails without a token',
    says: ['no-token-500'],
    refuse: () => ({ status: 500 }),
  },
  'challenge-malformed': {
    what: 'sends a WWW-Authenticate that is none',
    says: ['challenge-malformed'],
    refuse: () => ({ status: 401, headers: { 'www-authenticate': '{"error":"unauthorized"}' } }),
  },
  'challenge-basic': {
    what: 'asks for a user name and a password',
    says: ['challenge-not-bearer'],
    refuse: () => ({ status: 401, headers: { 'www-authenticate': 'Basic realm="config"' } }),
  },
  'device-other-origin': {
    what: 'has its sign-in at another origin',
    says: ['device-other-origin'],
    metadata: () => ({ token_endpoint: 'https://login.example.com/token' }),
  },
  'device-endpoint-missing': {
    what: 'names no device endpoint',
    says: ['device-endpoint-missing'],
    metadata: () => ({ device_authorization_endpoint: undefined }),
  },
  'device-grant-missing': {
    what: 'does not offer the device grant',
    says: ['device-grant-missing'],
    metadata: () => ({ grant_types_supported: ['authorization_code'] }),
  },
  'device-metadata-page': {
    what: 'answers with a page where the metadata should be',
    says: ['device-metadata-invalid'],
    metadata: () => '<!doctype html><title>Not found</title>',
  },
} as const satisfies Record<string, ServedFault>;
