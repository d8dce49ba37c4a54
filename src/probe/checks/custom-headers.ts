import { fail, pass, warn, type Check } from '../check.ts';
import { fieldProblem } from '../../text/http-field.ts';
import { isCredentialHeader } from '../../text/secret-names.ts';

/** RFC 9110, sections 5.1 and 5.5; claude.com "Configuration reference": no credentials in inferenceCustomHeaders. */
export const customHeaders = {
  id: 'custom-headers',
  title: 'the extra headers can be sent and hold no credential',
  group: 'D',
  owner: 'configuration',
  topic: 'required-header',
  required: true,
  whenBroken: 'no',
  when: 'default',
  run(context) {
    const { facts } = context;
    const entries = Object.entries(facts.customHeaders);
    if (entries.length === 0) return undefined;
    for (const [name, value] of entries) {
      const problem = fieldProblem(name, value);
      if (problem !== undefined) {
        return fail(
          `inferenceCustomHeaders holds ${context.quote(name, 60)}, which cannot be sent: it ${problem}.`,
          'Correct or remove it.',
        );
      }
    }
    const credential = entries.find(([name]) => CREDENTIAL.has(name.toLowerCase()))?.[0];
    if (credential !== undefined) {
      return {
        ...fail(
          `inferenceCustomHeaders sets ${context.quote(credential, 60)}, which carries the credential itself.`,
          'Take it out and use inferenceGatewayApiKey with inferenceGatewayAuthScheme.',
        ),
        blocking: false,
      };
    }
    const suspect = entries.find(([name]) => isCredentialHeader(name))?.[0];
    if (suspect !== undefined) {
      return warn(
        `${context.quote(suspect, 60)} in inferenceCustomHeaders looks like a credential.`,
        'Give it through inferenceGatewayApiKey or inferenceCredentialHelper: the custom headers are no place for secrets.',
      );
    }
    return pass(
      `${entries.length === 1 ? 'One extra header is' : `${entries.length} extra headers are`} sent with every request.`,
    );
  },
} as const satisfies Check;

const CREDENTIAL = new Set(['authorization', 'x-api-key', 'cookie']);
