import { isAbsolute } from '../../net/url.ts';
import type { GatewayRequest } from '../../gateway/types.ts';
import type { GatewayAnswer } from '../../protocol/answer.ts';

/** Redirects that lead round in a circle end somewhere. */
export const MOST_HOPS = 3;

/** The request again where a redirect points, within the gateway's own origin only; the engine follows these two. */
export function followed(
  request: GatewayRequest,
  { status, location, headers }: GatewayAnswer,
  baseUrl: string,
): GatewayRequest | undefined {
  if ((status !== 307 && status !== 308) || location === undefined) return undefined;
  if (!URL.canParse(location) || !URL.canParse(baseUrl)) return undefined;
  const [to, base] = [new URL(location), new URL(baseUrl)];
  if (to.origin !== base.origin || isAbsolute(request.path)) return undefined;
  const climb = '/..'.repeat(base.pathname.split('/').filter((segment) => segment !== '').length);
  // `location` is safe to print, and so without its query.
  const { search } = new URL(headers.location ?? '', to);
  return { ...request, path: `${climb}${to.pathname}${search}` };
}

/** The redirects of a run: the first that was followed is told. */
export class Redirects {
  readonly #baseUrl: string;
  #first: { readonly status: number; readonly location: string } | undefined;

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /** See CheckContext. */
  get first(): { readonly status: number; readonly location: string } | undefined {
    return this.#first;
  }

  /** The request again where its answer points; undefined where the engine does not follow. */
  followed(request: GatewayRequest, answer: GatewayAnswer): GatewayRequest | undefined {
    const { status, location } = answer;
    const moved = followed(request, answer, this.#baseUrl);
    if (moved !== undefined && location !== undefined) this.#first ??= { status, location };
    return moved;
  }
}
