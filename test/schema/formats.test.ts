import { describe, expect, test } from 'vitest';
import { isSchemedIdentifier, parseUrl, type Problem } from '../../src/schema/formats.ts';
import type { StringFormat } from '../../src/schema/key-spec.ts';
import { stringFormats } from '../../src/schema/string-formats.ts';

/* Each form of a text: what passes, and what is said of that which does not. */

/** The code alone, or, where one code has many texts, the problem in words. */
const worded = ({ code, args, severity }: Problem): string =>
  `${severity === undefined ? '' : `${severity}: `}${code === 'bad-format' ? String(args.problem) : code}`;

const check = (format: StringFormat, text: string): readonly string[] =>
  stringFormats[format].check(text, undefined).map(worded);

/** The first advice that is given. */
const advice = (format: StringFormat, text: string): unknown =>
  stringFormats[format].check(text, undefined)[0]?.args.fix;

const ADDRESSES: readonly StringFormat[] = ['url', 'https-url', 'http-url', 'origin', 'issuer'];

describe.each(ADDRESSES)('%s: what is an address', (format) => {
  test.each([
    ['https://gateway.example.com', []],
    ['HTTPS://GATEWAY.EXAMPLE.COM', []],
    ['https://127.0.0.1:8443', []],
    ['gateway.example.com', ['is an address without a scheme']],
    ['gateway.example.com:8443', ['is an address without a scheme']],
    ['Gateway.Example.COM/', ['is an address without a scheme']],
    ['localhost:4000', ['is an address without a scheme']],
    ['localhost', ['is an address without a scheme']],
    ['mylocalhost', ['is not a URL']],
    ['gateway', ['is not a URL']],
    ['a gateway.example.com', ['is not a URL']],
    ['gateway.example.de', ['is an address without a scheme']],
    ['gateway.example.com5', ['is not a URL']],
    [' https://gateway.example.com', ['has a blank before or after the address']],
    ['https://gateway.example.com\n', ['has a blank before or after the address']],
    [' gateway', ['is not a URL']],
    ['https://gateway example.com', ['is not a URL']],
    ['https://gateway.example.com a', ['is not a URL']],
    ['https:gateway.example.com', ['is not a URL']],
    ['https:\\\\gateway.example.com', ['is not a URL']],
    ['https://', ['is not a URL']],
    ['https://[::1', ['is not a URL']],
    ['-https://gateway.example.com', ['is not a URL']],
    ['https://user@gateway.example.com', ['url-credentials']],
    ['https://:secret@gateway.example.com', ['url-credentials']],
    ['https://user:secret@gateway.example.com', ['url-credentials']],
  ])('%j', (text, problems) => {
    expect(check(format, text)).toEqual(problems);
  });
});

test.each<[StringFormat, string, string[]]>([
  ['url', 'http://gateway.example.com', ['url-not-https']],
  ['url', 'http://localhost:4000', ['url-loopback-http']],
  ['url', 'http://127.0.0.1', ['url-loopback-http']],
  ['url', 'http://[::1]:4000', ['url-loopback-http']],
  ['url', 'http://127.0.0.2', ['url-not-https']],
  ['url', 'http://localhost.example.com', ['url-not-https']],
  ['url', 'http://user@gateway.example.com', ['url-credentials', 'url-not-https']],
  ['url', 'ftp://gateway.example.com', ['uses the scheme ftp']],
  ['url', 'git+ssh://gateway.example.com', ['uses the scheme git+ssh']],
  ['http-url', 'http://proxy.example.com:8080', []],
  ['http-url', 'socks5://proxy.example.com', ['uses the scheme socks5, which Claude Desktop refuses']],
  ['origin', 'https://app.example.com/', []],
  ['origin', 'https://app.example.com:8443', []],
  ['origin', 'https://app.example.com/path', ['is more than an origin']],
  ['origin', 'https://app.example.com?a=1', ['is more than an origin']],
  ['origin', 'https://app.example.com#a', ['is more than an origin']],
  ['origin', 'http://app.example.com/path', ['url-not-https', 'is more than an origin']],
  ['issuer', 'https://login.example.com/tenant/v2.0', []],
  ['issuer', 'https://login.example.com/.well-known/openid-configuration', ['oidc-issuer-path']],
  ['issuer', 'https://login.example.com/t/.well-known/openid-configuration/', ['oidc-issuer-path']],
  ['issuer', 'https://login.example.com/.well-known/oauth-authorization-server', ['oidc-issuer-path']],
  ['issuer', 'https://login.example.com/.well-known/openid-configuration/t', []],
  [
    'issuer',
    'http://login.example.com/.well-known/openid-configuration',
    ['url-not-https', 'oidc-issuer-path'],
  ],
  ['issuer', 'https://login.example.com/?a=1', ['holds a query or a fragment']],
  ['issuer', 'https://login.example.com/#a', ['holds a query or a fragment']],
  ['issuer', 'http://login.example.com/#a', ['url-not-https', 'holds a query or a fragment']],
  ['uri-or-identifier', 'https://gateway.example.com', []],
  ['uri-or-identifier', 'http://gateway.example.com', ['url-not-https']],
  ['uri-or-identifier', 'HTTPS://', ['is not a URL']],
  ['uri-or-identifier', 'urn:example:https:gateway', []],
  ['uri-or-identifier', 'api://gateway', []],
  ['uri-or-identifier', 'gateway.example.com', []],
  ['uri-or-identifier', 'a b', ['holds white space']],
  ['uri-or-identifier', 'a\\b', ['holds white space']],
  ['uuid', '3F2504e0-4f89-41d3-9a0c-0305e82c3301', []],
  ['uuid', '{3f2504e0-4f89-41d3-9a0c-0305e82c3301}', ['is not a UUID']],
  ['uuid', '3f2504e0-4f89-41d3-9a0c-0305e82c33011', ['is not a UUID']],
  ['uuid', '03f2504e0-4f89-41d3-9a0c-0305e82c3301', ['is not a UUID']],
  ['arn', 'arn:aws:iam::123456789012:role/Claude', []],
  ['arn', 'arn:aws-us-gov:bedrock:us-gov-west-1::inference-profile/a', []],
  ['arn', 'arn:aws:iam::123456789012:', ['is not an ARN']],
  ['arn', 'an arn:aws:iam::123456789012:role/Claude', ['is not an ARN']],
  ['arn', 'arn:aws:iam:123456789012:role/Claude', ['is not an ARN']],
  ['aws-region', 'us-east-1', []],
  ['aws-region', 'us-gov-west-1', []],
  ['aws-region', 'us-east-11', ['warning: is no region of AWS known to this version']],
  ['aws-region', 'us-east-1a', ['is not an AWS region']],
  ['aws-region', 'xus-east-1', ['is not an AWS region']],
  ['gcp-region', 'global', []],
  ['gcp-region', 'us', []],
  ['gcp-region', 'eu', []],
  ['gcp-region', 'us-east5', []],
  ['gcp-region', 'us-east55', ['warning: is no region of Google Cloud known to this version']],
  ['gcp-region', 'us-east5-a', ['is not a Google Cloud region']],
  ['gcp-region', 'globally', ['is not a Google Cloud region']],
  ['foundry-resource', 'a', []],
  ['foundry-resource', 'ab', []],
  ['foundry-resource', 'Example-2', []],
  ['foundry-resource', 'at https://a.services.ai.azure.com', ['is not the name of a Foundry resource']],
  ['foundry-resource', 'a'.repeat(64), []],
  ['foundry-resource', 'a'.repeat(65), ['is not the name of a Foundry resource']],
  ['foundry-resource', '-a', ['is not the name of a Foundry resource']],
  ['foundry-resource', 'a-', ['is not the name of a Foundry resource']],
  ['foundry-resource', 'my resource', ['is not the name of a Foundry resource']],
  ['foundry-resource', 'https://a.services.ai.azure.com/', ['is an address where a name is asked for']],
  ['foundry-resource', 'http://a.openai.azure.com:443', ['is an address where a name is asked for']],
  ['foundry-resource', 'a.services.ai.azure.com.', ['is an address where a name is asked for']],
  ['foundry-resource', 'a.services.ai.azure.com?x', ['is an address where a name is asked for']],
  ['foundry-resource', 'a.services.ai.azure.com!', ['is not the name of a Foundry resource']],
  ['url-pattern', '*', []],
  ['url-pattern', 'https://mcp.example.com/*', []],
  ['url-pattern', 'http://*.example.com', []],
  ['url-pattern', '*://mcp.example.com', []],
  ['url-pattern', '*.example.com:8443', []],
  ['url-pattern', 'mcp.example.com/path', []],
  ['url-pattern', 'mcp.example.com path', ['is not a URL pattern']],
  ['url-pattern', 'a *', ['is not a URL pattern']],
])('%s: %j', (format, text, problems) => {
  expect(check(format, text)).toEqual(problems);
});

test.each<[StringFormat, string, string[]]>([
  ['absolute-path', '/opt/token', []],
  ['absolute-path', '/opt/my tools/token', []],
  ['absolute-path', 'C:\\tools\\token.exe', []],
  ['absolute-path', 'd:/tools/token.exe', []],
  ['absolute-path', '\\\\server\\share\\token.exe', []],
  ['absolute-path', '\\\\server', ['is not an absolute path']],
  ['absolute-path', '//server/share', ['is not an absolute path']],
  ['absolute-path', 'C:token.exe', ['is not an absolute path']],
  ['absolute-path', 'opt/token', ['is not an absolute path']],
  ['absolute-path', 'in /opt/token', ['is not an absolute path']],
  ['absolute-path', '"/opt/token"', ['stands in quotes, which become part of the path']],
  ['absolute-path', "'/opt/token'", ['stands in quotes, which become part of the path']],
  ['absolute-path', '/opt/"token"', []],
  ['absolute-path', '~/token', ['begins with ~, which is not expanded here']],
  ['absolute-path', '/opt/~token', []],
  ['absolute-path', '%HOME%\\token', ['begins with a variable, which is not expanded here']],
  ['absolute-path', '$HOME/token', ['begins with a variable, which is not expanded here']],
  ['absolute-path', '${HOME}/token', ['begins with a variable, which is not expanded here']],
  ['absolute-path', 'C:\\%USER%\\token', ['holds %USER%, which is not expanded here']],
  ['absolute-path', '/opt/100%/token', []],
  ['absolute-path', '/opt/token --print', ['holds arguments, which become part of the path']],
  ['absolute-path', '/opt/token -p', ['holds arguments, which become part of the path']],
  ['absolute-path', '/opt/my-tools/a - b', []],
  ['absolute-path', '//bin/sh token', ['is not an absolute path']],
  ['absolute-path', 'C:\\a /bin/sh token', []],
  ['absolute-path', '/bin/sh  token', ['holds arguments, which become part of the path']],
  ['absolute-path', '/sh token', []],
  ['absolute-path', '/bin/sh /opt/token', ['holds arguments, which become part of the path']],
  ['absolute-path', '/usr/bin/env token', ['holds arguments, which become part of the path']],
  ['absolute-path', '/usr/bin/python script.py', ['holds arguments, which become part of the path']],
  ['absolute-path', '/usr/bin/python3 script.py', ['holds arguments, which become part of the path']],
  ['absolute-path', '/usr/bin/python33 script.py', []],
  ['absolute-path', '/opt/bash folder/token', ['holds arguments, which become part of the path']],
  ['folder-path', '/srv/work', []],
  ['folder-path', '~', []],
  ['folder-path', '~/Documents', []],
  ['folder-path', '~\\Documents', []],
  ['folder-path', '~other/Documents', ['is not an absolute folder']],
  ['folder-path', '%OneDrive%\\Claude', []],
  ...[
    'onedriveCommercial',
    'OneDriveConsumer',
    'APPDATA',
    'LOCALAPPDATA',
    'username',
    'XDG_DOCUMENTS_DIR',
  ].map((name): [StringFormat, string, string[]] => ['folder-path', `%${name}%`, []]),
  ['folder-path', '/home/%USERNAME%/work', []],
  ['folder-path', 'work/%USERNAME%', ['is not an absolute folder']],
  ['folder-path', '/srv/100%', []],
  ['folder-path', 'work', ['is not an absolute folder']],
  [
    'folder-path',
    '%USERPROFILE%\\Claude',
    ['uses %USERPROFILE%, which Claude Desktop does not expand, so the entry is ignored'],
  ],
  ['folder-path', '%%/Claude', ['uses %%, which Claude Desktop does not expand, so the entry is ignored']],
])('%s: %j', (format, text, problems) => {
  expect(check(format, text)).toEqual(problems);
});

describe('hosts', () => {
  const names: readonly StringFormat[] = ['host-pattern', 'ssh-host-pattern', 'domain-pattern'];
  test.each(names)('%s', (format) => {
    for (const good of [
      '*',
      '*.example.com',
      'api.example.com',
      'api.example.com.',
      'host_1',
      '10.0.0.1',
      'a',
    ])
      expect([good, check(format, good)]).toEqual([good, []]);
    expect(check(format, 'api.*.com')).toEqual(['has a * in the middle']);
    expect(check(format, '*.*.com')).toEqual(['has a * in the middle']);
    for (const bad of [
      '-api.example.com',
      'api-.example.com',
      'api..example.com',
      '.example.com',
      'ä.example',
    ])
      expect([bad, check(format, bad)]).toEqual([bad, ['is not a host name']]);
    expect(check(format, 'a'.repeat(63))).toEqual([]);
    expect(check(format, 'a'.repeat(64))).toEqual(['is not a host name']);
    const long = `${'a'.repeat(63)}.`.repeat(3);
    expect(check(format, `${long}${'a'.repeat(61)}`)).toEqual([]);
    expect(check(format, `*.${long}${'a'.repeat(61)}`)).toEqual([]);
    expect(check(format, `${long}${'a'.repeat(62)}`)).toEqual(['is not a host name']);
  });

  test.each<[StringFormat, string, string[]]>([
    ['host-pattern', 'api.example.com:443', []],
    ['host-pattern', '*.example.com:65535', []],
    ['host-pattern', 'api.example.com:1', []],
    ['host-pattern', '::', ['is an IPv6 address, which is not matched']],
    ['host-pattern', 'a[1]', ['is not a host name']],
    ['host-pattern', 'api.example.com:65536', ['has the port "65536"']],
    ['host-pattern', 'api.example.com:0', ['has the port "0"']],
    ['host-pattern', 'api.example.com:', ['has the port ""']],
    ['host-pattern', 'api.example.com:443x', ['has the port "443x"']],
    ['host-pattern', 'api.example.com:x443', ['has the port "x443"']],
    ['host-pattern', '*:443', ['is * with a port']],
    ['host-pattern', '[::1]', ['is an IPv6 address, which is not matched']],
    ['host-pattern', '2001:db8::1', ['is an IPv6 address, which is not matched']],
    ['host-pattern', 'https://api.example.com', ['is a URL where a host is asked for']],
    ['host-pattern', 'api.example.com/path', ['holds a path']],
    ['host-pattern', 'a.example.com, b.example.com', ['holds several entries or a blank in one text']],
    ['host-pattern', 'a.example.com|b.example.com', ['holds several entries or a blank in one text']],
    ['host-pattern', 'a.example.com;b.example.com', ['holds several entries or a blank in one text']],
    ['host-pattern', ' api.example.com', ['holds several entries or a blank in one text']],
    ['ssh-host-pattern', 'admin@build', []],
    ['ssh-host-pattern', '2001:db8::1', []],
    ['ssh-host-pattern', '[2001:DB8::1]', []],
    ['ssh-host-pattern', 'build:22', ['is not a host name']],
    ['ssh-host-pattern', 'xyz::1', ['is not a host name']],
    ['ssh-host-pattern', 'ssh://admin@build', ['is not a host name']],
    ['ssh-host-pattern', 'admin@build/path', ['is not a host name']],
    ['ssh-host-pattern', '2001:db8::1.', ['is not a host name']],
    ['ssh-host-pattern', 'ssh://build', ['is not a host name']],
    ['ssh-host-pattern', 'build/path', ['is not a host name']],
    ['domain-pattern', 'api.example.com:443', ['is not a host name']],
    ['domain-pattern', 'https://api.example.com', ['is a URL where a host is asked for']],
    ['domain-pattern', 'api.example.com/path', ['holds a path']],
    ['domain-pattern', 'a b', ['holds several entries or a blank in one text']],
  ])('%s: %j', (format, text, problems) => {
    expect(check(format, text)).toEqual(problems);
  });
});

test.each<[StringFormat, string, string]>([
  ['url', 'gateway.example.com', 'Put https:// before it.'],
  ['url', 'https://gateway.example.com ', 'Remove it.'],
  ['url', 'gateway', 'Write a full https address.'],
  ['url', 'ftp://gateway.example.com', 'Use an https address.'],
  ['http-url', 'ftp://gateway.example.com', 'Use an http or https address.'],
  ['origin', 'https://app.example.com:8443/path', 'Write https://app.example.com:8443.'],
  ['aws-region', 'us-esat-1', 'Write us-east-1 if that is meant.'],
  ['aws-region', 'xy-nowhereatall-1', 'Check its name.'],
  [
    'foundry-resource',
    'https://a-b.services.ai.azure.com',
    'Write a-b: Claude Desktop appends .services.ai.azure.com.',
  ],
  ['host-pattern', 'a:0', 'Use a port from 1 to 65535.'],
  ['host-pattern', 'a.*', 'Use * only as the first label: *.example.com.'],
  ['folder-path', 'a', 'Begin it with /, a drive letter or ~.'],
  ['absolute-path', 'a', 'Give an absolute path.'],
])('%s: %j: %s', (format, text, fix) => {
  expect(advice(format, text)).toBe(fix);
});

/* As AWS and Google list them. A region that is missing here is a warning to whoever uses it. */
const AWS =
  'af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2';
const GOOGLE =
  'africa-south1 asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 asia-south1 asia-south2 asia-southeast1 asia-southeast2 asia-southeast3 australia-southeast1 australia-southeast2 eu europe-central2 europe-north1 europe-north2 europe-southwest1 europe-west1 europe-west10 europe-west12 europe-west2 europe-west3 europe-west4 europe-west6 europe-west8 europe-west9 global me-central1 me-central2 me-west1 northamerica-northeast1 northamerica-northeast2 northamerica-south1 southamerica-east1 southamerica-west1 us us-central1 us-east1 us-east4 us-east5 us-south1 us-west1 us-west2 us-west3 us-west4';

test.each<[StringFormat, string]>([
  ['aws-region', AWS],
  ['gcp-region', GOOGLE],
])('%s: %s', (format, regions) => {
  expect(regions.split(' ').filter((region) => check(format, region).length > 0)).toEqual([]);
});

test('the path of a program has a code of its own', () => {
  expect(stringFormats['absolute-path'].check('~/token', 'program')).toEqual([
    { code: 'helper-not-absolute', args: { problem: 'begins with ~, which is not expanded here' } },
  ]);
  expect(stringFormats['absolute-path'].check('/opt/token', 'program')).toEqual([]);
});

test('every finding has arguments for its message', () => {
  for (const format of ADDRESSES)
    for (const text of ['https://a@b.example', 'https://b.example/.well-known/openid-configuration'])
      for (const { args } of stringFormats[format].check(text, undefined))
        expect(args).toBeInstanceOf(Object);
});

test.each([
  ['http://gateway.example.com:8080/path', { host: 'gateway.example.com:8080' }],
  ['http://[::1]:4000', { host: '[::1]:4000' }],
])('%s: the host is named with its port', (text, args) => {
  expect(stringFormats.url.check(text, undefined)[0]?.args).toEqual(args);
});

test.each([
  ['https://a', 'a'],
  ['x://a', 'a'],
  ['A+b.c-1://a', 'a'],
  ['1a://a', undefined],
  ['https:///a', 'a'],
  ['file:///a', undefined],
  ['https://a\\b', undefined],
  ['x https://a', undefined],
])('%s has the host %s', (text, host) => {
  expect(parseUrl(text)?.hostname).toBe(host);
});

test.each([
  ['urn:example:gateway', true],
  ['API://gateway', true],
  ['a:b', true],
  ['a+b.c-1:d', true],
  ['gateway:1', false],
  ['urn:https:gateway', true],
  ['https://gateway.example.com', false],
  ['HTTP://gateway.example.com', false],
  ['httpsx:gateway', true],
  ['gateway.example.com:8443', false],
  ['gateway.example.com:8443/path', false],
  ['gateway:123456', true],
  ['gateway:8443x', true],
  ['gateway', false],
  ['1a:gateway', false],
  ['the urn:example', false],
])('%s is an identifier with a scheme: %o', (text, schemed) => {
  expect(isSchemedIdentifier(text)).toBe(schemed);
});
