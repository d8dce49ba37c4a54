import { subscribe } from 'node:diagnostics_channel';

/*
 * Which connection a request goes out on, and whether it has served another one. Only such a one may have been closed
 * by the server while nobody looked; the engine sends again without a word then, and after a cut on a fresh one it does
 * not. undici says which connection it takes on a channel, in the same turn in which it calls `onConnect`.
 */

const CHANNEL = 'undici:client:sendHeaders';

/** A connection has a number of its own within the process. */
export interface Taken {
  readonly connection: number;
  readonly isReused: boolean;
}

type Tell = (taken: Taken) => void;

const numbers = new WeakMap<object, number>();
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
  const known = numbers.get(socket);
  const connection = known ?? (last += 1);
  numbers.set(socket, connection);
  beginning?.({ connection, isReused: known !== undefined });
  beginning = undefined;
}
