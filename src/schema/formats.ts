import type { Code, Severity } from '../codes/index.ts';
import type { StringFormat } from './key-spec.ts';
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
const PORT = /^(?:[1-9]\d{0,4})$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Checks a text against a format. The text holds no reference. `name` is the last member name of its path. */
export function checkFormat(format: StringFormat, text: string, name: string): readonly Problem[] {
  switch (format) {
    case 'url':
    case 'https-url':
      return checkUrl(text);
    case 'http-url':
      return checkProxyUrl(text);
    case 'origin':
      return checkOrigin(text);
    case 'issuer':
      return checkIssuer(text);
    case 'uri-or-identifier':
      return checkResource(text);
    case 'absolute-path':
      return checkAbsolutePath(text, name);
    case 'folder-path':
      return checkFolder(text);
    case 'uuid':
      return UUID.test(text) ? [] : [bad('is not a UUID', 'Write a UUID such as the one "uuidgen" prints.')];
    case 'arn':
      return /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:\d*:.+$/.test(text)
        ? []
        : [bad('is not an ARN', 'Write it as arn:aws:iam::123456789012:role/NAME.')];
    case 'aws-region':
      return /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/.test(text)
        ? knownRegion(text, AWS_REGIONS, 'AWS')
        : [bad('is not an AWS region', 'Write a region such as us-east-1.')];
    case 'gcp-region':
      return /^(?:global|us|eu|[a-z]+(?:-[a-z]+)+\d{1,2})$/.test(text)
        ? knownRegion(text, GOOGLE_REGIONS, 'Google Cloud')
        : [bad('is not a Google Cloud region', 'Write a region such as us-east5, or global.')];
    case 'host-pattern':
      return checkHostPattern(text);
    case 'ssh-host-pattern':
      return checkSshHost(text);
    case 'domain-pattern':
      return checkDomainPattern(text);
    case 'url-pattern':
      return /^(?:\*|(?:https?|\*):\/\/\S+|[\w*.-]+(?:[:/]\S*)?)$/.test(text)
        ? []
        : [bad('is not a URL pattern', 'Write a URL in which * stands for any text.')];
  }
}

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

/** http on these needs no TLS (vendor gateway page); other addresses of 127.0.0.0/8 are not documented. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
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
  return bad('is not a URL', 'Write a full https address.');
}

function checkUrl(text: string): readonly Problem[] {
  const url = parseUrl(text);
  if (url === undefined) return [notAnAddress(text)];
  const problems: Problem[] = [];
  if (url.username !== '' || url.password !== '') problems.push({ code: 'url-credentials', args: {} });
  if (url.protocol === 'http:')
    problems.push({
      code: isLoopback(url.hostname) ? 'url-loopback-http' : 'url-not-https',
      args: { host: url.host },
    });
  else if (url.protocol !== 'https:')
    problems.push(bad(`uses the scheme ${url.protocol.slice(0, -1)}`, 'Use an https address.'));
  return problems;
}

/** Proxy and PAC addresses: http or https, never SOCKS, never credentials (vendor proxy page). */
function checkProxyUrl(text: string): readonly Problem[] {
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

function checkOrigin(text: string): readonly Problem[] {
  const problems = checkUrl(text);
  const url = parseUrl(text);
  if (url !== undefined && (url.pathname !== '/' || url.search !== '' || url.hash !== ''))
    return [...problems, bad('is more than an origin', `Write ${url.origin}.`)];
  return problems;
}

function checkIssuer(text: string): readonly Problem[] {
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
function checkResource(text: string): readonly Problem[] {
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

function checkAbsolutePath(text: string, name: string): readonly Problem[] {
  const problem = pathProblem(text);
  if (problem === undefined) return [];
  if (/helper|command/i.test(name)) return [{ code: 'helper-not-absolute', args: { problem } }];
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

function checkFolder(text: string): readonly Problem[] {
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
function checkHostPattern(text: string): readonly Problem[] {
  if (text === '*') return [];
  const whole = wholeUrlProblem(text);
  if (whole !== undefined) return [whole];
  if (/^\[|:.*:/.test(text))
    return [bad('is an IPv6 address, which is not matched', 'Use a host name or an IPv4 address.')];
  const { host, port } = splitPort(text);
  if (port !== undefined && (!PORT.test(port) || Number(port) > 65535))
    return [bad(`has the port "${port}"`, 'Use a port from 1 to 65535.')];
  if (host === '*') return [bad('is * with a port', 'Write * alone, or a domain with the port.')];
  return checkStarredHost(host);
}

function checkSshHost(text: string): readonly Problem[] {
  if (text === '*') return [];
  if (text.includes('://') || text.includes('/')) return [bad('is not a host name', 'Write the host alone.')];
  if (text.includes('@')) return [];
  if (/^\[?[0-9a-f:]+\]?$/i.test(text) && text.includes('::')) return [];
  return checkStarredHost(text);
}

function checkDomainPattern(text: string): readonly Problem[] {
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
