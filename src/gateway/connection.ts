import { subscribe } from 'node:diagnostics_channel';
import type { Use } from '../net/types.ts';

/*
 * Which connection a request goes out on, and how long that was in use. Only one that has served another request may have
 * been closed by the server while nobody looked: the engine, which asks more slowly, has seen that and takes a fresh one.
 * undici says which connection it takes on a channel, in the same turn in which it calls `onConnect`.
 */

const CHANNEL = 'undici:client:sendHeaders';

/** A connection has a number of its own within the process. */
export interface Taken {
  readonly connection: number;
  readonly use: Use;
}

type Tell = (taken: Taken) => void;

const known = new WeakMap<object, { readonly connection: number; readonly since: number; served: number }>();
let last = 0;
let listens = false;
let beginning: Tell | undefined;

/** Called when a request begins: `tell` hears which connection it takes. */
export function tellConnection(tell: Tell): void {
  if (!listens) {
    listens = true;
    subscribe(CHANNEL, (message) => taken((message as { readonly socket: object }).socket));
  }
  beginning = tell;
}

function taken(socket: object): void {
  const now = performance.now();
  const entry = known.get(socket) ?? { connection: (last += 1), since: now, served: 0 };
  known.set(socket, entry);
  const { connection, since, served } = entry;
  beginning?.({ connection, use: { served, ageMs: Math.round(now - since) } });
  beginning = undefined;
  entry.served += 1;
}
