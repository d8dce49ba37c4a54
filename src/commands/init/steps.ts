import { bootstrapSteps } from './bootstrap.ts';
import type { Draft } from './draft.ts';
import { gatewayTest } from './gateway-test.ts';
import { headers } from './headers.ts';
import { modelDetails } from './model-details.ts';
import { models } from './models.ts';
import { preset, presetSteps } from './preset.ts';
import { fieldStep, provider } from './provider.ts';
import { providerRows } from '../../schema/descriptions.ts';
import { signIn, signInSteps } from './sign-in.ts';
import type { Step } from './step.ts';
import { surfaces } from './surfaces.ts';

/** What is asked when a server delivers the rest: it replaces all that stands here. */
const OF_BOOTSTRAP = new Set([provider, ...bootstrapSteps]);

/** Every question, in order, as far as the answers so far tell which there are. */
export function stepsOf(draft: Draft): readonly Step[] {
  const fields = draft.provider === undefined ? [] : providerRows[draft.provider].fields;
  const steps: readonly Step[] = [
    provider,
    ...bootstrapSteps,
    ...fields.map((field) => fieldStep(field)),
    signIn,
    ...signInSteps(draft),
    headers,
    gatewayTest,
    models,
    modelDetails,
    surfaces,
    preset,
    ...presetSteps(draft),
  ];
  return steps.filter(
    (step) => (!draft.isBootstrap || OF_BOOTSTRAP.has(step)) && (step.when?.(draft) ?? true),
  );
}
