/*
 * The embedded gateway has no model. What it says is a short table of rules over the prompt, so that the same
 * request always gets the same answer and a probe can tell a right answer from a canned one.
 */

/** What a rule sees: the text of the last user turn. */
interface Rule {
  readonly matches: RegExp;
  answer(match: RegExpExecArray): string;
}

const MOST_NUMBERS = 2000;

const RULES: readonly Rule[] = [
  {
    matches:
      /\b(?:reply|answer) with (?:only )?the words? ["'`]?([\p{L}\p{N}_-]+)["'`]?(?: (once|twice|three times))?/iu,
    answer: ([, word = '', times]) =>
      Array.from({ length: times === 'twice' ? 2 : times === 'three times' ? 3 : 1 }, () => word).join(' '),
  },
  {
    matches: /\bcount from (\d{1,6}) to (\d{1,6})\b/i,
    answer: ([, from = '1', to = '1']) => {
      const length = Math.min(MOST_NUMBERS, Math.max(0, Number(to) - Number(from) + 1));
      return Array.from({ length }, (_, at) => String(Number(from) + at)).join('\n');
    },
  },
  { matches: /\b(?:say|repeat)(?: exactly)?:? ["'`]([^"'`]{1,500})["'`]/iu, answer: ([, text = '']) => text },
  { matches: /\bsay ([\p{L}\p{N}_-]+)/iu, answer: ([, word = '']) => word },
];

const OTHERWISE = 'This is the embedded test gateway of cowork-3p. It answers by rule, not by a model.';

/**
 * The answer to the texts of a conversation, newest first: clients put reminders around what they ask. The system prompt
 * may tell a code word, or a word to end every answer with, so that a lost system prompt shows.
 */
export function answerTo(texts: readonly string[], system = ''): string {
  const last = LAST_WORD.exec(system)?.[1];
  const answer = bare(texts, system);
  return last === undefined ? answer : `${answer} ${last}`;
}

function bare(texts: readonly string[], system: string): string {
  for (const text of texts) {
    for (const rule of RULES) {
      const match = rule.matches.exec(text);
      if (match !== null) return rule.answer(match);
    }
  }
  const told = CODE_WORD.exec(system)?.[1];
  return told !== undefined && texts.some((text) => /\bcode word\b/i.test(text)) ? told : OTHERWISE;
}

const CODE_WORD = /\bcode word is ["'`]?([\p{L}\p{N}_-]{3,})/iu;
const LAST_WORD = /\bend every answer with the word ["'`]?([\p{L}\p{N}_-]+)/iu;

/** The answer to the results of tools: their contents, so that a lost result shows. */
export function answerToResults(
  results: readonly { readonly text: string; readonly isError: boolean }[],
): string {
  return results
    .map(({ text, isError }) => (isError ? `The tool failed: ${text}` : `The tool gave: ${text}`))
    .join('\n');
}

/** Pieces of about four characters: the gateway's tokens, in its counts and in its deltas. */
export function tokensOf(text: string): readonly string[] {
  return text.match(/\s*\S{1,4}|\s+$/gu) ?? [];
}

/** Roughly how many tokens a value takes. */
export function countTokens(value: unknown): number {
  return Math.max(1, Math.ceil(JSON.stringify(value).length / 4));
}

/** A file that a client's own file tool is asked to read: `READ-FILE /path`, for the tool named Read. */
export function fileAskedFor(texts: readonly string[]): string | undefined {
  return texts.map((text) => /^READ-FILE (\S+)/.exec(text)?.[1]).find((path) => path !== undefined);
}

/** Longer prompts are a client's own instructions, which speak of tools without asking for one. */
const LONGEST_REQUEST = 4000;

/** Names of tools a prompt asks to call, in the order it names them; the first tool when it only says "the tool". */
export function toolsAskedFor(prompt: string, names: readonly string[]): readonly string[] {
  if (prompt.length > LONGEST_REQUEST) return [];
  const named = names
    .map((name) => ({ name, at: prompt.indexOf(name) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ name }) => name);
  if (/\b(?:call|use)\b[^.]*\bboth\b/i.test(prompt)) return named.length > 1 ? named : names.slice(0, 2);
  if (!/\b(?:call|use|invoke|run)\b/i.test(prompt)) return [];
  if (named.length > 0) return named;
  return /\btools?\b/i.test(prompt) ? names.slice(0, 1) : [];
}

/** A value that fits a JSON schema, its scalars taken from the prompt where it says `name value`, `name: value` or `name=value`. */
export function fillSchema(schema: unknown, prompt: string, name = '', depth = 0): unknown {
  if (typeof schema !== 'object' || schema === null || depth > 8) return {};
  const spec = schema as Readonly<Record<string, unknown>>;
  if ('const' in spec) return spec.const;
  if (Array.isArray(spec.enum) && spec.enum.length > 0) return (spec.enum as unknown[])[0];
  const type = Array.isArray(spec.type) ? (spec.type as unknown[])[0] : spec.type;
  const told = valueIn(prompt, name);
  switch (type) {
    case 'string':
      return told ?? 'example';
    case 'integer':
    case 'number': {
      const number = Number(told);
      if (told !== undefined && Number.isFinite(number))
        return type === 'integer' ? Math.trunc(number) : number;
      return typeof spec.minimum === 'number' ? spec.minimum : 1;
    }
    case 'boolean':
      return told !== 'false';
    case 'array':
      return [fillSchema(spec.items, prompt, name, depth + 1)];
    case 'null':
      return null;
    default: {
      const required = Array.isArray(spec.required) ? (spec.required as unknown[]) : undefined;
      const properties = Object.entries((spec.properties ?? {}) as Readonly<Record<string, unknown>>).filter(
        ([key]) => required === undefined || required.includes(key),
      );
      return Object.fromEntries(
        properties.map(([key, value]) => [key, fillSchema(value, prompt, key, depth + 1)]),
      );
    }
  }
}

function valueIn(prompt: string, name: string): string | undefined {
  if (name === '') return undefined;
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const match = new RegExp(
    `(?<![\\w-])${quoted}(?:\\s*[:=]\\s*|\\s+(?:is\\s+)?)["'\`]?([\\p{L}\\p{N}_.-]*[\\p{L}\\p{N}])`,
    'iu',
  ).exec(prompt);
  return match?.[1];
}
