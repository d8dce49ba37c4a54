import { fail, nothing, pass, warn, type Check } from '../check.ts';
import { isHostileName, LONGEST_ID, MOST_ROWS, showId } from '../../protocol/model-list.ts';
import { discoveryIsOn } from '../models/choice.ts';
import { askModelPage, askModels } from '../requests/asks.ts';

const LARGE = 1_000_000;

/** IDs and names are untrusted text: clients were seen to store and print them raw. */
export const modelsHygiene = {
  id: 'models-hygiene',
  title: 'the model list is clean',
  group: 'D',
  owner: 'gateway',
  required: true,
  whenBroken: 'partly',
  says: 'its model list is not fit to be shown',
  when: 'default',
  needs: ['models-list'],
  async run(context) {
    if (!discoveryIsOn(context.facts)) return undefined;
    const outcome = await askModels(context);
    if (!outcome.ok) {
      return outcome.failure.kind === 'too-large'
        ? fail(
            'The model list is larger than 10 MB.',
            'List the models users may choose, and nothing else; or set inferenceModels.',
          )
        : nothing('model list');
    }
    const page = await askModelPage(context);
    if (page === undefined) return nothing('model list');
    const dirty = page.rows.find(
      ({ id, displayName }) => isHostileName(id) || isHostileName(displayName ?? ''),
    );
    if (dirty !== undefined) {
      return fail(
        `Row ${dirty.position} (${showId(dirty.id)}) carries control, escape or direction characters.`,
        'Remove them from the names of the routes: terminals and pickers obey them.',
      );
    }
    if (outcome.value.text.length > LARGE) {
      return warn(
        `The model list is ${(outcome.value.text.length / 1_000_000).toFixed(1)} MB long; the app reads it at every start.`,
        'List the models users may choose, and nothing else; or set inferenceModels.',
      );
    }
    if (page.total > MOST_ROWS) {
      return warn(
        `The list has ${page.total} rows.`,
        `List the models users may choose; at most ${MOST_ROWS} are read.`,
      );
    }
    const long = page.rows.find(
      ({ id, displayName }) => id.length > LONGEST_ID || (displayName ?? '').length > LONGEST_ID,
    );
    if (long !== undefined) {
      return warn(`Row ${long.position} has a name of more than ${LONGEST_ID} characters.`, 'Shorten it.');
    }
    return pass('No control characters, no overlong names.');
  },
} as const satisfies Check;
