import type { Ignore } from '../../schema/index.ts';
import type { LineMap } from './lines.ts';
import { tokensIn } from './tree.ts';

const MARK = 'cowork-3p-ignore';
/** More than a code and a reason need. */
const MAX_COMMENT = 1000;
const IGNORE = /^cowork-3p-ignore\s{1,20}([a-z0-9-]{1,100})\s{0,20}(?::(.*))?$/s;

/** The code and the reason in a comment that silences a finding. */
function ignoreIn(comment: string): { code: string; reason: string } | undefined {
  if (!comment.includes(MARK)) return undefined;
  const whole = comment.trim();
  const body = whole.startsWith('/*') ? whole.slice(2).replace(/\*\/$/, '') : whole.slice(2);
  const [, code, reason = ''] = IGNORE.exec(body.trim().slice(0, MAX_COMMENT)) ?? [];
  return code === undefined ? undefined : { code, reason: reason.trim() };
}

/** Comments that silence a finding of the next setting, each with the line it counts for. */
export function ignoresIn(text: string, lines: LineMap): readonly Ignore[] {
  if (!text.includes(MARK)) return [];
  const ignores: Ignore[] = [];
  /** Comments from here on still wait for their key. */
  let waiting = 0;
  const open: { code: string; reason: string; line: number }[] = [];
  for (const { kind, text: token, offset } of tokensIn(text)) {
    if (kind === 'comment') {
      const found = ignoreIn(token);
      if (found !== undefined) open.push({ ...found, line: lines.at(offset).line });
    } else if (waiting < open.length) {
      const target = lines.at(offset).line;
      for (; waiting < open.length; waiting += 1) {
        const one = open[waiting];
        if (one !== undefined) ignores.push({ ...one, target });
      }
    }
  }
  return ignores;
}
