import { keyNames, keySpec, PREFERENCE_DOMAIN, replacementOf } from '../../schema/index.ts';
import { retirements, wireOf, type Wire } from '../../schema/forms.ts';

/** Every name that some release reads, by how its text is read. */
function namesByKind(): Readonly<Record<Wire, readonly string[]>> {
  const names: Record<Wire, string[]> = {
    boolean: [],
    number: [],
    json: [],
    'json-or-text': [],
    unknown: [],
    text: [],
  };
  const retired = retirements.flatMap(({ renamed }) => renamed?.from ?? []);
  for (const name of [...keyNames, ...retired]) {
    const spec = keySpec(name) ?? keySpec(replacementOf(name) ?? '');
    if (spec !== undefined) names[wireOf(spec.type)].push(name);
  }
  return names;
}

/**
 * The part that needs no Mac: settings of the device and of its user in, the line of the report out. It reads texts as
 * `decodeWire` does and makes the digest as `settingsDigest` does; a test holds them against each other.
 */
export const digestProgram = (): string => `const KINDS = {
${Object.entries(namesByKind())
  .map(([kind, names]) => `  '${kind}': '${names.join(' ')}'.split(' '),`)
  .join('\n')}
};
const kindOf = {};
for (const kind of Object.keys(KINDS)) for (const name of KINDS[kind]) kindOf[name] = kind;

function parsed(text) {
  try { return JSON.parse(text); } catch (error) { return text; }
}

function decoded(kind, value) {
  if (kind === 'boolean') {
    if (value === 'true' || value === '1' || value === 1) return true;
    if (value === 'false' || value === '0' || value === 0) return false;
    return value;
  }
  if (typeof value !== 'string') return value;
  if (kind === 'number') return /^-?(?:0|[1-9]\\d*)(?:\\.\\d+)?$/.test(value.trim()) ? Number(value) : value;
  if (kind === 'json') return parsed(value);
  if (kind === 'json-or-text') return /^\\s*[[{]/.test(value) ? parsed(value) : value;
  if (kind === 'unknown') return value.split(/[[{]/).length >= 1000 ? value : parsed(value);
  return value;
}

function canonical(value) {
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (value === null || value === undefined || typeof value !== 'object')
    return JSON.stringify(value === undefined ? null : value);
  return '{' + Object.keys(value).sort((a, b) => (a < b ? -1 : 1))
    .map((name) => JSON.stringify(name) + ':' + canonical(value[name])).join(',') + '}';
}

function bytesOf(text) {
  const bytes = [];
  for (const character of text) {
    let code = character.codePointAt(0);
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}

// SHA-256 (FIPS 180-4); its constants are the first bits of the roots of the first primes.
function sha256(bytes) {
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  const part = (root) => Math.floor((root - Math.floor(root)) * 4294967296) | 0;
  const K = primes.map((prime) => part(Math.cbrt(prime)));
  const hash = primes.slice(0, 8).map((prime) => part(Math.sqrt(prime)));
  const rotated = (x, n) => (x >>> n) | (x << (32 - n));
  const length = bytes.length;
  const all = bytes.concat([0x80]);
  while (all.length % 64 !== 56) all.push(0);
  const bits = length * 8;
  for (let shift = 56; shift >= 0; shift -= 8) all.push(Math.floor(bits / Math.pow(2, shift)) & 255);
  const w = new Array(64);
  for (let at = 0; at < all.length; at += 64) {
    for (let i = 0; i < 16; i += 1) {
      const j = at + i * 4;
      w[i] = (all[j] << 24) | (all[j + 1] << 16) | (all[j + 2] << 8) | all[j + 3];
    }
    for (let i = 16; i < 64; i += 1) {
      const a = w[i - 15];
      const b = w[i - 2];
      const s0 = rotated(a, 7) ^ rotated(a, 18) ^ (a >>> 3);
      const s1 = rotated(b, 17) ^ rotated(b, 19) ^ (b >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = hash;
    for (let i = 0; i < 64; i += 1) {
      const s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => { hash[i] = (hash[i] + value) | 0; });
  }
  return hash.map((value) => (value >>> 0).toString(16).padStart(8, '0')).join('');
}

// The property list of the user counts before that of the device, key by key. What is empty says nothing.
function report(machine, user) {
  const settings = {};
  for (const source of [machine, user])
    for (const name of Object.keys(source || {})) {
      const value = source[name];
      if (!Object.prototype.hasOwnProperty.call(kindOf, name) || value === '' || value === null || value === undefined) continue;
      settings[name] = decoded(kindOf[name], value);
    }
  return Object.keys(settings).length === 0 ? 'none' : 'configuration ' + sha256(bytesOf(canonical(settings)));
}
`;

/**
 * An extension attribute for Jamf Pro: it reports the digest of the managed settings of a Mac and of the user at its
 * console, and no value. The script language of the system reads the property lists; nothing has to be installed.
 */
export const extensionAttribute = (): string => `#!/bin/sh
# Extension attribute for Jamf Pro, written by cowork-3p. Data type: String.
# It reports a fingerprint of the managed settings of Claude Desktop, and no value of them:
#   configuration DIGEST, or none. Export the inventory as CSV and compare: cowork-3p status FILE.csv --expect CONFIGURATION
user=$(/usr/bin/stat -f %Su /dev/console 2>/dev/null)
case $user in root | _mbsetupuser | '' | */* | .*) user='' ;; esac
result=$(/usr/bin/osascript -l JavaScript - "$user" 2>/dev/null <<'SCRIPT'
ObjC.import('Foundation');
${digestProgram()}
function read(path) {
  if (!$.NSFileManager.defaultManager.fileExistsAtPath(path)) return {};
  const found = $.NSDictionary.dictionaryWithContentsOfFile(path);
  return found.isNil() ? {} : ObjC.deepUnwrap(found);
}
function run(argv) {
  const folder = '/Library/Managed Preferences/';
  const file = '${PREFERENCE_DOMAIN}.plist';
  return report(read(folder + file), argv[0] ? read(folder + argv[0] + '/' + file) : {});
}
SCRIPT
)
echo "<result>\${result:-error}</result>"
`;
