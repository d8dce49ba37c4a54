import { CHECK_GROUPS, type Check } from '../../probe/check.ts';
import type { Style } from '../style.ts';

/** `probe --list` for people: the checks by group, with what asks for each and what it costs. */
export function listText(checks: readonly Check[], style: Style): string {
  const width = Math.max(...checks.map(({ id }) => id.length));
  return Object.entries(CHECK_GROUPS)
    .map(([group, title]) => {
      const own = checks.filter((one) => one.group === group);
      return `${style.strong(title)}\n${own.map((check) => line(check, width, style)).join('')}`;
    })
    .join('');
}

function line({ id, title, required, when, flag, tokens }: Check, width: number, style: Style): string {
  const cost = (tokens?.input ?? 0) + (tokens?.output ?? 0);
  const tags = [
    required ? 'required' : '',
    when === 'deep' ? '--deep' : flag === undefined ? '' : `--${flag}`,
    cost > 0 ? `${cost} tokens` : '',
  ].filter((tag) => tag !== '');
  return `  ${id.padEnd(width)}  ${title}${tags.length > 0 ? style.faint(` (${tags.join(', ')})`) : ''}\n`;
}
