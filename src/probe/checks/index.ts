import type { Check } from '../check.ts';
import { asDeviceAuth } from './as-device-auth.ts';
import { asMetadata } from './as-metadata.ts';
import { authAccepted } from './auth-accepted.ts';
import { authBothHeaders } from './auth-both-headers.ts';
import { authModels } from './auth-models.ts';
import { authRejectsBad } from './auth-rejects-bad.ts';
import { authScheme } from './auth-scheme.ts';
import { baseUrlJoin } from './base-url-join.ts';
import { baseUrlScheme } from './base-url-scheme.ts';
import { betaForwarded } from './beta-forwarded.ts';
import { bodySize } from './body-size.ts';
import { cacheEffective } from './cache-effective.ts';
import { context1m } from './context-1m.ts';
import { countTokens } from './count-tokens.ts';
import { customHeaders } from './custom-headers.ts';
import { dns } from './dns.ts';
import { errorBadJson } from './error-bad-json.ts';
import { errorEnvelope } from './error-envelope.ts';
import { errorPassthrough } from './error-passthrough.ts';
import { fieldForwarded } from './field-forwarded.ts';
import { health } from './health.ts';
import { helperOutput } from './helper-output.ts';
import { limitsHonoured } from './limits-honoured.ts';
import { messageBasic } from './message-basic.ts';
import { modelEcho } from './model-echo.ts';
import { modelRoutes } from './model-routes.ts';
import { modelUnknown } from './model-unknown.ts';
import { modelsClaude } from './models-claude.ts';
import { modelsConfigMatch } from './models-config-match.ts';
import { modelsHygiene } from './models-hygiene.ts';
import { modelsList } from './models-list.ts';
import { modelsShape } from './models-shape.ts';
import { mtls } from './mtls.ts';
import { noRedirect } from './no-redirect.ts';
import { notHtml } from './not-html.ts';
import { oidcConfigLint } from './oidc-config-lint.ts';
import { oidcDiscovery } from './oidc-discovery.ts';
import { proxyPath } from './proxy-path.ts';
import { rateLimit } from './rate-limit.ts';
import { httpSyntax } from './http-syntax.ts';
import { requestId } from './request-id.ts';
import { richRequestCheck } from './rich-request.ts';
import { secretEcho } from './secret-echo.ts';
import { ssoAud } from './sso-aud.ts';
import { streamBasic } from './stream-basic.ts';
import { streamComplete } from './stream-complete.ts';
import { streamIncremental } from './stream-incremental.ts';
import { streamKeepalive } from './stream-keepalive.ts';
import { systemPrompt } from './system-prompt.ts';
import { streamEnd } from './stream-end.ts';
import { stability } from './stability.ts';
import { userAgent } from './user-agent.ts';
import { toolSearch } from './tool-search.ts';
import { contextWindow } from './context-window.ts';
import { tcpConnect } from './tcp-connect.ts';
import { tlsChain } from './tls-chain.ts';
import { tlsExpiry } from './tls-expiry.ts';
import { toolForced } from './tool-forced.ts';
import { toolParallel } from './tool-parallel.ts';
import { toolRoundtrip } from './tool-roundtrip.ts';
import { toolRoundtripError } from './tool-roundtrip-error.ts';
import { toolStream } from './tool-stream.ts';
import { turnTime } from './turn-time.ts';
import { usagePresent } from './usage-present.ts';
import { wafBody } from './waf-body.ts';

const TABLE = [
  baseUrlScheme,
  baseUrlJoin,
  dns,
  tcpConnect,
  tlsChain,
  tlsExpiry,
  mtls,
  proxyPath,
  noRedirect,
  notHtml,
  helperOutput,
  authAccepted,
  authScheme,
  authBothHeaders,
  authRejectsBad,
  authModels,
  secretEcho,
  userAgent,
  oidcDiscovery,
  oidcConfigLint,
  asMetadata,
  asDeviceAuth,
  ssoAud,
  health,
  modelRoutes,
  messageBasic,
  usagePresent,
  modelEcho,
  limitsHonoured,
  streamBasic,
  streamIncremental,
  streamComplete,
  streamEnd,
  streamKeepalive,
  richRequestCheck,
  systemPrompt,
  toolForced,
  toolStream,
  toolRoundtrip,
  turnTime,
  toolRoundtripError,
  toolParallel,
  toolSearch,
  wafBody,
  bodySize,
  betaForwarded,
  fieldForwarded,
  contextWindow,
  errorEnvelope,
  errorPassthrough,
  errorBadJson,
  modelUnknown,
  requestId,
  httpSyntax,
  rateLimit,
  stability,
  context1m,
  cacheEffective,
  modelsList,
  modelsShape,
  modelsClaude,
  modelsConfigMatch,
  modelsHygiene,
  countTokens,
  customHeaders,
] as const satisfies readonly Check[];

/** All checks, in the order of the report: reach, credential, messages, models. */
export const checks: readonly Check[] = TABLE;

/** The name of a check, as in `--only`, in the JSON report and in the docs. */
export type CheckId = (typeof TABLE)[number]['id'];
