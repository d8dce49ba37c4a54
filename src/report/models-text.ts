import type { ModelEntry, ModelsReport } from '../probe/models/list.ts';
import { fold } from '../text/fold.ts';
import { printable } from '../text/printable.ts';
import type { Style } from './style.ts';
import { count, wrap } from './wrap.ts';

/** Lists longer than this are grouped, so that they fit a screen. */
const LONGEST_LIST = 24;
/** Names of shown models in a grouped list, and of hidden ones for each reason. */
const MOST_SHOWN = 60;
const MOST_EXAMPLES = 3;

/**
 * The model list for people. A short one is a line a model with the reason below it; of a long one the shown models stand
 * together, and each reason why the rest is hidden stands once, with how many it hides.
 */
export function modelsText(
  { models, missing, notes }: ModelsReport,
  { style, columns, quiet }: { readonly style: Style; readonly columns: number; readonly quiet: boolean },
): string {
  const width = Math.max(30, columns - 4);
  const lines =
    models.length > LONGEST_LIST
      ? grouped(models, style, columns)
      : models.flatMap((model) => each(model, style, width));
  for (const id of missing)
    lines.push(
      `${style.warning('!')} ${printable(id, 200)} is in inferenceModels and not in the gateway's list`,
    );
  for (const note of notes) lines.push(`${style.warning('!')} ${wrap(note, width, '  ')}`);
  if (!quiet) {
    const usable = models.filter((model) => model.usable).length;
    lines.push('', `Claude Desktop would show ${count(usable, 'model')} of ${models.length}.`);
  }
  return lines.map((line) => `${fold(line, columns)}\n`).join('');
}

function each(model: ModelEntry, style: Style, width: number): string[] {
  const { id, displayName, usable, reason, configured } = model;
  const name = displayName === null || displayName === id ? '' : style.faint(` ${displayName}`);
  const line = `${usable ? style.ok('✔') : style.error('✖')} ${id}${name}${configured ? style.info(' (in inferenceModels)') : ''}`;
  return reason === null ? [line] : [line, `    ${style.faint(wrap(reason, width, '    '))}`];
}

function grouped(models: readonly ModelEntry[], style: Style, columns: number): string[] {
  const shown = models.filter(({ usable }) => usable);
  const width = Math.max(30, columns - 2);
  const lines: string[] = [];
  const configured = shown.filter((model) => model.configured);
  const others = shown.filter((model) => !model.configured);
  if (configured.length > 0)
    lines.push(
      `${style.ok('✔')} ${wrap(`In inferenceModels: ${names(configured, MOST_SHOWN)}`, width, '  ')}`,
    );
  if (others.length > 0) {
    const title = configured.length > 0 ? 'Shown beside them: ' : '';
    lines.push(`${style.ok('✔')} ${wrap(`${title}${names(others, MOST_SHOWN)}`, width, '  ')}`);
  }
  for (const usable of [true, false]) {
    const reasons = new Map<string, ModelEntry[]>();
    for (const model of models) {
      if (model.usable !== usable || model.reason === null) continue;
      // Rows and pages are told apart by their numbers alone.
      const key = model.reason.replace(/\d+/g, '#');
      reasons.set(key, [...(reasons.get(key) ?? []), model]);
    }
    const mark = usable ? style.warning('!') : style.error('✖');
    for (const group of [...reasons.values()].sort((a, b) => b.length - a.length)) {
      const what = `${group.length} ${usable ? 'shown, but' : 'hidden:'} ${group[0]?.reason ?? ''} (${names(group, MOST_EXAMPLES)})`;
      lines.push(`${mark} ${wrap(what, width, '  ')}`);
    }
  }
  return lines;
}

/** The first names, and how many more. */
function names(models: readonly ModelEntry[], most: number): string {
  const some = models.slice(0, most).map(({ id }) => id);
  return `${some.join(', ')}${models.length > most ? ` and ${models.length - most} more` : ''}`;
}
