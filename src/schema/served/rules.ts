import { consent } from './consent.ts';
import { defaults } from './defaults.ts';
import { empty } from './empty.ts';
import { expiresAt } from './expires-at.ts';
import { form } from './form.ts';
import { losses } from './losses.ts';
import { loopback } from './loopback.ts';
import { mcpAddress } from './mcp-address.ts';
import { native } from './native.ts';
import { origin } from './origin.ts';
import { references } from './references.ts';
import type { ServedRule } from './rule.ts';
import { secrets } from './secrets.ts';
import { since } from './since.ts';

/** Every check of a served answer beyond those of any configuration. A new one is one file and its line here. */
export const servedRules: readonly ServedRule[] = [
  form,
  empty,
  expiresAt,
  loopback,
  mcpAddress,
  origin,
  native,
  secrets,
  consent,
  defaults,
  since,
  losses,
  references,
];
