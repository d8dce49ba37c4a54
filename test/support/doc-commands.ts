import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../..');

/** A command of ours as a page shows it. */
interface DocCommand {
  /** As it stands there, continued lines joined. */
  readonly line: string;
  /** The arguments as a shell would hand them over. */
  readonly argv: readonly string[];
  /** Where the page sends standard output. */
  readonly into?: string;
}

/** Every `cowork-3p …` in the blocks of a page that are for a shell, in their order. */
export function docCommands(page: string): readonly DocCommand[] {
  const text = readFileSync(path.join(ROOT, page), 'utf8');
  return [...text.matchAll(/^ *```(\w+)\n([\s\S]*?)^ *```$/gm)]
    .filter(([, language = '']) => ['sh', 'bash', 'console'].includes(language))
    .flatMap(([, language, body = '']) =>
      body
        .replace(/\\\n\s*/g, '')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line.startsWith(language === 'console' ? '$ cowork-3p ' : 'cowork-3p '))
        .map((line) => line.replace(/^\$ /, '')),
    )
    .map(command);
}

function command(line: string): DocCommand {
  const words = shellWords(line);
  const at = words.indexOf('>');
  const argv = words.slice(1, at === -1 ? undefined : at);
  const into = at === -1 ? undefined : words[at + 1];
  return { line, argv, ...(into === undefined ? {} : { into }) };
}

/**
 * A line as sh splits it: quotes group and go away, a comment ends it. What sh, or zsh where it differs, would replace
 * or complete fails here: such a line does not do what it shows.
 */
export function shellWords(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [, single, double, blank, comment, bare = ''] of line.matchAll(
    /'([^']*)'|"([^"$`\\]*)"|(\s+)|(#.*$)|(.)/g,
  )) {
    if (single !== undefined || double !== undefined) word = (word ?? '') + (single ?? double ?? '');
    else if (blank !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (comment !== undefined && word === undefined) break;
    else if (comment !== undefined) word = (word ?? '') + comment;
    else if (/[[\]{}*?$`~"'\\;&|<()]/.test(bare))
      throw new Error(`A shell would not take ${bare} as it stands: ${line}`);
    else word = (word ?? '') + bare;
  }
  if (word !== undefined) words.push(word);
  return words;
}
