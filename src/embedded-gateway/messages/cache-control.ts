import { invalid } from '../errors.ts';
import { countTokens } from './answers.ts';
import { isFields, type Fields } from './fields.ts';

/** `cache_control` of a block or tool, when it has one. */
export function checkCacheControl(block: Fields, where: string): void {
  const control = block.cache_control;
  if (control === undefined || control === null) return;
  if (!isFields(control) || control.type !== 'ephemeral')
    throw invalid(`${where}.cache_control.type: Input should be 'ephemeral'`);
  if (control.ttl !== undefined && control.ttl !== '5m' && control.ttl !== '1h') {
    throw invalid(`${where}.cache_control.ttl: Input should be '5m' or '1h'`);
  }
}

/** Shorter prefixes are never cached (platform.claude.com, "Prompt caching"). */
const LEAST_CACHED_TOKENS = 1024;

/** What a cache would be keyed by, and how many tokens it would hold. */
export interface CachedPart {
  readonly key: string;
  readonly tokens: number;
}

/** What stands up to the last `cache_control` of system and tools. */
export function cachedPart(body: Fields): CachedPart | undefined {
  const system = Array.isArray(body.system) ? (body.system as unknown[]) : [];
  const tools = Array.isArray(body.tools) ? (body.tools as unknown[]) : [];
  const marked = (blocks: readonly unknown[]): number =>
    blocks.findLastIndex((block) => isFields(block) && isFields(block.cache_control));
  const upTo = marked(system);
  const part = upTo >= 0 ? [tools, system.slice(0, upTo + 1)] : [tools.slice(0, marked(tools) + 1), []];
  const tokens = countTokens(part);
  return tokens < LEAST_CACHED_TOKENS ? undefined : { key: JSON.stringify([body.model, part]), tokens };
}
