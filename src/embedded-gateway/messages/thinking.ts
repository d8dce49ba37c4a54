import { invalid } from '../errors.ts';
import { thinksAdaptively, thinksByBudget, type EmbeddedModel } from '../models.ts';
import { isFields } from './fields.ts';

/** Whether the answer thinks first, and whether it shows what it thought. */
export type Thinking = 'off' | 'shown' | 'omitted';

/** `thinking` of a request to a model, as far as that model takes it. */
export function readThinking(thinking: unknown, model: EmbeddedModel, maxTokens: number): Thinking {
  if (thinking === undefined || thinking === null) return 'off';
  if (!isFields(thinking)) throw invalid('thinking: Input should be a valid dictionary');
  const shown = thinking.display === 'omitted' ? 'omitted' : 'shown';
  switch (thinking.type) {
    case 'disabled':
      return 'off';
    case 'adaptive':
      if (!thinksAdaptively(model))
        throw invalid('thinking.type: adaptive thinking is not supported on this model');
      return shown;
    case 'enabled':
      if (!thinksByBudget(model)) {
        throw invalid(
          '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
        );
      }
      if (!Number.isInteger(thinking.budget_tokens))
        throw invalid('thinking.enabled.budget_tokens: Field required');
      if ((thinking.budget_tokens as number) < 1024) {
        throw invalid('thinking.enabled.budget_tokens: Input should be greater than or equal to 1024');
      }
      if ((thinking.budget_tokens as number) >= maxTokens) {
        throw invalid('`max_tokens` must be greater than `thinking.budget_tokens`.');
      }
      return shown;
    default:
      throw invalid("thinking.type: Input should be 'adaptive', 'disabled' or 'enabled'");
  }
}
