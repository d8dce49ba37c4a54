import type { Check } from '../../probe/check.ts';
import { encodeJson } from '../json.ts';

/** `probe --list` for scripts: a row a check, with what it costs in tokens. */
export function listJson(checks: readonly Check[]): string {
  const rows = checks.map(({ id, title, group, required, when, flag, needs, tokens }) => ({
    id,
    title,
    group,
    required,
    when,
    ...(flag === undefined ? {} : { flag: `--${flag}` }),
    needs: needs ?? [],
    tokens: tokens ?? { input: 0, output: 0 },
  }));
  return `${encodeJson({ version: 1, command: 'probe', checks: rows }, 2)}\n`;
}
