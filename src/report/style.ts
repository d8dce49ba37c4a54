/** What the program means to say with a colour; nothing else knows which one it is. */
export interface Style {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly info: (text: string) => string;
  readonly ok: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

/** How a stream wants colour: flags first, then the environment, then the terminal. https://no-color.org, https://force-color.org */
export function colorLevel(options: {
  readonly flag: boolean | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTTY: boolean;
  readonly colorDepth: number;
}): 0 | 1 | 2 | 3 {
  const { flag, env, isTTY, colorDepth } = options;
  if (flag === false) return 0;
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return 0;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined && forced !== '')
    return forced === '0' || forced === 'false' ? 0 : forced === '2' ? 2 : forced === '3' ? 3 : 1;
  if (!isTTY || env.TERM === 'dumb') return 0;
  return colorDepth >= 24 ? 3 : colorDepth >= 8 ? 2 : colorDepth >= 4 ? 1 : 0;
}

const asItIs = (text: string): string => text;

/** No colour at all, as in a pipe or a file. */
export const PLAIN: Style = {
  error: asItIs,
  warning: asItIs,
  info: asItIs,
  ok: asItIs,
  strong: asItIs,
  faint: asItIs,
};

/** Colours of the basic sixteen only: they follow the terminal's own theme, light or dark. */
export async function style(level: 0 | 1 | 2 | 3): Promise<Style> {
  if (level === 0) return PLAIN;
  // Loaded when something is coloured: most runs write into a pipe.
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level });
  return {
    error: (text) => chalk.red(text),
    warning: (text) => chalk.yellow(text),
    info: (text) => chalk.cyan(text),
    ok: (text) => chalk.green(text),
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
  };
}
