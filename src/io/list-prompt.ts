import {
  createPrompt,
  isBackspaceKey,
  isDownKey,
  isEnterKey,
  isSpaceKey,
  isUpKey,
  makeTheme,
  type Theme,
  useKeypress,
  usePagination,
  usePrefix,
  useState,
} from './inquirer.ts';

/** One entry of a list, ready to be shown. */
export interface ListItem {
  readonly name: string;
  readonly short: string;
  readonly description?: string;
  /** Why it cannot be chosen, as it stands behind the name. */
  readonly disabled?: string;
  /** Stands in the list only while it is searched for. */
  readonly found?: true;
}

interface ListConfig {
  readonly message: string;
  readonly items: readonly ListItem[];
  /** Several may be chosen, by the space bar. */
  readonly several: boolean;
  /** Positions chosen at the start; of a list of which one is chosen, where the cursor stands. */
  readonly initial: readonly number[];
  /** Lines that the page of entries may take. */
  readonly pageSize: number;
  /** Tells whether Esc clears the filter; else it is for whoever asked. */
  readonly escape: { held: boolean };
  readonly validate: (chosen: readonly number[]) => Promise<true | string>;
  readonly theme: object;
}

/** How a list looks beyond what every prompt has. */
interface ListStyle {
  readonly disabled: (text: string) => string;
  readonly description: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly keysHelpTip: (keys: readonly (readonly [key: string, action: string])[]) => string;
  readonly chosen: (items: readonly ListItem[]) => string;
}

interface ListTheme {
  readonly icon: { readonly cursor: string; readonly checked: string; readonly unchecked: string };
  readonly style: ListStyle;
}

/** Lists with more entries can be searched, and say how many there are. */
const SHORT_LIST = 8;
const HIDE_CURSOR = '\u001B[?25l';

/**
 * Asks for one entry of a list, or for several; the answer is their positions. In a long list what is typed leaves the
 * entries that hold all its words.
 */
export const list = createPrompt<readonly number[], ListConfig>((config, done) => {
  const { items, several, pageSize, escape } = config;
  const theme = makeTheme<ListTheme>(config.theme);
  const [status, setStatus] = useState<'idle' | 'loading' | 'done'>('idle');
  const [filter, setFilter] = useState('');
  const [at, setAt] = useState(several ? firstOf(items) : (config.initial[0] ?? firstOf(items)));
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set(several ? config.initial : []));
  const [error, setError] = useState<string | undefined>(undefined);
  const prefix = usePrefix({ status, theme });
  const searchable = items.length > SHORT_LIST;
  const shown = matches(items, filter);
  const active = Math.max(0, shown.indexOf(at));
  const current = shown[active];
  escape.held = filter !== '';

  const search = (words: string): void => {
    setFilter(words);
    const left = matches(items, words);
    if (!left.includes(at)) setAt(left.find((one) => items[one]?.disabled === undefined) ?? left[0] ?? at);
  };
  const answer = async (): Promise<void> => {
    const picked = several ? [...chosen].sort((a, b) => a - b) : current === undefined ? [] : [current];
    if (!several && (current === undefined || items[current]?.disabled !== undefined)) {
      setError(
        current === undefined
          ? 'Nothing matches\nBackspace takes the last letter away.'
          : 'This one cannot be chosen',
      );
      return;
    }
    setStatus('loading');
    const verdict = await config.validate(picked);
    if (verdict === true) {
      setChosen(new Set(picked));
      setStatus('done');
      done(picked);
    } else {
      setError(verdict);
      setStatus('idle');
    }
  };
  const toggle = (): void => {
    if (current === undefined) return;
    if (items[current]?.disabled !== undefined) setError('This one cannot be chosen');
    else setChosen(toggled(chosen, [current], !chosen.has(current)));
  };
  const move = (to: number): void => setAt(shown[Math.min(Math.max(0, to), shown.length - 1)] ?? at);

  useKeypress(async (key, line) => {
    const typed = line.line;
    line.clearLine(0);
    if (status !== 'idle') return;
    setError(undefined);
    if (isEnterKey(key)) await answer();
    else if (isUpKey(key)) move(active - 1);
    else if (isDownKey(key)) move(active + 1);
    else if (key.name === 'pageup') move(active - pageSize);
    else if (key.name === 'pagedown') move(active + pageSize);
    else if (key.name === 'home') move(0);
    else if (key.name === 'end') move(shown.length - 1);
    else if (several && isSpaceKey(key)) toggle();
    else if (several && key.ctrl && key.name === 'a') {
      const free = shown.filter((one) => items[one]?.disabled === undefined);
      setChosen(
        toggled(
          chosen,
          free,
          free.some((one) => !chosen.has(one)),
        ),
      );
    } else if (key.name === 'escape') search('');
    else if (isBackspaceKey(key)) search(Array.from(filter).slice(0, -1).join(''));
    else if (key.ctrl && key.name === 'u') search('');
    else if (typed === '') return;
    else if (searchable) search(filter + typed);
    else {
      // In a short list a letter leads to the next entry that begins with it.
      const wanted = typed.toLowerCase();
      const order = [...shown.slice(active + 1), ...shown.slice(0, active + 1)];
      const found = order.find((one) => items[one]?.name.toLowerCase().startsWith(wanted));
      if (found !== undefined) setAt(found);
    }
  });

  const message = theme.style.message(config.message, status);
  if (status === 'done')
    return [prefix, message, theme.style.answer(theme.style.chosen(entries(items, chosen)))].join(' ');
  const page =
    shown.length === 0
      ? theme.style.faint('  Nothing matches.')
      : usePage(items, shown, { active, chosen, several, pageSize, theme });
  const { description } = (current === undefined ? undefined : items[current]) ?? {};
  const keys: readonly (readonly [string, string])[] = [
    ['↑↓', 'move'],
    ...(several
      ? ([
          ['space', 'choose'],
          ['ctrl-a', searchable ? 'all shown' : 'all'],
        ] as const)
      : []),
    ['⏎', several ? 'done' : 'choose'],
  ];
  const lines = [
    [prefix, message].join(' '),
    ...(searchable
      ? [
          theme.style.faint(
            `  ${searchLine(filter, shown.length, items.length, several ? chosen.size : undefined)}`,
          ),
        ]
      : []),
    page,
    ' ',
    ...(description === undefined ? [] : [theme.style.description(description)]),
    ...(error === undefined ? [] : [theme.style.error(error)]),
    theme.style.keysHelpTip(keys),
  ];
  return `${lines.join('\n').trimEnd()}${HIDE_CURSOR}`;
});

interface Page {
  readonly active: number;
  readonly chosen: ReadonlySet<number>;
  readonly several: boolean;
  readonly pageSize: number;
  readonly theme: Theme<ListTheme>;
}

function usePage(
  items: readonly ListItem[],
  shown: readonly number[],
  { active, chosen, several, pageSize, theme }: Page,
): string {
  return usePagination({
    items: shown,
    active,
    pageSize,
    loop: false,
    renderItem({ item: position, isActive }) {
      const { name = '', disabled } = items[position] ?? {};
      const cursor = isActive ? theme.icon.cursor : ' ';
      const box = !several
        ? ''
        : disabled !== undefined
          ? ' - '
          : chosen.has(position)
            ? theme.icon.checked
            : theme.icon.unchecked;
      if (disabled !== undefined) return theme.style.disabled(`${cursor}${box} ${name} ${disabled}`);
      return isActive ? theme.style.highlight(`${cursor}${box} ${name}`) : `${cursor}${box} ${name}`;
    },
  });
}

/** `Type to search 300 entries, 2 chosen`, or what was typed and how many it leaves. */
function searchLine(filter: string, left: number, all: number, chosen: number | undefined): string {
  const picked = chosen === undefined ? '' : `, ${chosen} chosen`;
  if (filter === '') return `Type to search ${all} entries${picked}`;
  return `Search: ${filter}_ (${left} of ${all}${picked}; esc clears)`;
}

/** Positions of the entries that hold all words, whatever their case. */
function matches(items: readonly ListItem[], filter: string): readonly number[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return items.flatMap(({ name, short, found }, position) => {
    if (found === true && words.length === 0) return [];
    const text = `${name} ${short}`.toLowerCase();
    return words.every((word) => text.includes(word)) ? [position] : [];
  });
}

function firstOf(items: readonly ListItem[]): number {
  return Math.max(
    0,
    items.findIndex(({ disabled }) => disabled === undefined),
  );
}

function toggled(
  chosen: ReadonlySet<number>,
  positions: readonly number[],
  on: boolean,
): ReadonlySet<number> {
  const next = new Set(chosen);
  for (const one of positions)
    if (on) next.add(one);
    else next.delete(one);
  return next;
}

function entries(items: readonly ListItem[], chosen: ReadonlySet<number>): readonly ListItem[] {
  return items.filter((_item, position) => chosen.has(position));
}
