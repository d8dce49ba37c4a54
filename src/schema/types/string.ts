import type { Problem } from '../formats.ts';
import type { StringType } from '../key-spec.ts';
import { hasReference } from '../references.ts';
import { stringFormats } from '../string-formats.ts';
import type { Kind } from './kind.ts';
import { $ZodString, check, outOfRange } from './zod.ts';

export const string: Kind<StringType> = {
  fits: (_, value) => typeof value === 'string',
  isRight: (type, value) => typeof value === 'string' && problemsOf(type, value).length === 0,
  schema: (type) =>
    new $ZodString({ type: 'string', checks: [check((text: string) => problemsOf(type, text))] }),
  words: ({ format }) =>
    format !== undefined && stringFormats[format].isUrl === true ? 'a URL' : 'a string',
  asItem: ' of strings',
  // A registry DWORD or a native plist number under a text key is checked as what it is.
  wire: () => 'text',
  takesText: true,
};

function problemsOf(type: StringType, text: string): readonly Problem[] {
  if (hasReference(text)) return [];
  const length = text.trim().length;
  if (text === '') return [{ code: 'empty-value', args: {} }];
  if (type.minLength !== undefined && length < type.minLength)
    return [outOfRange(`${length} characters long`, `at least ${type.minLength} characters`)];
  if (type.maxLength !== undefined && length > type.maxLength)
    return [outOfRange(`${length} characters long`, `at most ${type.maxLength} characters`)];
  if (type.pattern !== undefined && !new RegExp(type.pattern, 'u').test(text))
    return [
      {
        code: 'bad-format',
        args: type.words ?? { problem: `does not match ${type.pattern}`, fix: 'Fix the text.' },
      },
    ];
  return type.format === undefined ? [] : stringFormats[type.format].check(text, type.role);
}
