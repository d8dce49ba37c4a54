import { fail, nothing, pass, warn, type Check } from '../check.ts';
import { unique } from '../models/choice.ts';
import { discoveryIsOn } from '../models/choice.ts';
import { askModelPage } from '../requests/asks.ts';

/** The app reads one page, and one malformed row voids all of it (measured). */
export const modelsShape = {
  id: 'models-shape',
  title: 'the model list has a shape the app reads',
  group: 'D',
  owner: 'gateway',
  topic: 'model-list',
  required: true,
  whenBroken: 'no',
  when: 'default',
  needs: ['models-list'],
  async run(context) {
    if (!discoveryIsOn(context.facts)) return undefined;
    const page = await askModelPage(context);
    if (page === undefined) return nothing('model list');
    if (page.shape !== 'list') {
      const what = {
        array: 'is a bare array',
        'models-key': 'holds "models" instead of "data"',
        'not-json': 'is no JSON object',
        'no-data': 'has no "data" array',
      }[page.shape];
      return fail(
        `The list ${what}, which gives the app no models.`,
        'Answer {"data":[{"id":…,"display_name":…}]}, or set inferenceModels.',
      );
    }
    const [bad] = page.bad;
    if (bad !== undefined) {
      const more = page.badCount > 1 ? ` (${page.badCount} rows are malformed)` : '';
      return fail(
        `Row ${bad.position} ${bad.text}, which voids the whole list${more}.`,
        'Give every row a string id, and a display_name that is a string or absent; or set inferenceModels.',
      );
    }
    if (page.hasMore) {
      return warn(
        'The list has more pages, and the app reads only the first.',
        'Answer all models on one page (limit is 1000), or set inferenceModels.',
      );
    }
    if (unique(page.rows.map(({ id }) => id)).length < page.rows.length) {
      return warn('The list holds the same ID more than once.', 'List every model once.');
    }
    const { length } = page.rows;
    return pass(`${length} well-formed ${length === 1 ? 'row' : 'rows'}.`);
  },
} as const satisfies Check;
