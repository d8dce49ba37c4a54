import type { CodeRow } from './code.ts';
import { file, OIDC, SIGN_IN, type CodeDoc } from './example.ts';

export const row: CodeRow<{ key: string; parent: string }> = {
  severity: 'error',
  at: 'name',
  title: 'A dotted key is never read',
  message: ({ key }) => `"${key}" is never read: there are no dotted keys`,
  hint: ({ parent }) => `Write one value for "${parent}" that holds the members.`,
  edit: ({ args: { key, parent }, path, at }) => {
    const [first = '', ...rest] = key.slice(parent.length + 1).split('.');
    const value = at(path);
    const holder = at([parent]);
    if (holder === undefined)
      return [
        { path, rename: parent },
        { path: [parent], value: { [first]: within(rest, value) } },
      ];
    const isObject = holder !== null && typeof holder === 'object' && !Array.isArray(holder);
    if (!isObject || at([parent, first]) !== undefined) return undefined;
    return [
      { path: [parent, first], value: within(rest, value) },
      { path, value: undefined },
    ];
  },
};

/** A value inside the members of these names. */
function within(steps: readonly string[], value: unknown): unknown {
  return steps.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
}

export const docs = (): CodeDoc => ({
  why: 'No key has a dot in its name. With inferenceGatewayOidc.clientId and the like the sign-in silently falls back to another one.',
  fix: 'Write one value with members.',
  wrong: file({
    ...SIGN_IN,
    'inferenceGatewayOidc.clientId': OIDC.clientId,
    'inferenceGatewayOidc.issuer': OIDC.issuer,
  }),
  right: file({ ...SIGN_IN, inferenceGatewayOidc: OIDC }),
});
