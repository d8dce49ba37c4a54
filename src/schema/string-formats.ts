import {
  checkAbsolutePath,
  checkDomainPattern,
  checkFolder,
  checkHostPattern,
  checkIssuer,
  checkOrigin,
  checkProxyUrl,
  checkResource,
  checkSshHost,
  checkUrl,
  isAwsRegion,
  isFoundryResource,
  isGoogleRegion,
  matches,
  type FormatCheck,
} from './formats.ts';
import type { StringFormat } from './key-spec.ts';
import { AWS_REGION } from './regions.ts';

/** The form of a text: what deciding needs. */
export interface FormatSpec {
  readonly check: FormatCheck;
  /** People call it a URL. */
  readonly isUrl?: true;
  /** The app connects to it. */
  readonly leads?: true;
  /** How a value is shown: an address without what may be secret in it, or a name that anybody may see; else as prose. */
  readonly shownAs?: 'address' | 'name';
}

/** The same with what explains it; the way to it is `rows.ts`, for the build leaves it out of what every run loads. */
export interface FormatRow extends FormatSpec {
  /** A regular expression for editors; it accepts all that `check` accepts. Absent where none says enough. */
  readonly pattern?: string;
  /** What to write, with its article. */
  readonly words: string;
  /** A value that passes. */
  readonly example: string;
}

const WEB = '^[Hh][Tt][Tt][Pp][Ss]?://[^\\s]+$';
const HOSTS = 'a host, *.domain, or *';

/** The one table of the forms of texts, with what the JSON Schema, examples and the docs say of them. */
const table: Readonly<Record<StringFormat, FormatRow>> = {
  'absolute-path': {
    check: checkAbsolutePath,
    pattern: '^(?:/|[A-Za-z]:[\\\\/]|\\\\\\\\)',
    words: 'an absolute path, without ~ or variables',
    example: '/usr/local/bin/example',
  },
  'folder-path': {
    check: checkFolder,
    pattern: '^(?:[~%/]|[A-Za-z]:[\\\\/]|\\\\\\\\)',
    words: 'an absolute folder, or one that begins with ~',
    example: '~/Documents/Claude',
  },
  url: {
    check: checkUrl,
    pattern: WEB,
    words: 'an https address; http is for loopback only',
    example: 'https://service.example.com',
    isUrl: true,
    leads: true,
    shownAs: 'address',
  },
  'https-url': {
    check: checkUrl,
    pattern: WEB,
    words: 'an https address',
    example: 'https://service.example.com',
    isUrl: true,
    leads: true,
    shownAs: 'address',
  },
  'http-url': {
    check: checkProxyUrl,
    pattern: WEB,
    words: 'an http or https address',
    example: 'http://proxy.example.com:8080',
    leads: true,
    shownAs: 'address',
  },
  origin: {
    check: checkOrigin,
    pattern: WEB,
    words: 'an https address without a path',
    example: 'https://preview.example.com',
    leads: true,
    shownAs: 'address',
  },
  issuer: {
    check: checkIssuer,
    pattern: WEB,
    words: 'the https address of the issuer',
    example: 'https://login.example.com',
    isUrl: true,
    leads: true,
    shownAs: 'address',
  },
  'uri-or-identifier': {
    check: checkResource,
    pattern: '^\\S+$',
    words: 'an https address, or an identifier with a scheme of its own',
    example: 'https://llm-gateway.example.com',
    leads: true,
  },
  uuid: {
    check: matches(
      /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
      'is not a UUID',
      'Write a UUID such as the one "uuidgen" prints.',
    ),
    pattern: '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$',
    words: 'a UUID',
    example: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    shownAs: 'name',
  },
  arn: {
    check: matches(
      /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:\d*:.+$/,
      'is not an ARN',
      'Write it as arn:aws:iam::123456789012:role/NAME.',
    ),
    pattern: '^arn:',
    words: 'an ARN',
    example: 'arn:aws:iam::123456789012:role/ClaudeDesktop',
    shownAs: 'name',
  },
  'foundry-resource': {
    check: isFoundryResource,
    pattern: '^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$',
    words: 'the name of a Foundry resource, not its address',
    example: 'example-resource',
  },
  'aws-region': {
    check: matches(AWS_REGION, 'is not an AWS region', 'Write a region such as us-east-1.', isAwsRegion),
    pattern: '^(?:[a-z]{2}|eusc)(?:-[a-z]+)+-[0-9]{1,2}$',
    words: 'an AWS region such as us-east-1',
    example: 'us-east-1',
    shownAs: 'name',
  },
  'gcp-region': {
    check: matches(
      /^(?:global|us|eu|[a-z]+(?:-[a-z]+)+\d{1,2})$/,
      'is not a Google Cloud region',
      'Write a region such as us-east5, or global.',
      isGoogleRegion,
    ),
    pattern: '^[a-z]',
    words: 'a Google Cloud region such as us-east5, or global',
    example: 'us-east5',
    shownAs: 'name',
  },
  'host-pattern': { check: checkHostPattern, words: HOSTS, example: '*.example.com' },
  'ssh-host-pattern': { check: checkSshHost, words: HOSTS, example: 'build.example.com' },
  'domain-pattern': { check: checkDomainPattern, words: HOSTS, example: '*.example.com' },
  'url-pattern': {
    check: matches(
      /^(?:\*|(?:https?|\*):\/\/\S+|[\w*.-]+(?:[:/]\S*)?)$/,
      'is not a URL pattern',
      'Write a URL in which * stands for any text.',
    ),
    words: 'an address in which * stands for any text',
    example: 'https://mcp.example.com/*',
    shownAs: 'address',
  },
};

/** The same for those who decide. */
export const stringFormats: Readonly<Record<StringFormat, FormatSpec>> = table;
