import { text, type KeySpec } from '../key-spec.ts';
import { authFlow, workforceOidc } from './shapes.ts';

const project = text({ pattern: '^[a-z0-9][a-z0-9.:-]*$' });

/** Connection, Vertex: Claude on Google Cloud. */
export const vertex = {
  inferenceVertexProjectId: {
    title: 'GCP project ID',
    group: 'Vertex',
    summary: 'Names the Google Cloud project in which the models are served.',
    type: project,
    providers: ['vertex'],
    since: 'baseline',
    notes: [
      'Vertex does not work without it.',
      'The app holds it against its pattern since 1.40609.0.',
      'Since that release users have to consent to a served value unless the delivery is trusted.',
    ],
  },
  inferenceVertexRegion: {
    title: 'GCP region',
    group: 'Vertex',
    summary:
      'Decides where Google serves the model: in one region, anywhere in eu or us, or worldwide (global).',
    type: text({ format: 'gcp-region' }),
    providers: ['vertex'],
    since: 'baseline',
    notes: ['Vertex does not work without it.'],
  },
  inferenceVertexBaseUrl: {
    title: 'Vertex AI base URL',
    group: 'Vertex',
    summary: 'Reaches Vertex at another address, such as Private Service Connect.',
    type: text({ format: 'https-url' }),
    providers: ['vertex'],
    since: 'baseline',
    notes: ['A user name or password inside the address is refused since 1.32352.0.'],
  },
  inferenceVertexOAuthClientId: {
    title: 'Vertex OAuth client ID',
    group: 'Vertex',
    summary: 'Lets users sign in with Google through this OAuth client of the desktop type.',
    type: text(),
    providers: ['vertex'],
    since: 'baseline',
    notes: [
      'Without inferenceVertexOAuthClientSecret the app warns and uses application default credentials.',
      'While the credential kind is unset, it goes before inferenceVertexCredentialsFile.',
    ],
  },
  inferenceVertexOAuthClientSecret: {
    title: 'Vertex OAuth client secret',
    group: 'Vertex',
    summary: 'Holds the secret that belongs to inferenceVertexOAuthClientId.',
    type: text(),
    providers: ['vertex'],
    secret: true,
    since: 'baseline',
    notes: ['Google does not rely on the secrecy of such secrets; it is masked all the same.'],
  },
  inferenceVertexOAuthScopes: {
    title: 'Vertex OAuth scopes',
    group: 'Vertex',
    summary: 'Asks Google for these scopes, separated by spaces, in place of the built-in ones.',
    type: text(),
    providers: ['vertex'],
    since: 'baseline',
  },
  inferenceVertexOAuthLoginHint: {
    title: 'Vertex OAuth login hint',
    group: 'Vertex',
    summary:
      'Fills in the account on the Google sign-in page, with {username} as the login name of the device.',
    type: text(),
    providers: ['vertex'],
    since: '1.12603.0',
  },
  inferenceVertexWorkforceAudience: {
    title: 'Workforce Identity audience',
    group: 'Vertex',
    summary: 'Names the workforce pool provider for which Google exchanges the token of your own sign-in.',
    type: text(),
    providers: ['vertex'],
    since: '1.10628.0',
    notes: ['It goes with the workforce kind and with inferenceVertexWorkforceOidc.'],
  },
  inferenceVertexWorkforceUserProject: {
    title: 'Workforce Identity billing project',
    group: 'Vertex',
    summary: 'Names the project that pays for the token exchange.',
    type: project,
    providers: ['vertex'],
    unset: 'The project of inferenceVertexProjectId pays.',
    since: '1.10628.0',
  },
  inferenceVertexWorkforceAuthFlow: {
    title: 'Workforce Identity sign-in flow',
    group: 'Vertex',
    summary: 'Chooses between browser and OS identity broker for workforce sign-in.',
    type: authFlow,
    providers: ['vertex'],
    unset: 'The system browser opens.',
    since: '1.25927.0',
    notes: ['The broker wants an Entra issuer in inferenceVertexWorkforceOidc.', 'Linux has no broker.'],
  },
  inferenceVertexWorkforceOidc: {
    title: 'Workforce Identity IdP (OIDC)',
    group: 'Vertex',
    summary: 'Describes the OpenID Connect client that signs users in ahead of the token exchange.',
    type: workforceOidc,
    providers: ['vertex'],
    since: '1.10628.0',
  },
  inferenceVertexCredentialsFile: {
    title: 'GCP credentials file path',
    group: 'Vertex',
    summary: 'Reads application default credentials from this JSON file.',
    type: text({ format: 'absolute-path' }),
    providers: ['vertex'],
    unset: 'Google libraries look for default credentials in their usual places.',
    since: 'baseline',
    notes: [
      'Kind vendor-profile makes it win over sign-in with Google.',
      'A bootstrap server can deliver it from 1.25927.0 on.',
    ],
  },
} as const satisfies Record<string, KeySpec>;
