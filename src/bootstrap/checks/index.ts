import type { BootstrapCheck } from '../types.ts';
import { address } from './address.ts';
import { answer } from './answer.ts';
import { body } from './body.ts';
import { contentEncoding } from './content-encoding.ts';
import { contentType } from './content-type.ts';
import { cookies } from './cookies.ts';
import { etag } from './etag.ts';
import { noStore } from './no-store.ts';
import { otherAudience } from './other-audience.ts';
import { revalidate } from './revalidate.ts';
import { signIn } from './sign-in.ts';
import { status } from './status.ts';
import { tokenEcho } from './token-echo.ts';
import { withoutToken } from './without-token.ts';
import { wrongToken } from './wrong-token.ts';

/** Every check of an endpoint, in order. A new one is one file and its line here. */
export const bootstrapChecks: readonly BootstrapCheck[] = [
  address,
  withoutToken,
  wrongToken,
  otherAudience,
  signIn,
  answer,
  status,
  contentType,
  contentEncoding,
  noStore,
  cookies,
  tokenEcho,
  etag,
  revalidate,
  body,
];
