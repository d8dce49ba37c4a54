import type { KeyName } from '../catalogue/index.ts';
import { parseUrl } from '../formats.ts';
import { bootstraps } from './mode.ts';
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
        if (has(key))
          report('setting-ignored', [key], {
            fault: `${key} does nothing without otlpEndpoint`,
            fix: `Set otlpEndpoint, or remove ${key}.`,
          });
      return;
    }
    checkPort(context);
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
  const source = effective.credentials?.candidates[0]?.source;
  if (provider === 'gateway') return source?.kind === 'static' && effective.scheme === 'x-api-key';
  return source?.noBearer === true;
}
