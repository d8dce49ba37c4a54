import { baseUrl } from './base-url.ts';
import type { Rule } from './rule.ts';

/** Every cross-key rule. A new rule is one file and its line here. */
export const rules: readonly Rule[] = [baseUrl];
