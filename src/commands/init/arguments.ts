import { UserError } from '../../errors.ts';
import { printable } from '../../text/printable.ts';
import { shownUrl } from '../../text/shown-url.ts';

/** What stands behind `init` on the command line, in whichever order. */
export interface InitPlaces {
  /** The base URL of a gateway, as given. */
  readonly url?: string;
  /** The file to write, as given; `-` is standard output. */
  readonly file?: string;
}

const SCHEME = /^https?:\/\//i;
/** A host with a port or a domain, as people leave out `https://`; names of settings files and paths are none. */
const HOST =
  /^(?!.*\.(?:jsonc?|reg|pol|plist|mobileconfig|xml|txt|conf|config|cfg|ya?ml|ps1|cmd|bat|sh)$)[a-z0-9-]+(?:\.[a-z0-9-]+)*(?:\.[a-z]{2,}|:\d{2,5})(?::\d{2,5})?(?:\/.*)?$/i;

/** `[URL] [FILE]`: an address is told by its scheme. Two of one kind are a usage error. */
export function placesOf(given: readonly string[]): InitPlaces {
  const urls = given.filter((one) => SCHEME.test(one));
  const files = given.filter((one) => !SCHEME.test(one));
  const [url, secondUrl] = urls;
  const [file, secondFile] = files;
  if (secondUrl !== undefined)
    throw new UserError(
      'init takes one address.',
      `Leave out ${printable(shownUrl(secondUrl), 200)}; a file holds one gateway.`,
    );
  if (secondFile !== undefined)
    throw new UserError('init writes one file.', `Leave out ${printable(secondFile, 200)}.`);
  if (file !== undefined && HOST.test(file))
    throw new UserError(
      `${printable(file, 200)} looks like the address of a gateway, without its scheme.`,
      `Write https://${printable(file, 200)}, or ./${printable(file, 200)} for a file of that name.`,
    );
  return { ...(url === undefined ? {} : { url }), ...(file === undefined ? {} : { file }) };
}
