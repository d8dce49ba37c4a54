import type { Diagnostic } from '../../../src/diagnostics.ts';
import type { Format } from '../../../src/schema/document.ts';
import { pathText } from '../../../src/schema/path.ts';
import { validate, type ValidateOptions } from '../../../src/schema/validate.ts';
import { documentOf } from '../document-of.ts';

type Settings = Readonly<Record<string, unknown>>;

/** The smallest configuration without a finding: what a test adds is what it is about. */
export const GATEWAY: Settings = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.corp',
  inferenceGatewayApiKey: '${env:INFERENCE_GATEWAY_API_KEY}',
};

export function findingsOf(
  settings: Settings,
  options?: ValidateOptions,
  format: Format = 'json',
): readonly Diagnostic[] {
  return validate({ ...documentOf(settings), format }, options).diagnostics;
}

/** Findings as `E code path`, infos and all. */
export function checked(settings: Settings, options?: ValidateOptions, format?: Format): string[] {
  return findingsOf(settings, options, format).map(({ severity, code, path }) =>
    `${severity.charAt(0).toUpperCase()} ${code} ${pathText(path)}`.trimEnd(),
  );
}

/** The same for settings added to the smallest gateway configuration. */
export function findingsWith(settings: Settings, options?: ValidateOptions, format?: Format): string[] {
  return checked({ ...GATEWAY, ...settings }, options, format);
}
