import { diagnostic, type Diagnostic } from '../diagnostics.ts';
import { keySpec } from './catalogue/index.ts';
import type { Document } from './document.ts';

/*
 * What several files do to each other when they arrive on one device: two profiles for one preference domain, and
 * registry values for the device that hide those of the user.
 */

/** A source of settings that was met before. */
interface Sibling {
  readonly file: string;
  readonly updatesOnly: boolean;
  readonly identifier: string | undefined;
}

/** Earlier files by the place they end up in: `profile System`, `registry machine`. Filled by `checkSiblings`. */
export type Siblings = Map<string, Sibling>;

/** What a file does to those before it, or they to it; the file itself is then remembered. */
export function checkSiblings(document: Document, file: string, siblings: Siblings): readonly Diagnostic[] {
  const place = placeOf(document);
  if (place === undefined || document.inert === true || document.entries.size === 0) return [];
  const here: Sibling = {
    file,
    updatesOnly: isUpdatesOnly(document),
    identifier: document.envelope?.payloadIdentifier,
  };
  const found = collisions(place, here, siblings);
  if (!siblings.has(place)) siblings.set(place, here);
  return found.map((args) => diagnostic('sources-collide', { path: [] }, args));
}

function placeOf({ format, envelope, hive }: Document): string | undefined {
  if (hive !== undefined) return `registry ${hive}`;
  if (format === 'mobileconfig') return `profile ${envelope?.scope ?? 'System'}`;
  return undefined;
}

/** Keys of app behaviour alone make no device managed, and still count as a policy. */
function isUpdatesOnly({ entries }: Document): boolean {
  return [...entries.keys()].every((key) => keySpec(key)?.appBehaviour === true);
}

interface Words {
  readonly fault: string;
  readonly fix: string;
}

function collisions(place: string, here: Sibling, siblings: Siblings): readonly Words[] {
  const found: Words[] = [];
  const twin = siblings.get(place);
  if (twin !== undefined && place.startsWith('profile'))
    found.push(
      twin.identifier !== undefined && twin.identifier === here.identifier
        ? {
            fault: `${twin.file} has the same payload identifier (${twin.identifier}): on one device the profile that is installed later replaces the other`,
            fix: 'Give one of them another identifier if both are to be installed, or deploy only one.',
          }
        : {
            fault: `${twin.file} configures Claude Desktop too: with two profiles for one preference domain on a device it is not defined which value counts`,
            fix: 'Put all settings into one profile, or deploy each to devices of its own.',
          },
    );
  const machine = place === 'registry machine' ? here : siblings.get('registry machine');
  const user = place === 'registry user' ? here : siblings.get('registry user');
  if (machine !== undefined && user !== undefined && place.startsWith('registry'))
    found.push({
      fault: `${machine.file} writes to HKEY_LOCAL_MACHINE${machine.updatesOnly ? ', if only settings of updates,' : ''} and on one device hides all of ${user.file} in HKEY_CURRENT_USER (since 1.19367.0)`,
      fix: 'Put all settings into one hive.',
    });
  const [device, person] = [siblings.get('profile System'), siblings.get('profile User')];
  if (place === 'profile User' && device !== undefined) found.push(perUser(here, device));
  if (place === 'profile System' && person !== undefined) found.push(perUser(person, here));
  return found;
}

/** On macOS the preferences of the user go before those of the device (vendor reference, sources). */
function perUser(user: Sibling, device: Sibling): Words {
  return {
    fault: `${user.file} is for the user and ${device.file} for the device: on one device the values for the user count`,
    fix: 'Put all settings into one profile of scope System.',
  };
}
