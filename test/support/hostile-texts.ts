import { expect } from 'vitest';
import type { World } from './io.ts';

/*
 * Two promises: nothing from outside drives the terminal, and nothing from outside adds to a report or a file.
 * Every hostile text stands once in every place that somebody else fills in; every output is then read as its
 * reader reads it.
 */

/** Stands in each hostile text where it would show that it got out of its place. */
export const MARK = 'PWNED';
/** Hostile texts by what they try. */
const HOSTILE: Readonly<Record<string, string>> = {
  'a registry key': `x"\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\${MARK}]\r\n"${MARK}"="1`,
  'a registry escape': `\\"\r\n"${MARK}"=dword:00000001;\\`,
  'a plist element': `</string><key>${MARK}</key><string>`,
  'a plist comment and entity': `<!-- &lt;${MARK}&#10; --> &${MARK}; <!ENTITY ${MARK} "x">`,
  'the end of CDATA': `]]><${MARK}/><![CDATA[`,
  'a test case': `"/></testcase><testcase name="${MARK}"/><x a='`,
  'a JSON member': `"},"${MARK}":{"a":"\\`,
  'a GitHub command': `\n::error::${MARK}`,
  'a GitHub command after words': `words that wrap ::add-mask::${MARK} and ::set-output name=a::${MARK}`,
  'a GitHub command behind blanks': `\u00A0\u3000 ::error file=a,line=1::${MARK}`,
  'an old GitHub command': `##[error]${MARK} ##[set-env name=A]${MARK}`,
  'an Azure command': `##vso[task.setvariable variable=${MARK}]1`,
  'an Azure command with invisible characters': `#\u00AD#\u200Bvso[task.complete result=Failed]${MARK}`,
  'a TeamCity command': `##teamcity[buildStatus text='${MARK}']`,
  'escaped line ends': `%0A::error::${MARK}%0D%0A##vso[task.complete]`,
  'annotation properties': `a,line=99,title=${MARK}::x`,
  colours: `\u001B[31m${MARK}\u001B[0m\u001B[2J\u001B[1A`,
  'a link': `\u001B]8;;https://evil.example\u0007${MARK}\u001B]8;;\u0007`,
  'a window title': `\u001B]0;${MARK}\u001B\\ \u001BP${MARK}\u001B\\`,
  'C1 controls': `\u009B31m${MARK}\u009D0;t\u009C\u0085\u0090q\u009C`,
  'an escape in an escape': `\u001B\u001B[0m[31m${MARK}\u001B[\u001B[m2J`,
  'a command in an escape': `:\u001B[0m:error::${MARK} #\u001B[0m#vso[task.complete]`,
  'bidi controls': `\u202Egnp.${MARK}\u2066\u200F\u061C`,
  'line separators': `a\u2028::error::${MARK}\u2029##[error]b\u0085::warning::c`,
  'a log line': `ok\r\n2026-11-23 00:00:00 ERROR ${MARK}\r`,
  'shell words': `a'; touch ${MARK} #\`touch ${MARK}\` $(touch ${MARK}) & | > ${MARK}`,
  'another folder': `../../../../tmp/${MARK}`,
  'an absolute path': `/etc/${MARK}\\..\\..\\${MARK}`,
  'a markdown link': `[${MARK}](https://evil.example) \\[x\\](y)`,
  'a zero': `\u0000${MARK}\u0007\b\u007F`,
  'a half character': `\uD800${MARK}\uDC00`,
  'a prototype': '__proto__',
};
/** The same as rows of a table. */
export const cases = Object.entries(HOSTILE);

/* What must hold of every text, whatever format it is in. */

/** Characters that drive a terminal. */
export const DRIVES =
  // eslint-disable-next-line no-control-regex -- naming control characters is the purpose
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/;
/** Half a surrogate pair. */
const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** A line as runners see it: blank space before it and invisible characters do not count. */
export function obeyed(text: string): string[] {
  return text
    .split(/[\n\r]/)
    .map((line) => line.replace(/\p{DI}/gu, '').trimStart())
    .filter((line) => /^::[a-z-]+(?: [^\n]*)?::/i.test(line) || /##[a-z]*\[/i.test(line));
}

/** No text may drive a terminal or hold a command for a runner; with `commands` one of ours may stand there. */
export function expectHarmless(text: string, commands = false): void {
  expect(DRIVES.exec(text)?.[0], text).toBeUndefined();
  expect(LONE.test(text)).toBe(false);
  if (!commands) expect(obeyed(text)).toEqual([]);
}

/** Reads a whole XML text by a grammar as narrow as what we write: known elements, attributes in quotes. */
export function elementsOf(xml: string): string[] {
  const TOKEN =
    /<\?xml version="1\.0" encoding="UTF-8"\?>|<(\/?)([a-z-]+)((?: [a-z]+="[^"<&]*(?:&(?:amp|lt|gt|quot|apos);[^"<&]*)*")*)(\/?)>|(?:[^<&]|&(?:amp|lt|gt|quot|apos);)+/y;
  const names: string[] = [];
  while (TOKEN.lastIndex < xml.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(xml);
    if (found === null) throw new Error(`not our XML: ${xml.slice(at, at + 80)}`);
    if (found[2] !== undefined && found[1] === '') names.push(found[2]);
  }
  return names;
}
/** All elements of our JUnit reports. */
export const JUNIT = new Set([
  'testsuites',
  'testsuite',
  'testcase',
  'failure',
  'error',
  'skipped',
  'system-out',
]);

/* Every place of a configuration that somebody fills in. */

/** A configuration with the text in every place that somebody fills in. */
function poisoned(text: string): Record<string, unknown> {
  return {
    inferenceProvider: text,
    inferenceGatewayBaseUrl: `https://${text}`,
    inferenceGatewayAuthScheme: text,
    inferenceGatewayHeaders: [`${text}: ${text}`, text],
    inferenceModels: [text, { name: text, labelOverride: text, [text]: text }, { name: text }],
    [`inferenceModel ${text}`]: 1,
    inferenceCustomHeaders: { [text]: text, 'x-a': text },
    inferenceCredentialHelper: text,
    inferenceCredentialHelperArgs: [text],
    deploymentOrganizationUuid: text,
    deploymentDisplayName: text,
    organizationInstructions: text,
    egressProxyUrl: `http://${text}@proxy/${text}`,
    coworkEgressAllowedHosts: [text, `*.${text}`, `https://${text}`],
    otlpEndpoint: `ftp://${text}`,
    otlpHeaders: `${text}=${text}`,
    disableAutoUpdates: text,
    isClaudeCodeForDesktopEnabled: [text],
    managedMcpServers: [
      { name: text, transport: text, url: text, headers: { [text]: text } },
      { name: text, transport: 'stdio', command: text, args: [text], env: { [text]: text } },
      { [text]: { [text]: [text] } },
    ],
    inferenceBedrockRegion: `\${env:${text}}`,
    inferenceVertexProjectId: `\${file:${text}}`,
    inferenceVertexRegion: '${env:HOSTILE}',
    [text]: { [text]: text },
  };
}

/** The file has a hostile name as well. */
export function worldOf(text: string): World & { readonly name: string } {
  const name = `a${text}b.json`;
  const bad = JSON.stringify(poisoned(text), null, 2);
  const files = {
    [name]: bad,
    'cut.json': bad.slice(0, bad.length / 2),
    [`cut${text}.json`]: bad.slice(0, bad.length / 2),
    'good.json': '{"inferenceProvider":"gateway"}',
    [`empty${text}`]: '',
    [`unknown${text}`]: 'nothing known',
  };
  return { files, env: { HOSTILE: text }, name };
}
