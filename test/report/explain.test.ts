import { describe, expect, test } from 'vitest';
import { codes } from '../../src/codes/index.ts';
import { writtenAs } from '../../src/exporters/written-as.ts';
import { renderExplainJson } from '../../src/report/explain-json.ts';
import { renderExplainMarkdown } from '../../src/report/explain-markdown.ts';
import { renderExplainText, renderIndexText } from '../../src/report/explain-text.ts';
import { PLAIN } from '../../src/report/style.ts';
import { keyNames } from '../../src/schema/index.ts';
import { explain, explainIndex, type Explained } from '../../src/schema/reference.ts';
import { retiredNames } from '../../src/schema/retirements/renames.ts';

const options = { style: PLAIN, columns: 80 };
const entries = [...keyNames, ...retiredNames, ...codes].map((name): [string, Explained] => {
  const entry = explain(name);
  if (entry === undefined) throw new Error(name);
  return [name, entry];
});
const written = (entry: Explained): Readonly<Record<string, string>> | undefined =>
  entry.kind === 'key' ? writtenAs(entry.key, entry.value) : undefined;

test('every entry becomes text, JSON and Markdown without holes', () => {
  for (const [name, entry] of entries) {
    const forms = written(entry);
    const text = renderExplainText(entry, { ...options, ...(forms && { written: forms }) });
    const markdown = renderExplainMarkdown(entry, forms);
    for (const rendered of [text, markdown]) {
      expect(rendered, name).toContain(name);
      expect(rendered, name).not.toMatch(/undefined|\[object|NaN/);
      expect(rendered, name).toMatch(/[^\n]\n$/);
    }
    expect(JSON.parse(renderExplainJson(entry, forms))).toMatchObject({
      version: 1,
      command: 'explain',
      exitCode: 0,
      kind: entry.kind,
    });
  }
});

describe('text', () => {
  const text = (name: string): string => {
    const entry = explain(name);
    if (entry === undefined) throw new Error(name);
    const forms = written(entry);
    return renderExplainText(entry, { ...options, ...(forms && { written: forms }) });
  };

  test('of a key', () => {
    expect(text('inferenceTokenWindowHours'))
      .toBe(`inferenceTokenWindowHours  Token cap window; Limits > Token limits

Sets how many hours the token cap counts over.

  Type            an integer from 1 to 720 (hours)
  Read since      the oldest known release
  Needs           inferenceMaxTokensPerWindow

Example
  {
    "inferenceProvider": "gateway",
    "inferenceGatewayBaseUrl": "https://llm-gateway.example.com",
    "inferenceGatewayApiKey": "\${env:INFERENCE_GATEWAY_API_KEY}",
    "inferenceMaxTokensPerWindow": 1000000,
    "inferenceTokenWindowHours": 24
  }

Written as
  json
    "inferenceTokenWindowHours": 24
  plist
    <key>inferenceTokenWindowHours</key>
    <string>24</string>
  reg
    "inferenceTokenWindowHours"="24"
`);
  });

  test('of a code', () => {
    expect(text('url-v1-path')).toContain('url-v1-path  warning; The address ends in /v1');
    expect(text('key-newer-than-target')).toContain('Wrong (with --target 1.20186.9)');
  });

  test('of a retired key', () => {
    expect(text('isDxtEnabled')).toContain('isDxtEnabled  retired; today isDesktopExtensionEnabled');
  });

  test('keeps prose within the width', () => {
    for (const name of ['inferenceGatewayBaseUrl', 'managedMcpServers', 'url-v1-path', 'removed-key'])
      for (const line of text(name).split('\n'))
        if (/^[A-Z]/.test(line)) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test('lists every key and code', () => {
    const index = renderIndexText(explainIndex(), options);
    for (const [name] of entries) expect(index).toContain(name);
  });
});

test('Markdown keeps what is no markup', () => {
  const entry = explain('inferenceGatewayOidcAuthFlow');
  expect(entry && renderExplainMarkdown(entry)).toContain('\\<tenant\\>');
});

test.for<[string, unknown, string, string, string]>([
  [
    'coworkTabEnabled',
    false,
    '"coworkTabEnabled": false',
    '<string>false</string>',
    '"coworkTabEnabled"="false"',
  ],
  [
    'disabledBuiltinTools',
    ['WebSearch'],
    '"disabledBuiltinTools": [\n  "WebSearch"\n]',
    '<string>["WebSearch"]</string>',
    '"disabledBuiltinTools"="[\\"WebSearch\\"]"',
  ],
  [
    'sshClientPath',
    'C:\\a.exe',
    '"sshClientPath": "C:\\\\a.exe"',
    '<string>C:\\a.exe</string>',
    '"sshClientPath"="C:\\\\a.exe"',
  ],
])('%s is written as each format writes it', ([key, value, json, plist, reg]) => {
  expect(writtenAs(key, value)).toEqual({ json, plist: `<key>${key}</key>\n${plist}`, reg });
});
