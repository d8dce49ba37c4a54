import type { Settings } from './types.ts';

export { membersOf } from '../schema/index.ts';

/* Reads settings without trusting them: a value of the wrong type is as good as none, validate tells of it. */

/** The text of a setting; undefined when it is unset, empty or no text. */
export function textOf(settings: Settings, key: string): string | undefined {
  const value = Object.hasOwn(settings, key) ? settings[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** True and false as set; undefined when unset or no boolean. */
export function flagOf(settings: Settings, key: string): boolean | undefined {
  const value = Object.hasOwn(settings, key) ? settings[key] : undefined;
  return typeof value === 'boolean' ? value : undefined;
}

/** The items of a setting; none when it is unset or no list. */
export function listOf(settings: Settings, key: string): readonly unknown[] {
  const value = Object.hasOwn(settings, key) ? settings[key] : undefined;
  return Array.isArray(value) ? value : [];
}

/** The texts among the items of a setting. */
export function textsOf(settings: Settings, key: string): readonly string[] {
  return listOf(settings, key).filter((item) => typeof item === 'string');
}

/** Whether a setting is there, whatever its value. */
export function has(settings: Settings, key: string): boolean {
  return Object.hasOwn(settings, key) && settings[key] !== undefined;
}
