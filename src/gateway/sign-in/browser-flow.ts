import { createHash, randomBytes } from 'node:crypto';
import { fail } from '../../errors.ts';
import { printable } from '../../text/printable.ts';
import { oauthError, postForm, redirectUri, requestedScopes, resourceOf } from '../oidc.ts';
import type { OidcFacts } from '../types.ts';
import { listen } from './callback.ts';
import type { SignInOptions } from './options.ts';
import type { Result } from './result.ts';
import { checkedTokens, sayOauth, type SignedIn } from './tokens.ts';

/** Shows an address to open, and trades the code that comes back on loopback for the tokens (RFC 8252, RFC 7636). */
export async function browserFlow(
  run: SignInOptions,
  oidc: OidcFacts,
  endpoints: { readonly authorize: string; readonly token: string },
): Promise<Result<SignedIn>> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const nonce = randomBytes(16).toString('base64url');
  const listening = await listen(oidc.redirectPort ?? 0, state, run.signal);
  if (!listening.ok) return listening;
  const { port, code: arriving } = listening.value;
  try {
    const redirect = redirectUri(port, oidc.redirectHost);
    const url = new URL(endpoints.authorize);
    const query = {
      response_type: 'code',
      client_id: oidc.clientId ?? '',
      redirect_uri: redirect,
      scope: requestedScopes(oidc).join(' '),
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...resourceOf(oidc),
    };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    run.show(`To sign in, open this address in a browser on this device:`);
    run.show(printable(url.href, 4000));
    const arrived = await arriving;
    if (!arrived.ok) return arrived;
    const answer = await postForm(
      run.send,
      endpoints.token,
      {
        grant_type: 'authorization_code',
        code: arrived.value,
        redirect_uri: redirect,
        client_id: oidc.clientId,
        code_verifier: verifier,
        ...resourceOf(oidc),
      },
      run.signal,
    );
    const secrets = [verifier, arrived.value];
    if (!answer.ok) return fail({ message: `the token endpoint fails: ${answer.failure.message}` });
    if (answer.value.status !== 200)
      return fail({
        message: `the token endpoint refuses the code: ${sayOauth(answer.value, secrets)}`,
        ...(oauthError(answer.value) === 'invalid_client'
          ? {
              hint: 'The app is a public client without a secret: register it as a native or public client with PKCE.',
            }
          : {}),
      });
    return checkedTokens(answer.value, oidc, nonce, secrets);
  } finally {
    listening.value.close();
  }
}
