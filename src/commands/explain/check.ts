import { checks } from '../../probe/checks/index.ts';
import { checkJson, checkText } from '../../report/probe/check-explained.ts';
import type { Style } from '../../report/style.ts';
import { nearest } from '../../schema/index.ts';

/** What there is to say of the check of `probe` with that ID; undefined where there is none. */
export function explainCheck(
  name: string,
  json: boolean,
  options: { readonly style: Style; readonly columns: number },
): string | undefined {
  const check = checks.find(({ id }) => id === name.toLowerCase());
  if (check === undefined) return undefined;
  return json ? checkJson(check) : checkText(check, options);
}

/** The check that was most likely meant. */
export function nearestCheck(name: string): string | undefined {
  return nearest(
    name,
    checks.map(({ id }) => id),
  );
}
