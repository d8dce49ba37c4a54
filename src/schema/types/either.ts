import type { Problem } from '../formats.ts';
import type { EitherType, FieldType } from '../key-spec.ts';
import type { Kind, Types } from './kind.ts';
import { $ZodUnknown, custom } from './zod.ts';

/** One of several types, told apart by their JSON type. */
export const either: Kind<EitherType> = {
  fits: ({ of }, value, types) => of.some((one) => types.fits(one, value)),
  isRight(type, value, types) {
    const one = fitting(type, value, types);
    return one !== undefined && types.isRight(one, value);
  },
  // The type that fits checks the value, so that its own problems are told and not "no union member fits".
  schema: (type, types) =>
    new $ZodUnknown({
      type: 'unknown',
      checks: [
        custom((payload) => {
          const { value } = payload;
          const one = fitting(type, value, types);
          if (one === undefined) {
            const params = { code: 'wrong-type', args: { expected: words(type, types) } } satisfies Problem;
            payload.issues.push({ code: 'custom', input: value, params });
            return;
          }
          for (const issue of types.issues(one, value))
            payload.issues.push({ ...issue, continue: true } as never);
        }),
      ],
    }),
  words,
  asItem: ' of strings or objects',
  wire({ of }, types) {
    const forms = of.map((one) => types.wire(one));
    return !forms.includes('json') ? 'text' : forms.includes('text') ? 'json-or-text' : 'json';
  },
  takesText: false,
};

/** The first type whose JSON type fits. */
function fitting({ of }: EitherType, value: unknown, types: Types): FieldType | undefined {
  return of.find((one) => types.fits(one, value));
}

function words({ of }: EitherType, types: Types): string {
  return of.map((one) => types.words(one)).join(' or ');
}
