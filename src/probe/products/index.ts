import { API_GATEWAYS } from './api-gateways.ts';
import { LLM_GATEWAYS } from './llm-gateways.ts';
import {
  PRODUCT_KINDS,
  type Evidence,
  type KnownAnswer,
  type Product,
  type SeenAnswer,
  type Topic,
} from './product.ts';
import { PROXIES } from './proxies.ts';

export type { Product, SeenAnswer, Topic } from './product.ts';

/** Every product that is known by its answers. One row each: evidence, answers whose meaning is known, remedies, setup. */
export const PRODUCTS: readonly Product[] = [...LLM_GATEWAYS, ...API_GATEWAYS, ...PROXIES];

/** A product that answered, and what gave it away. */
export interface Sighting {
  readonly product: Product;
  /** As the product wrote it; safe to print (digits, letters, dots and dashes). */
  readonly version?: string;
  /** `the header x-litellm-version`, `the words of an error page`. Never a value. */
  readonly evidence: string;
}

/** A remedy in a product's own settings. */
export interface ProductRemedy {
  readonly product: Product;
  /** What the product means by its answer, where that is known: one sentence. */
  readonly cause?: string;
  readonly topic: Topic;
  /** One imperative sentence. */
  readonly remedy: string;
}

/** A refusal whose meaning is known. */
export interface KnownRefusal extends ProductRemedy {
  readonly status: number;
  /** The words of the body that give it away. */
  readonly said?: string;
}

/** Characters of a body looked at: block pages and envelopes say who they are at once. */
const LOOKED_AT = 8000;

/** Who wrote or passed on this answer, most specific first. Several may: nginx in front of LiteLLM shows both. */
export function productsIn(answer: SeenAnswer): readonly Sighting[] {
  const text = answer.text.slice(0, LOOKED_AT);
  const headers = Object.entries(answer.headers);
  return ordered(
    PRODUCTS.flatMap((product): Sighting[] => {
      const told = product.evidence
        .map((sign) => sightedBy(sign, answer.status, headers, text))
        .find((how) => how !== undefined);
      return told === undefined ? [] : [{ product, evidence: told, ...versionOf(product, answer) }];
    }),
  );
}

/** Two lists of sightings as one: each product once, a version kept where either has it. */
export function mergeSightings(before: readonly Sighting[], after: readonly Sighting[]): readonly Sighting[] {
  const merged = new Map(before.map((sighting) => [sighting.product.id, sighting]));
  for (const sighting of after) {
    const known = merged.get(sighting.product.id);
    if (known === undefined) merged.set(sighting.product.id, sighting);
    else if (known.version === undefined && sighting.version !== undefined)
      merged.set(sighting.product.id, { ...known, version: sighting.version });
  }
  return ordered([...merged.values()]);
}

/** `LiteLLM 1.106.12 behind nginx 1.22.1`; undefined when nothing was recognised. */
export function nameProducts(sightings: readonly Sighting[]): string | undefined {
  if (sightings.length === 0) return undefined;
  return sightings
    .slice(0, 3)
    .map(({ product, version }) => (version === undefined ? product.name : `${product.name} ${version}`))
    .join(' behind ');
}

/** What a refusal is known to mean: the product that words it so, its cause and its remedy. Undefined for any other answer. */
export function knownAnswer(answer: SeenAnswer): KnownRefusal | undefined {
  const { status } = answer;
  if (status < 400) return undefined;
  const text = answer.text.slice(0, LOOKED_AT);
  for (const { product } of productsIn(answer)) {
    const known = product.known?.find((row) => isKnown(row, answer, text));
    if (known === undefined) continue;
    const { cause, topic, remedy, body } = known;
    const said = body?.exec(text)?.[0];
    return { product, cause, topic, remedy, status, ...(said === undefined || said === '' ? {} : { said }) };
  }
  return undefined;
}

/** The remedy for a topic in the settings of the first product that has one. */
export function remedyIn(sightings: readonly Sighting[], topic: Topic): ProductRemedy | undefined {
  for (const { product } of sightings) {
    const remedy = product.remedies?.[topic];
    if (remedy !== undefined) return { product, topic, remedy };
  }
  return undefined;
}

/** The order of a report: the product closest to the model first. */
function ordered(sightings: readonly Sighting[]): readonly Sighting[] {
  const rank = ({ product }: Sighting): number => PRODUCT_KINDS.indexOf(product.kind);
  return [...sightings].sort((a, b) => rank(a) - rank(b));
}

function sightedBy(
  sign: Evidence,
  status: number,
  headers: readonly (readonly [string, string])[],
  text: string,
): string | undefined {
  if ('body' in sign) {
    const looked = sign.always === true || status >= 400;
    return looked && sign.body.test(text) ? 'the words of its answer' : undefined;
  }
  const found = headers.find(
    ([name, value]) =>
      sign.header.test(name) && (sign.value === undefined || sign.value.test(value.slice(0, 1000))),
  );
  return found === undefined ? undefined : `the header ${found[0].slice(0, 60)}`;
}

function versionOf({ version }: Product, { headers }: SeenAnswer): { readonly version?: string } {
  const found =
    version === undefined
      ? undefined
      : version.value.exec((headers[version.header] ?? '').slice(0, 1000))?.[1];
  return found !== undefined && /^[\w.-]+$/.test(found) ? { version: found } : {};
}

function isKnown(row: KnownAnswer, { status, headers }: SeenAnswer, text: string): boolean {
  if (row.status !== undefined && row.status !== status) return false;
  if (row.body !== undefined && !row.body.test(text)) return false;
  if (row.header === undefined) return true;
  const value = headers[row.header.name];
  return value !== undefined && (row.header.value?.test(value.slice(0, 1000)) ?? true);
}
