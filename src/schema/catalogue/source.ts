import { bool, headers, text, type KeyRow } from '../key-spec.ts';
import { bootstrapSignIn } from './shapes.ts';

const NOT_SERVED = 'A bootstrap server cannot deliver it.';

/** Source: a server that delivers the rest of the configuration to each user. */
export const source = {
  bootstrapEnabled: {
    title: 'Use bootstrap config',
    group: 'Bootstrap',
    summary: 'Fetches the configuration from bootstrapUrl, or keeps that address unused.',
    type: bool,
    default: true,
    since: '1.10628.0',
    delivery: 'device',
    notes: [NOT_SERVED],
    beside: { settings: { bootstrapUrl: 'https://config.example.com/desktop' } },
  },
  bootstrapUrl: {
    title: 'Bootstrap config URL',
    group: 'Bootstrap',
    summary: 'Fetches a JSON configuration from this address, one for each user.',
    type: text({ format: 'https-url' }),
    since: '1.10628.0',
    delivery: 'device',
    notes: [
      NOT_SERVED,
      'A user name or password inside the address is refused since 1.32352.0.',
      'The server has 30 seconds, and a redirect leads nowhere.',
      'With a Claude apps gateway it is the public URL followed by /user/bootstrap.',
    ],
    example: 'https://config.example.com/desktop',
    beside: {
      alone: true,
      settings: {
        bootstrapUrl: 'https://config.example.com/desktop',
        bootstrapOidc: {
          clientId: 'claude-desktop',
          issuer: 'https://login.example.com',
          scopes: 'openid desktop-config',
        },
      },
    },
  },
  bootstrapOidc: {
    title: 'Bootstrap OIDC parameters',
    group: 'Bootstrap',
    summary: 'Describes the OpenID Connect client with which users sign in to the bootstrap server.',
    type: bootstrapSignIn,
    unset: 'Users sign in with a device code.',
    since: '1.10628.0',
    delivery: 'device',
    notes: [
      NOT_SERVED,
      'Written as keys with dots in them it is passed over without a word.',
      'It frees served addresses from having to share the origin of bootstrapUrl.',
      'Entra ID refuses the sign-in without scopes, and a scope of the form api://ID/.default when it is renewed: write ID/.default.',
    ],
    beside: {
      alone: true,
      settings: {
        bootstrapUrl: 'https://config.example.com/desktop',
        bootstrapOidc: {
          clientId: 'claude-desktop',
          issuer: 'https://login.example.com',
          scopes: 'openid desktop-config',
        },
      },
    },
  },
  bootstrapHeaders: {
    title: 'Bootstrap request headers',
    nestedPath: 'bootstrap.headers',
    group: 'Bootstrap',
    summary: 'Sends fixed headers with each request to the bootstrap server.',
    type: headers,
    secret: true,
    since: '1.32885.1',
    delivery: 'device',
    notes: [
      NOT_SERVED,
      'With it, or with the helper, and without bootstrapOidc nobody has to sign in.',
      'The bearer of a user who has signed in replaces Authorization.',
    ],
    example: { Authorization: '${env:BOOTSTRAP_HEADERS_AUTHORIZATION}' },
    beside: { alone: true, settings: { bootstrapUrl: 'https://config.example.com/desktop' } },
  },
  bootstrapHeadersHelper: {
    title: 'Bootstrap headers helper script',
    nestedPath: 'bootstrap.headersHelper',
    group: 'Bootstrap',
    summary: 'Runs a program that prints headers for the bootstrap server as JSON.',
    type: text({ role: 'program', format: 'absolute-path' }),
    since: '1.32885.1',
    delivery: 'device',
    notes: [NOT_SERVED, 'What it prints wins over bootstrapHeaders.'],
    example: '/usr/local/bin/bootstrap-headers',
    beside: { alone: true, settings: { bootstrapUrl: 'https://config.example.com/desktop' } },
  },
  trustBootstrapDelivery: {
    title: 'Trust bootstrap-delivered settings',
    group: 'Bootstrap',
    summary: 'Accepts sensitive values from the bootstrap server without asking each user for consent.',
    type: bool,
    default: false,
    since: '1.26832.0',
    delivery: 'device',
    notes: [
      NOT_SERVED,
      '1.25927.0 knows it as trustBootstrapLocalExec only.',
      'False brings the question back even where device management set bootstrapUrl.',
      'A managed source that holds nothing else already puts the installation under management.',
    ],
    beside: {
      alone: true,
      settings: {
        bootstrapUrl: 'https://config.example.com/desktop',
        bootstrapOidc: {
          clientId: 'claude-desktop',
          issuer: 'https://login.example.com',
          scopes: 'openid desktop-config',
        },
      },
    },
  },
} as const satisfies Record<string, KeyRow>;
