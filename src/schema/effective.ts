import { addressOf, discoveryOf, modelsOf, proxyOf, schemeOf } from './effective/connection.ts';
import { credentialOf, signInOf } from './effective/credential.ts';
import { dropUnread, dropUnused } from './effective/drop.ts';
import type { Effective, EffectiveInput, EffectiveOptions } from './effective/types.ts';
import { readingOf, type Reading } from './effective/reading.ts';
import { asRange } from './releases.ts';
import { modernise } from './deprecations.ts';

export type * from './effective/types.ts';

/*
 * What Claude Desktop does with a configuration: which provider, address, credential, sign-in, headers, proxy
 * and models it uses on a platform at a release, and what it leaves aside and why. Rules, connect, egress, init
 * and the retirements ask here or in `providers.ts`; nothing else decides it again.
 *
 *   const uses = effective(validate(document), { platform: 'macos' });
 *   uses.address?.url; uses.scheme; uses.credential?.kind; uses.dropped;
 */

/** What the app uses of a configuration. Pure: reads no file, no clock, no environment. */
export function effective(input: EffectiveInput, options: EffectiveOptions = {}): Effective {
  const { platform } = options;
  const target = options.target === undefined ? undefined : asRange(options.target);
  const read =
    target === undefined ? { settings: input.settings, dropped: [] } : dropUnread(input.settings, target);
  const { settings, writtenAs } = modernise(read.settings, target?.newest);
  const reading = readingOf({ settings, writtenAs, refused: input.refused, platform });
  const uses = used(reading);
  // In the order of the document, whatever was looked at first.
  const place = new Map([...input.settings.keys()].map((key, at) => [key, at]));
  const dropped = [...read.dropped, ...uses.dropped].sort(
    (a, b) => (place.get(a.key) ?? 0) - (place.get(b.key) ?? 0),
  );
  return { ...uses, dropped };
}

/** The same for settings that are in today's spelling already; for rules, which see no other. */
export function used(reading: Reading): Effective {
  const { provider } = reading;
  const credential = credentialOf(reading);
  const proxy = proxyOf(reading);
  return {
    provider,
    bootstraps: reading.bootstraps,
    address: addressOf(reading),
    scheme: schemeOf(reading),
    credential,
    credentials: reading.credentials,
    signIn: signInOf(reading, credential),
    headers: reading.value('inferenceCustomHeaders') ?? {},
    proxy,
    models: modelsOf(reading),
    discovery: discoveryOf(reading),
    dropped: dropUnused(reading, proxy),
  };
}
