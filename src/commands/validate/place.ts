import type { Place } from '../../schema/index.ts';

/** The local library of the app is known by the name of its folder. */
export function placeOf(file: string): Place | undefined {
  return /(?:^|[\\/])configLibrary[\\/][^\\/]+$/i.test(file) ? 'library' : undefined;
}
