import type { Path } from '../document.ts';
import { pathText, joinPath } from '../path.ts';
import { looksLikeCredential } from '../../text/credentials.ts';
import { isCredentialHeader } from '../../text/secret-names.ts';
import { membersOf, objectsIn } from './reading.ts';
import type { Rule, RuleContext } from './rule.ts';

/** A map of headers that is not made for credentials, and the setting that is. */
interface HeaderMap {
  readonly value: unknown;
  readonly path: Path;
  readonly fix: string;
}

/** Every map of headers that must not hold a credential. Those of the bootstrap fetch may. */
export function* plainHeaders(context: RuleContext): Generator<HeaderMap> {
  yield {
    value: context.settings.get('inferenceCustomHeaders'),
    path: ['inferenceCustomHeaders'],
    fix: 'Use the credential keys of the provider, or let inferenceCredentialHelper print the header.',
  };
  yield {
    value: context.settings.get('otlpHeaders'),
    path: ['otlpHeaders'],
    fix: 'Use otlpHeadersHelper or otlpAuthMode.',
  };
  for (const { value, path } of objectsIn(context, 'managedMcpServers'))
    yield { value: value.headers, path: joinPath(path, 'headers'), fix: 'Use headersHelper or oauth.' };
}

/** Whether a header holds a credential: its name says so, or its value looks like one. */
export function carriesCredential(name: string, value: unknown): boolean {
  return isCredentialHeader(name) || (typeof value === 'string' && looksLikeCredential(value));
}

/** Fixed headers go to every device as they stand: they are no place for a credential. */
export const headerCredential: Rule = {
  id: 'header-credential',
  source: 'Vendor reference, inferenceCustomHeaders, otlpHeaders, managedMcpServers[].headers',
  when: ['inferenceCustomHeaders', 'otlpHeaders', 'managedMcpServers'],
  check(context) {
    for (const { value, path, fix } of plainHeaders(context))
      for (const [name, item] of Object.entries(membersOf(value) ?? {}))
        if (carriesCredential(name, item))
          context.report('header-credential', joinPath(path, name), { what: pathText(path), name, fix });
  },
};
