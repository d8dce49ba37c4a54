import type { CodeRow } from './code.ts';
import { file, OIDC, SIGN_IN, type CodeDoc } from './example.ts';

export const row: CodeRow<{ what: string }> = {
  severity: 'error',
  title: 'The issuer is the metadata address',
  message: ({ what }) =>
    `${what} ends in /.well-known/openid-configuration, which Claude Desktop appends itself: discovery would answer 404`,
  hint: () => 'Give the issuer alone.',
  edit: ({ path, at }) => {
    const value = at(path);
    const cut =
      typeof value === 'string'
        ? value.replace(/\/\.well-known\/(?:openid-configuration|oauth-authorization-server)\/?$/, '')
        : value;
    return cut === value ? undefined : [{ path, value: cut }];
  },
};

export const docs = (): CodeDoc => ({
  why: 'The app appends the discovery path itself, asks for it twice in a row and gets 404.',
  fix: 'Give the issuer alone.',
  wrong: file({
    ...SIGN_IN,
    inferenceGatewayOidc: {
      clientId: 'claude-desktop',
      issuer: 'https://login.example.com/.well-known/openid-configuration',
    },
  }),
  right: file({ ...SIGN_IN, inferenceGatewayOidc: OIDC }),
});
