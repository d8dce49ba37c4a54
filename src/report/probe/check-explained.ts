import { CHECK_GROUPS, type Check } from '../../probe/check.ts';
import { PRODUCTS } from '../../probe/products/index.ts';
import { fold } from '../../text/fold.ts';
import { encodeJson } from '../json.ts';
import { OWNERS } from '../page/owners.ts';
import type { Style } from '../style.ts';
import { wrap } from '../wrap.ts';

const WHEN_BROKEN = {
  no: 'Claude Desktop does not work with the gateway',
  partly: 'Claude Desktop works, but not as it should',
  explains: 'it tells why turns fail; a warning when they work all the same',
  advice: 'a warning: Claude Desktop works',
} as const satisfies Record<Check['whenBroken'], string>;

/** What `explain` says of a check of `probe`, as data. */
function explained({
  id,
  title,
  group,
  owner,
  topic,
  required,
  whenBroken,
  when,
  flag,
  needs,
  tokens,
}: Check) {
  return {
    kind: 'check',
    check: id,
    title,
    group: CHECK_GROUPS[group],
    required,
    when,
    ...(flag === undefined ? {} : { flag: `--${flag}` }),
    whenBroken,
    owner,
    needs: needs ?? [],
    tokens: tokens ?? { input: 0, output: 0 },
    // What to do in the settings of a product, for those that are known to need it.
    remedies: PRODUCTS.flatMap(({ name, remedies }) => {
      const remedy = topic === undefined ? undefined : remedies?.[topic];
      return remedy === undefined ? [] : [{ product: name, remedy }];
    }),
  } as const;
}

/** A check for scripts. */
export function checkJson(check: Check): string {
  return `${encodeJson({ version: 1, command: 'explain', exitCode: 0, ...explained(check) }, 2)}\n`;
}

/** A check for people: what it wants, when it is made, what its failure means, and what fixes it in known products. */
export function checkText(
  check: Check,
  { style, columns }: { readonly style: Style; readonly columns: number },
): string {
  const {
    check: id,
    title,
    group,
    when,
    flag,
    whenBroken,
    owner,
    needs,
    tokens,
    remedies,
  } = explained(check);
  const asked = {
    default: 'by every probe',
    deep: 'with --deep',
    flag: `with ${flag ?? ''}`,
    passive: 'by every probe, from the other answers',
  }[when];
  const cost = tokens.input + tokens.output;
  const rows: readonly (readonly [string, string])[] = [
    ['Made', `${asked}${cost > 0 ? `, about ${String(cost)} tokens` : ''}`],
    ['When it fails', WHEN_BROKEN[whenBroken]],
    ['Who can fix it', OWNERS[owner].who],
    ...(needs.length === 0 ? [] : [['Not made after', `${needs.join(', ')} failed`] as const]),
  ];
  const lines = [
    `${style.strong(id)}  ${style.faint(`check of probe; ${group}`)}`,
    '',
    `Wanted: ${title}.`,
    '',
    ...rows.map(
      ([name, text]) => `  ${name.padEnd(16)}${wrap(text, Math.max(20, columns - 18), ' '.repeat(18))}`,
    ),
    ...(remedies.length === 0 ? [] : ['', style.strong('In the settings of')]),
    ...remedies.map(({ product, remedy }) => `  - ${product}: ${remedy}`),
    '',
    `Its result says what was found and what to do: cowork-3p probe --only ${id}`,
  ];
  return lines.map((line) => `${fold(line, columns)}\n`).join('');
}
