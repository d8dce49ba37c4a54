import type { Code, Severity } from '../codes/index.ts';
import { takesPlainHttp } from '../text/loopback.ts';
import type { TextRole } from './key-spec.ts';
import { nearest } from './nearest.ts';
import { AWS_REGIONS, GOOGLE_REGIONS } from './regions.ts';

/** What is wrong with a text: a code, and the arguments of its message but for the name of the value. */
export interface Problem {
  readonly code: Code;
  /** When it weighs less than its code says. */
  readonly severity?: Severity;
  readonly args: Readonly<Record<string, unknown>>;
}

const bad = (problem: string, fix: string): Problem => ({ code: 'bad-format', args: { problem, fix } });

/** Folder variables that Claude Desktop expands; entries with any other %VAR% are ignored. */
const FOLDER_VARIABLES = new Set([
  'ONEDRIVE',
  'ONEDRIVECOMMERCIAL',
  'ONEDRIVECONSUMER',
  'APPDATA',
  'LOCALAPPDATA',
  'USERNAME',
  'XDG_DOCUMENTS_DIR',
]);

const LABEL = '[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?';
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})*\\.?$`);
/** The largest TCP port. */
export const MAX_PORT = 65_535;
const PORT = /^(?:[1-9]\d{0,4})$/;

/** What is wrong with a text of a format. The text holds no reference. */
export type FormatCheck = (text: string, role: TextRole | undefined) => readonly Problem[];

/** A form that one expression tells. */
export const matches =
  (pattern: RegExp, problem: string, fix: string, then: FormatCheck = () => []): FormatCheck =>
  (text, role) =>
    pattern.test(text) ? then(text, role) : [bad(problem, fix)];

export const isAwsRegion: FormatCheck = (text) => knownRegion(text, AWS_REGIONS, 'AWS');
export const isGoogleRegion: FormatCheck = (text) => knownRegion(text, GOOGLE_REGIONS, 'Google Cloud');

/** A region may be newer than the list, so an unknown one is a warning. */
function knownRegion(text: string, regions: readonly string[], cloud: string): readonly Problem[] {
  if (regions.includes(text)) return [];
  const meant = nearest(text, regions);
  return [
    {
      ...bad(
        `is no region of ${cloud} known to this version`,
        meant === undefined ? 'Check its name.' : `Write ${meant} if that is meant.`,
      ),
      severity: 'warning',
    },
  ];
}

/** A URL with scheme and host as written, or undefined. Stricter than the URL parser, which fixes `https:host` and back-slashes. */
export function parseUrl(text: string): URL | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s\\]+$/i.test(text)) return undefined;
  try {
    const url = new URL(text);
    return url.hostname === '' ? undefined : url;
  } catch {
    return undefined;
  }
}

function notAnAddress(text: string): Problem {
  if (/^[\w.-]+\.[a-z]{2,}(?:[:/]|$)/i.test(text) || /^localhost\b/.test(text))
    return bad('is an address without a scheme', 'Put https:// before it.');
  if (parseUrl(text.trim()) !== undefined)
    return bad('has a blank before or after the address', 'Remove it.');
  return bad('is not a URL', 'Write a full https address.');
}

/** The name of an Azure resource: the first label of its host, never the address (vendor page on Foundry). */
export const isFoundryResource: FormatCheck = (text) => {
  if (/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?$/.test(text)) return [];
  const name =
    /^(?:https?:\/\/)?([A-Za-z0-9][A-Za-z0-9-]{0,62})\.[a-z]+(?:\.[a-z]+){0,3}\.?(?::\d+)?(?:[/?#]|$)/.exec(
      text,
    )?.[1];
  return [
    bad(
      name === undefined
        ? 'is not the name of a Foundry resource'
        : 'is an address where a name is asked for',
      name === undefined
        ? 'Write the name alone, as the Azure portal shows it: letters, digits and hyphens.'
        : `Write ${name}: Claude Desktop appends .services.ai.azure.com.`,
    ),
  ];
};

/** An https address; http is a code of its own, on loopback another one. */
export function checkUrl(text: string): readonly Problem[] {
  const url = parseUrl(text);
  if (url === undefined) return [notAnAddress(text)];
  const problems: Problem[] = [];
  if (url.username !== '' || url.password !== '') problems.push({ code: 'url-credentials', args: {} });
  if (url.protocol === 'http:')
    problems.push({
      code: takesPlainHttp(url.hostname) ? 'url-loopback-http' : 'url-not-https',
      args: { host: url.host },
    });
  else if (url.protocol !== 'https:')
    problems.push(bad(`uses the scheme ${url.protocol.slice(0, -1)}`, 'Use an https address.'));
  return problems;
}

/** Proxy and PAC addresses: http or https, never SOCKS, never credentials (vendor proxy page). */
export function checkProxyUrl(text: string): readonly Problem[] {
  const url = parseUrl(text);
  if (url === undefined) return [notAnAddress(text)];
  const problems: Problem[] = [];
  if (url.username !== '' || url.password !== '') problems.push({ code: 'url-credentials', args: {} });
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    problems.push(
      bad(
        `uses the scheme ${url.protocol.slice(0, -1)}, which Claude Desktop refuses`,
        'Use an http or https address.',
      ),
    );
  return problems;
}

/** An https address without a path. */
export function checkOrigin(text: string): readonly Problem[] {
  const problems = checkUrl(text);
  const url = parseUrl(text);
  if (url !== undefined && (url.pathname !== '/' || url.search !== '' || url.hash !== ''))
    return [...problems, bad('is more than an origin', `Write ${url.origin}.`)];
  return problems;
}

/** The issuer of a sign-in: https, without the suffix of its discovery document. */
export function checkIssuer(text: string): readonly Problem[] {
  const problems = checkUrl(text);
  const url = parseUrl(text);
  if (url === undefined) return problems;
  if (/\/\.well-known\/(?:openid-configuration|oauth-authorization-server)\/?$/.test(url.pathname))
    return [...problems, { code: 'oidc-issuer-path', args: {} }];
  if (url.search !== '' || url.hash !== '')
    return [
      ...problems,
      bad('holds a query or a fragment', 'An issuer has neither (OpenID Connect Discovery 1.0, section 3).'),
    ];
  return problems;
}

/** An https address, an identifier with a scheme of its own, or a name that is sent as https://<name>. */
export function checkResource(text: string): readonly Problem[] {
  if (/[\s\\]/.test(text)) return [bad('holds white space', 'Write one address or one identifier.')];
  return /^https?:/i.test(text) ? checkUrl(text) : [];
}

/**
 * Whether a resource indicator is an identifier with a scheme of its own, such as `urn:example:gateway`. A colon
 * before a port belongs to a host without a scheme.
 */
export function isSchemedIdentifier(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:(?!\d{1,5}(?:$|\/))/i.test(text) && !/^https?:/i.test(text);
}

/** Absolute on macOS, Linux or Windows. Nothing is expanded: no ~, no %VAR%, no $HOME. */
function isAbsolutePath(text: string): boolean {
  return /^(?:\/(?!\/)|[A-Za-z]:[\\/]|\\\\[^\\]+\\)/.test(text);
}

/** A path of the device; a program holds no arguments. */
export function checkAbsolutePath(text: string, role: TextRole | undefined): readonly Problem[] {
  const problem = pathProblem(text);
  if (problem === undefined) return [];
  if (role === 'program') return [{ code: 'helper-not-absolute', args: { problem } }];
  return [bad(problem, 'Give an absolute path.')];
}

function pathProblem(text: string): string | undefined {
  if (/^["']/.test(text)) return 'stands in quotes, which become part of the path';
  if (text.startsWith('~')) return 'begins with ~, which is not expanded here';
  if (/^(?:%\w+%|\$\w+|\$\{)/.test(text)) return 'begins with a variable, which is not expanded here';
  const variable = /%\w+%/.exec(text)?.[0];
  if (variable !== undefined) return `holds ${variable}, which is not expanded here`;
  if (!isAbsolutePath(text)) return 'is not an absolute path';
  if (/\s--?[A-Za-z]/.test(text)) return 'holds arguments, which become part of the path';
  if (/^\/\S*\/(?:env|bash|sh|zsh|python3?|node)\s+\S/.test(text))
    return 'holds arguments, which become part of the path';
  return undefined;
}

/** A folder: absolute, or ~ or a variable that Claude Desktop expands first (vendor reference, allowedWorkspaceFolders). */
export function checkFolder(text: string): readonly Problem[] {
  const variable = /%([^%]*)%/.exec(text);
  if (variable !== null && !FOLDER_VARIABLES.has((variable[1] ?? '').toUpperCase()))
    return [
      bad(
        `uses %${variable[1] ?? ''}%, which Claude Desktop does not expand, so the entry is ignored`,
        'Use %OneDrive%, %OneDriveCommercial%, %OneDriveConsumer%, %APPDATA%, %LOCALAPPDATA%, %USERNAME% or %XDG_DOCUMENTS_DIR%.',
      ),
    ];
  if (/^(?:~(?:[\\/]|$)|%[^%]+%)/.test(text) || isAbsolutePath(text)) return [];
  return [bad('is not an absolute folder', 'Begin it with /, a drive letter or ~.')];
}

function splitPort(text: string): { host: string; port: string | undefined } {
  const colon = text.lastIndexOf(':');
  return colon === -1
    ? { host: text, port: undefined }
    : { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

/** Grammar of coworkEgressAllowedHosts: host, *.domain, either with :port, or * alone (vendor reference). */
export function checkHostPattern(text: string): readonly Problem[] {
  if (text === '*') return [];
  const whole = wholeUrlProblem(text);
  if (whole !== undefined) return [whole];
  if (/^\[|:.*:/.test(text))
    return [bad('is an IPv6 address, which is not matched', 'Use a host name or an IPv4 address.')];
  const { host, port } = splitPort(text);
  if (port !== undefined && (!PORT.test(port) || Number(port) > MAX_PORT))
    return [bad(`has the port "${port}"`, `Use a port from 1 to ${MAX_PORT}.`)];
  if (host === '*') return [bad('is * with a port', 'Write * alone, or a domain with the port.')];
  return checkStarredHost(host);
}

/** A host, an address, *.domain or * alone. */
export function checkSshHost(text: string): readonly Problem[] {
  if (text === '*') return [];
  if (text.includes('/')) return [bad('is not a host name', 'Write the host alone.')];
  if (text.includes('@')) return [];
  if (/^\[?[0-9a-f:]+\]?$/i.test(text) && text.includes('::')) return [];
  return checkStarredHost(text);
}

/** A host, *.domain or * alone, without a port. */
export function checkDomainPattern(text: string): readonly Problem[] {
  if (text === '*') return [];
  return [wholeUrlProblem(text)]
    .filter((one) => one !== undefined)
    .concat(wholeUrlProblem(text) ? [] : checkStarredHost(text));
}

function wholeUrlProblem(text: string): Problem | undefined {
  if (/[,;|\s]/.test(text))
    return bad('holds several entries or a blank in one text', 'Write each host as a text of its own.');
  if (text.includes('://'))
    return bad('is a URL where a host is asked for', 'Write the host alone, without scheme and path.');
  if (text.includes('/')) return bad('holds a path', 'Write the host alone.');
  return undefined;
}

function checkStarredHost(host: string): readonly Problem[] {
  const plain = host.startsWith('*.') ? host.slice(2) : host;
  if (plain.includes('*'))
    return [bad('has a * in the middle', 'Use * only as the first label: *.example.com.')];
  return HOST.test(plain) && plain.length <= 253
    ? []
    : [bad('is not a host name', 'Write a host such as api.example.com.')];
}
