import { fail, pass, warn, type Check } from '../check.ts';

const SLOW_MS = 5000;

/** claude.com "Credential helper": exit 0, and standard output holds the token, or `{"token","headers"}`, and nothing else. */
export const helperOutput = {
  id: 'helper-output',
  title: 'the credential helper gives a usable credential',
  group: 'B',
  owner: 'configuration',
  required: true,
  whenBroken: 'no',
  when: 'default',
  run(context) {
    const { facts } = context;
    const { helper } = facts;
    if (helper === undefined) return undefined;
    if (helper.problem !== undefined) {
      return fail(
        context.quote(helper.problem),
        'Standard output of inferenceCredentialHelper must hold only the token, or {"token":…,"headers":{…}}, and it must exit 0.',
      );
    }
    if (helper.warnings.length > 0) {
      return warn(
        context.quote(helper.warnings.join(' ')),
        'Have inferenceCredentialHelper write the token and nothing else.',
      );
    }
    if (helper.ms > SLOW_MS) {
      return warn(
        `The helper took ${Math.round(helper.ms / 1000)} s.`,
        'Make inferenceCredentialHelper faster: the app waits for it, and cuts it off at 20 s within a session.',
      );
    }
    return pass(`The helper gave a credential in ${helper.ms} ms.`);
  },
} as const satisfies Check;
