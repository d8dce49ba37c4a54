import type { CheckContext } from '../check.ts';
import type { TurnKind } from '../engine/request.ts';
import { askResult } from './result-turn.ts';
import { askText } from './text-turn.ts';
import { askTool } from './tool-turn.ts';
import type { Turn } from './turn.ts';

/*
 * One turn of one model, asked and read as the app's engine does it (measured on 2.1.332): what it takes, what it asks
 * again, and what ends the turn. The checks of turns only word what comes out here.
 */

/** A turn of a kind with a model, once a run. */
export function askTurn(context: CheckContext, kind: TurnKind, model: string): Promise<Turn> {
  return context.ask(`turn ${kind} ${model}`, () => {
    switch (kind) {
      case 'text':
        return askText(context, model);
      case 'tool':
        return askTool(context, model);
      case 'result':
        return askTurn(context, 'tool', model).then((call) => askResult(context, model, call));
      default:
        return kind satisfies never;
    }
  });
}
