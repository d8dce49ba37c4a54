import {
  checkModelName,
  hasContextSuffix,
  isTierAlias,
  MODEL_TIERS,
  withoutContextSuffix,
} from '../../schema/index.ts';
import type { GatewayFacts } from '../check.ts';
import { engineShape } from '../engine/shape.ts';

/** What the app asks for when nothing names a model: its own health check goes to a Haiku. */
const LAST_RESORT = 'claude-haiku-4-5';

/** Most routes are asked for this many models at most. */
export const MOST_ROUTES = 8;

/** The configured names as they go over the wire: `[1m]` is the app's own mark and never sent. */
export function configuredIds(facts: GatewayFacts): readonly string[] {
  return unique(facts.models.map(({ name }) => (hasContextSuffix(name) ? withoutContextSuffix(name) : name)));
}

/** Whether the app asks the gateway for its list: not when every configured name is a full ID, unless told to. */
export function discoveryIsOn(facts: GatewayFacts): boolean {
  if (facts.discovery !== undefined) return facts.discovery;
  const ids = configuredIds(facts);
  return ids.length === 0 || ids.some(isTierAlias);
}

/** The tier a name speaks of, such as haiku in `claude-haiku-4-5`. */
export function tierOf(id: string): (typeof MODEL_TIERS)[number] | undefined {
  const name = id.toLowerCase();
  return MODEL_TIERS.find((tier) => name.includes(tier));
}

/** A Haiku first, as the app's own health check does; else the first in order. */
function bestOf(ids: readonly string[]): string | undefined {
  return ids.find((id) => tierOf(id) === 'haiku') ?? ids[0];
}

/** The model all checks use: the one that was named, else the best configured one, else the best listed one. */
export async function chooseModel(
  facts: GatewayFacts,
  listed: () => Promise<readonly string[]>,
): Promise<string> {
  if (facts.model !== undefined) return withoutContextSuffix(facts.model);
  const full = configuredIds(facts).filter((id) => !isTierAlias(id));
  const configured = bestOf(full);
  if (configured !== undefined) return configured;
  const usable = (await listed()).filter((id) => checkModelName(id).ok);
  const alias = bestOf(configuredIds(facts));
  if (alias !== undefined) return usable.find((id) => tierOf(id) === alias.toLowerCase()) ?? alias;
  return bestOf(usable) ?? LAST_RESORT;
}

/** The models the app would offer, Haiku and configured ones first, at most `MOST_ROUTES`. */
export async function offeredModels(
  facts: GatewayFacts,
  listed: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const configured = configuredIds(facts).filter((id) => !isTierAlias(id));
  const found = discoveryIsOn(facts) ? (await listed()).filter((id) => checkModelName(id).ok) : [];
  const all = unique([
    ...(facts.model === undefined ? [] : [withoutContextSuffix(facts.model)]),
    ...configured,
    ...found,
  ]);
  const haiku = all.find((id) => tierOf(id) === 'haiku');
  return unique(haiku === undefined ? all : [haiku, ...all]).slice(0, MOST_ROUTES);
}

/**
 * The models whose turns are asked for: each that the configuration names, and of the rest one for each tier and shape
 * of turn. What is served beside them is asked for its route alone.
 */
export async function turnModels(
  facts: GatewayFacts,
  listed: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const offered = await offeredModels(facts, listed);
  if (offered.length === 0) return [await chooseModel(facts, listed)];
  const named = new Set([...configuredIds(facts), ...(facts.model === undefined ? [] : [facts.model])]);
  const kinds = new Set<string>();
  return offered.filter((id) => {
    const { maxTokens, thinking, effort, betas, systemRole, tools } = engineShape(id);
    const kind = `${tierOf(id) ?? ''} ${JSON.stringify([maxTokens, thinking, effort, betas, systemRole, tools])}`;
    const known = kinds.has(kind);
    kinds.add(kind);
    return named.has(id) || !known;
  });
}

/** Each value once, in the order in which it came first. */
export function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
