import type { KeyName } from '../catalogue/index.ts';
import { parseUrl } from '../formats.ts';
import { bootstraps, isThirdParty } from './mode.ts';
import { finalText, membersOf } from './reading.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Not otlpResourceAttributes: the vendor's own sample of a bootstrap response sets it alone. */
const NEEDS_ENDPOINT: readonly KeyName[] = [
  'otlpProtocol',
  'otlpHeaders',
  'otlpHeadersHelper',
  'otlpAuthMode',
  'otlpDesktopLogLevel',
  'otlpContentCapture',
  'otlpTracesEnabled',
  'otlpAttrMaxChars',
];

/** The OpenTelemetry export: nothing without an endpoint, and settings that beat each other. */
export const otlp: Rule = {
  id: 'otlp',
  source: 'Vendor reference, otlp keys; OpenTelemetry Protocol 1.x, default ports',
  when: [
    'otlpEndpoint',
    'otlpProtocol',
    'otlpHeaders',
    'otlpAuthMode',
    'otlpHeadersHelper',
    'otlpResourceAttributes',
    'otlpDesktopLogLevel',
    'otlpContentCapture',
    'otlpTracesEnabled',
    'otlpAttrMaxChars',
  ],
  check(context) {
    const { has, settings, config, report } = context;
    if (!has('otlpEndpoint')) {
      if (bootstraps(context)) return;
      for (const key of NEEDS_ENDPOINT)
        if (has(key) && (key !== 'otlpContentCapture' || isThirdParty(context)))
          report('setting-ignored', [key], {
            fault: `${key} does nothing without otlpEndpoint`,
            fix: `Set otlpEndpoint, or remove ${key}.`,
          });
      return;
    }
    checkPort(context);
    checkAddress(context);
    if (config.otlpAuthMode === 'inference-credential' && sendsNoBearer(context))
      report('setting-ignored', ['otlpAuthMode'], {
        fault:
          'otlpAuthMode "inference-credential" has nothing to send: the credential chosen here is no bearer token',
        fix: 'Use otlpHeadersHelper to authenticate to the collector.',
      });
    const attributes = membersOf(settings.get('otlpResourceAttributes'));
    if (
      config.endUserAttribution === true &&
      attributes !== undefined &&
      Object.hasOwn(attributes, 'enduser.id')
    )
      report('setting-ignored', ['otlpResourceAttributes', 'enduser.id'], {
        fault:
          'The fixed enduser.id in otlpResourceAttributes replaces the identity that endUserAttribution would send',
        fix: 'Remove one of them.',
      });
  },
};

/** What the app appends to the address; an address that ends so already is asked for a path twice over. */
const SIGNAL = /\/v1\/(?:logs|metrics|traces)\/*$/;

function checkAddress({ config, has, effective, platform, report }: RuleContext): void {
  const url = parseUrl(finalText(config.otlpEndpoint) ?? '');
  if (url === undefined) return;
  const signal = SIGNAL.exec(url.pathname)?.[0];
  if (signal !== undefined)
    report('setting-risky', ['otlpEndpoint'], {
      fault: `otlpEndpoint ends in ${signal}, and Claude Desktop appends /v1/logs, /v1/metrics and /v1/traces itself`,
      fix: `Cut ${signal} off the address.`,
    });
  if (config.otlpProtocol === 'grpc')
    report(
      'setting-risky',
      ['otlpProtocol'],
      {
        fault:
          'Chat and Cowork send http/protobuf to the same endpoint on Windows, and elsewhere wherever an HTTP proxy applies, although otlpProtocol is "grpc"',
        fix:
          platform === 'windows'
            ? 'Use "http/protobuf" on Windows.'
            : 'Make sure that the collector takes both at this address, or use "http/protobuf".',
      },
      'info',
    );
  const { provider, address } = effective();
  const gateway = provider === 'gateway' ? parseUrl(address?.url ?? '') : undefined;
  const authenticates =
    has('otlpHeaders') || has('otlpHeadersHelper') || config.otlpAuthMode === 'inference-credential';
  if (gateway?.origin === url.origin && !authenticates)
    report(
      'setting-incomplete',
      ['otlpEndpoint'],
      {
        fault:
          'otlpEndpoint is on the gateway, which asks for a credential, and none is configured for the export: each one is refused (401)',
        fix: 'Set otlpAuthMode to "inference-credential", or give otlpHeaders or otlpHeadersHelper.',
      },
      'warning',
    );
}

function checkPort({ config, report }: RuleContext): void {
  const port = parseUrl(finalText(config.otlpEndpoint) ?? '')?.port;
  const grpc = config.otlpProtocol === 'grpc';
  if ((grpc && port === '4318') || (!grpc && port === '4317'))
    report('setting-risky', ['otlpEndpoint'], {
      fault: `otlpEndpoint names port ${port}, where collectors usually expect ${grpc ? 'http' : 'grpc'}; otlpProtocol ${config.otlpProtocol === undefined ? 'is unset, which means "http/protobuf"' : `is "${config.otlpProtocol}"`}`,
      fix: 'Use 4317 for grpc and 4318 for http, or make sure that the collector listens so.',
    });
}

/** AWS signatures, Google files and API keys are not sent on; nor is a gateway's key that goes in a header of its own. */
function sendsNoBearer({ provider, config, effective }: RuleContext): boolean {
  if (provider === undefined || config.inferenceCredentialKind === undefined) return false;
  const { credentials, scheme } = effective();
  const source = credentials?.candidates[0]?.source;
  if (provider === 'gateway') return source?.kind === 'static' && scheme === 'x-api-key';
  return source?.noBearer === true;
}
