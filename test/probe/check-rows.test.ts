import { expect, test } from 'vitest';
import { checks } from '../../src/probe/checks/index.ts';

/*
 * What each check is: what the verdict and the order of a run go by. A row: id, group, owner, topic of remedies, whether
 * it is required, what its failure means, when it is made, what it needs, how it is made where it may upset a gateway.
 */
const ROWS = `
base-url-scheme A configuration - required no default - -
base-url-join A configuration route required explains default not-html -
dns A network - required explains default base-url-scheme -
tcp-connect A network - required explains default dns -
tls-chain A network - required explains default tls-expiry -
tls-expiry A gateway - required explains default tcp-connect+proxy-path -
mtls A gateway client-certificate required explains default tls-chain+custom-headers -
proxy-path A network - required explains default base-url-scheme+custom-headers -
no-redirect A configuration - required explains default mtls -
not-html A network - required explains default no-redirect -
helper-output B configuration - required no default - -
auth-accepted B configuration key required explains default base-url-join+custom-headers+helper-output -
auth-scheme B configuration scheme free advice default base-url-join+custom-headers+helper-output -
auth-both-headers B gateway scheme required no default health -
auth-rejects-bad B gateway - required partly default health beside
auth-models B gateway - free advice default auth-accepted alone
secret-echo B gateway - required partly passive - -
user-agent B gateway - free advice passive - -
oidc-discovery B identity - required no default oidc-config-lint -
oidc-config-lint B configuration - required no default - -
as-metadata B gateway - required no default mtls -
as-device-auth B gateway - required no flag:sso as-metadata -
sso-aud B gateway - required partly flag:other-audience-token-env base-url-join+custom-headers alone
health C gateway - required explains default auth-accepted -
model-routes C gateway model-missing required no default health -
message-basic C gateway - required explains default health -
usage-present C gateway - required explains default message-basic -
model-echo C gateway model-name required partly default health -
limits-honoured C gateway - free advice default health -
stream-basic C gateway stream required partly default health -
stream-incremental C gateway buffering required partly default stream-basic -
stream-complete C gateway stream required partly default stream-basic -
stream-end C gateway - required no default rich-request -
stream-keepalive C gateway timeout required partly deep stream-basic -
rich-request C gateway fields required no default health+auth-both-headers -
system-prompt C gateway - required partly default rich-request -
tool-forced C gateway - required explains default health -
tool-stream C gateway stream required no default health+auth-both-headers -
tool-roundtrip C gateway - required no default health+auth-both-headers -
turn-time C gateway timeout required no default tool-roundtrip -
tool-roundtrip-error C gateway - required partly deep tool-roundtrip -
tool-parallel C gateway - required partly deep tool-stream -
tool-search C gateway - free advice default rich-request -
waf-body C network firewall required partly default health -
body-size C gateway body-size required partly default health -
beta-forwarded C gateway betas free advice default health beside
field-forwarded C gateway fields free advice default health beside
context-window C gateway - required no default rich-request+tool-stream alone
error-envelope C gateway errors free advice passive - -
error-passthrough C gateway - free advice flag:intrusive health alone
error-bad-json C gateway - free advice deep health alone
model-unknown C gateway model-missing required partly default health beside
request-id C gateway - free advice passive - -
http-syntax C gateway - free advice passive - -
rate-limit C gateway rate-limit free advice passive - -
stability C gateway - required partly passive - -
context-1m C gateway betas required partly flag:context-1m health -
cache-effective C gateway - free advice deep rich-request -
models-list D gateway model-list required no default auth-accepted -
models-shape D gateway model-list required no default models-list -
models-claude D gateway model-list required no default models-shape -
models-config-match D configuration model-list required no default health -
models-hygiene D gateway - required partly default models-list -
count-tokens D gateway - free advice default health -
custom-headers D configuration required-header required no default - -
`;

test('what leaves the app working in part says what users miss', () => {
  const silent = checks.filter(({ whenBroken, says }) => whenBroken === 'partly' && says === undefined);
  expect(silent.map(({ id }) => id)).toEqual([]);
});

test('the checks, in their order, are what they are', () => {
  const rows = checks.map(({ id, group, owner, topic = '-', required, whenBroken, ...rest }) => {
    const { when, flag, needs = [], negative = '-' } = rest;
    return [
      ...[id, group, owner, topic, required ? 'required' : 'free', whenBroken],
      flag === undefined ? when : `${when}:${flag}`,
      needs.join('+') || '-',
      negative,
    ].join(' ');
  });
  expect(rows).toEqual(ROWS.trim().split('\n'));
});
