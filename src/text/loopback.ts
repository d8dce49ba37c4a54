/*
 * Which hosts are the device itself. Names are lower case, as the URL parser writes them; an IPv6 address may stand in
 * its brackets, and a name may end in the dot of the root.
 */

/** An address that never leaves the device (RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.3), IPv4 in IPv6 among them. */
export function isLoopbackAddress(address: string): boolean {
  const bare = withoutBrackets(address);
  return (
    /^127(?:\.\d{1,3}){3}$/.test(bare) ||
    bare === '::1' ||
    /^::ffff:(?:127(?:\.\d{1,3}){3}|7f[0-9a-f]{2}:[0-9a-f]{1,4})$/i.test(bare)
  );
}

/**
 * A host that is the device for certain: for names below `localhost`, and for `localhost.`, which no hosts file has, some
 * resolvers ask others.
 */
export function isSurelyLoopback(host: string): boolean {
  return host === 'localhost' || isLoopbackAddress(withoutDot(host));
}

/** A host that is meant to be the device: an address, `localhost`, and names below it (RFC 6761, section 6.3). */
export function isLoopback(host: string): boolean {
  const bare = withoutDot(host);
  return isSurelyLoopback(bare) || bare.endsWith('.localhost');
}

/** The same, and the addresses of whoever listens everywhere, which as a destination are the device, too. */
export function leadsToDevice(host: string): boolean {
  const bare = withoutBrackets(withoutDot(host));
  return isLoopback(host) || bare === '0.0.0.0' || bare === '::';
}

/** Hosts to which Claude Desktop speaks plain http (vendor page "Gateway"); no other address of 127.0.0.0/8 is documented. */
export function takesPlainHttp(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
}

function withoutDot(host: string): string {
  return host.replace(/\.$/, '');
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
