import { nearest, POLICY_KEY, type Hive } from '../../schema/index.ts';
import { MASK } from '../../text/mask.ts';

/*
 * Keys of the registry by their paths: the policy key, and what was meant to be it.
 */

const HIVES: Readonly<Record<string, Hive>> = {
  HKEY_LOCAL_MACHINE: 'machine',
  HKEY_CURRENT_USER: 'user',
  HKLM: 'machine',
  HKCU: 'user',
};
/** The policy key below a hive, as names are compared: without case. */
export const OWN = POLICY_KEY.toLowerCase();
/** Keys of other programs with a like name, which are theirs and no slip. */
export const OTHERS = /\\claude ?code(?:\\|$)/;
/** Keys that somebody took for the policy key: vendor, product and view in the wrong place. */
const NEAR =
  /^software\\(?:policies\\)?(?:anthropic\\)?claude(?:[ _-]?(?:for[ _-]?)?desktop)?$|^software\\(?:policies\\)?anthropic(?: pbc|, pbc)?$|^(?:system\\|software\\microsoft\\windows\\currentversion\\)?policies\\claude$/;

/** The short names of hives, as reg.exe and the drives of PowerShell have them. */
const SHORT: Readonly<Record<string, string>> = {
  HKLM: 'HKEY_LOCAL_MACHINE',
  HKCU: 'HKEY_CURRENT_USER',
  HKU: 'HKEY_USERS',
  HKCR: 'HKEY_CLASSES_ROOT',
  HKCC: 'HKEY_CURRENT_CONFIG',
};

/** A hive by its full name, whichever it is given by. */
export function fullHive(name: string): string {
  return SHORT[name.toUpperCase()] ?? name;
}

/** The path of a key as it may be shown: up to a header line or an assignment where a name should be. */
export function shownKey(path: string): string {
  const names = path.split('\\');
  const odd = names.findIndex((name) => /[:=]/.test(name));
  return odd === -1 ? path : [...names.slice(0, odd), MASK].join('\\');
}

/** The hive of a key and what stands below it, in small letters; without a hive when there is none of that name. */
export function partsOf(path: string): { hive: Hive | undefined; below: string } {
  const [first = '', ...rest] = path.split('\\');
  const name = first.toUpperCase();
  const below = rest.join('\\').toLowerCase();
  return {
    hive: Object.hasOwn(HIVES, name) ? HIVES[name] : undefined,
    below: below.endsWith('\\') ? below.slice(0, -1) : below,
  };
}

/** Whether a key, hive first, is the one that Claude Desktop reads. */
export function isOwnKey(path: string): boolean {
  const { hive, below } = partsOf(path);
  return hive !== undefined && below === OWN;
}

/** Whether the key that Claude Desktop reads stands somewhere below a key, so that it goes with it. */
export function isAboveOwnKey(path: string): boolean {
  const { hive, below } = partsOf(path);
  return hive !== undefined && (below === '' || OWN.startsWith(`${below}\\`));
}

/** Whether a key is plainly meant to be the policy key and is not: another view, a slip, a subkey. */
export function isNearKey(path: string): boolean {
  const { hive, below } = partsOf(path);
  // The hive of one user or of the default profile: no other user has it.
  if (/^HKEY_USERS\\/i.test(path)) return below.slice(below.indexOf('\\') + 1) === OWN;
  if (hive === undefined || below === OWN || OTHERS.test(`\\${below}`)) return false;
  const plain = below.replace('\\wow6432node', '');
  if (plain === OWN || plain.startsWith(OWN)) return true;
  return NEAR.test(plain) || isSlipOf(plain);
}

/** One of the three names of the key has a letter or two wrong. */
function isSlipOf(below: string): boolean {
  const names = below.split('\\');
  const wanted = OWN.split('\\');
  return (
    names.length === wanted.length && names.every((name, i) => nearest(name, [wanted[i] ?? '']) !== undefined)
  );
}
