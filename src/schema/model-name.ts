/*
 * Which model IDs Claude Desktop takes for Claude. Read off the app by several third parties, the same
 * from 1.46388 to 2.9939.2; officially only the principle is described. Shared by validate, models and probe.
 */

/** Names of other vendors' models. Deny wins, even over an ID that starts with `claude-`. */
const OTHER_VENDORS =
  /ark-code|astron|command-r|deepseek|doubao|gemini|gemma|glm|gpt|grok|hermes|hy3|kimi|lfm|\bling\b|llama|longcat|mimo|minimax|mistral|mixtral|moonshot|nemotron|openai|phi-|qianfan|qwen|tc-code|\bunic\b|yi-|stepfun|step-3|seed-|bytedance|hunyuan|granite|amazon\.nova|nova-|devstral|ministral|ernie|codex|arcee|trinity|abab|phi\d|\bk2\.|\bm2\.|jamba|arctic|solar|mercury|zamba|kat-coder|\bds-|dpsk/;

/** The usual ID, which no name of another vendor fits into: the engine takes long to make that pattern ready. */
const PLAIN = /^claude-(?:opus|sonnet|haiku)-\d[\d-]*$/;

export const MODEL_TIERS = ['sonnet', 'opus', 'haiku', 'fable', 'mythos'] as const;
/** The same as a part of a regular expression. */
export const ANY_TIER = `(?:${MODEL_TIERS.join('|')})`;
const FAMILY_WORDS: readonly string[] = ['claude', 'anthropic', ...MODEL_TIERS];
/** `sonnet-4-5`, `opus-4.1`; not a day such as `opus-20250514`. */
const VERSION = new RegExp(String.raw`${ANY_TIER}-(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)`, 'i');
type ModelTier = (typeof MODEL_TIERS)[number];

type ModelNameVerdict =
  | { readonly ok: true }
  /** `vendor`: the part of the name that belongs to another vendor; absent when no Claude word is in the name. */
  | { readonly ok: false; readonly vendor?: string };

/** Checks a model ID as the app does; case does not matter. */
export function checkModelName(id: string): ModelNameVerdict {
  const name = id.toLowerCase();
  if (PLAIN.test(name)) return { ok: true };
  const vendor = OTHER_VENDORS.exec(name)?.[0];
  if (vendor !== undefined) return { ok: false, vendor };
  return FAMILY_WORDS.some((word) => name.includes(word)) ? { ok: true } : { ok: false };
}

/** Version of a Claude model by its ID: `claude-3-5-haiku`, `claude-sonnet-4@20250514`; undefined where none is in it. */
export function claudeVersion(id: string): readonly [major: number, minor: number] | undefined {
  const found = /claude-(\d)(?:[-.](\d))?-(?:opus|sonnet|haiku)/i.exec(id) ?? VERSION.exec(id);
  return found === null ? undefined : [Number(found[1]), Number(found[2] ?? 0)];
}

/** A bare tier such as `sonnet`: an alias that only discovery can resolve. */
export function isTierAlias(id: string): id is ModelTier {
  return (MODEL_TIERS as readonly string[]).includes(id.toLowerCase());
}

const CONTEXT_SUFFIX = /\[1m\]$/i;

/** `claude-opus-4-7[1m]`: short for the entry with `supports1m`; the suffix never reaches a gateway. */
export function hasContextSuffix(id: string): boolean {
  return CONTEXT_SUFFIX.test(id);
}

/** The ID without what asks for a longer context, such as `[1m]`. */
export function withoutContextSuffix(id: string): string {
  return id.replace(CONTEXT_SUFFIX, '');
}
