import type { ExitCode } from '../errors.ts';
import type { ModelsReport, NoModels } from '../probe/models/list.ts';
import { encodeJson } from './json.ts';

/** The model list for scripts, as one text. */
export function modelsJson({ source, models, missing, notes }: ModelsReport, exitCode: ExitCode): string {
  const rows = models.map(({ id, displayName, usable, reason, configured }) => ({
    id,
    displayName,
    usable,
    reason,
    configured,
  }));
  return document({ exitCode, source, models: rows, missing, notes });
}

/** The same where the gateway gave no list: what the problem is in its place. */
export function noModelsJson({ detail, hint }: NoModels, exitCode: ExitCode): string {
  return document({ exitCode, source: null, problem: detail, hint, models: [], missing: [] });
}

function document(members: object): string {
  return `${encodeJson({ version: 1, command: 'models', ...members }, 2)}\n`;
}
