import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, test } from 'vitest';
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { sarif } from '../../src/report/sarif.ts';
import type { FileReport } from '../../src/report/report.ts';
import { EVIL_TEXTS, evilFile, evilUnreadable, FILES, report } from './sample.ts';

/** The published schema is of draft 04; what differs for it in draft 07 is the name of `id`. */
function published(): ValidateFunction {
  const { id, $schema, ...rest } = schema as Record<string, unknown>;
  expect([id, $schema]).toEqual([
    expect.stringContaining('sarif-2.1.0-rtm.5'),
    'http://json-schema.org/draft-04/schema#',
  ]);
  expect(JSON.stringify(rest)).not.toContain('exclusiveM');
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  ajv.addFormat('uri', (text) => URL.canParse(text));
  ajv.addFormat('uri-reference', (text) => /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9A-F]{2})*$/.test(text));
  ajv.addFormat('date-time', () => true);
  return ajv.compile(rest);
}

const validate = published();

test('the schema refuses what is no log', () => {
  expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false);
});

interface Log {
  runs: [
    {
      tool: { driver: { rules: { id: string }[] } };
      results: {
        ruleId: string;
        ruleIndex: number;
        level: string;
        message: { text: string };
        locations: {
          physicalLocation: { artifactLocation: { uri?: string }; region?: object };
          logicalLocations?: { fullyQualifiedName: string }[];
        }[];
      }[];
      invocations: [
        { executionSuccessful: boolean; exitCode: number; toolExecutionNotifications?: object[] },
      ];
    },
  ];
}

function log(files: readonly FileReport[], quiet = false): Log['runs'][0] {
  const parsed = JSON.parse(report(sarif, files, quiet)) as Log;
  validate(parsed);
  expect(validate.errors ?? []).toEqual([]);
  return parsed.runs[0];
}

describe('sarif', () => {
  test('a range becomes a region, a place without an end one that begins', () => {
    const finding = FILES[0]?.diagnostics[0];
    if (finding === undefined) throw new Error('the sample has no finding');
    const diagnostics = [finding, { ...finding, endLine: 4, endColumn: 2 }];
    const { results } = log([{ file: 'a.json', format: 'json', valid: false, diagnostics }]);
    expect(results.map(({ locations }) => locations[0]?.physicalLocation.region)).toEqual([
      { startLine: 3, startColumn: 30 },
      { startLine: 3, startColumn: 30, endLine: 4, endColumn: 2 },
    ]);
  });

  test('is valid, and says each finding with its rule and region', () => {
    const run = log(FILES);
    expect(run.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['url-not-https', 'error'],
      ['model-duplicate', 'warning'],
      ['secret-literal', 'note'],
      ['provider-missing', 'error'],
    ]);
    expect(run.results[0]?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'configs/a%20b.json' },
          region: { startLine: 3, startColumn: 30 },
        },
        logicalLocations: [{ fullyQualifiedName: 'inferenceGatewayBaseUrl', kind: 'member' }],
      },
    ]);
    expect(run.results[0]?.message.text).toBe(
      'inferenceGatewayBaseUrl uses plain http to gw.example.com. Use https; Claude Desktop allows http on loopback only.',
    );
    for (const { ruleId, ruleIndex } of run.results)
      expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(run.tool.driver.rules).toContainEqual(
      expect.objectContaining({
        id: 'url-not-https',
        shortDescription: { text: 'The address is not https' },
        help: {
          text: expect.stringContaining('Put TLS in front of the service') as string,
          markdown: expect.stringContaining('`cowork-3p explain url-not-https`') as string,
        },
      }),
    );
  });

  test('a file that cannot be read makes the run unsuccessful', () => {
    expect(log(FILES).invocations).toEqual([
      {
        executionSuccessful: false,
        exitCode: 2,
        toolExecutionNotifications: [
          {
            descriptor: { id: 'unreadable' },
            level: 'error',
            message: { text: 'gone.json does not exist. Name a file.' },
            locations: [{ physicalLocation: { artifactLocation: { uri: 'gone.json' } } }],
          },
        ],
      },
    ]);
    expect(log(FILES.slice(0, 1)).invocations).toEqual([{ executionSuccessful: true, exitCode: 1 }]);
  });

  test('no files, no findings, only errors', () => {
    expect(log([]).results).toEqual([]);
    expect(log(FILES.slice(1, 2)).tool.driver.rules).toEqual([]);
    expect(log(FILES, true).results.map((one) => one.level)).toEqual(['error', 'error']);
  });

  test.each([
    ['a.json', 'a.json'],
    ['./a.json', 'a.json'],
    ['../x/ä.json', '../x/%C3%A4.json'],
    ['dir\\a.json', 'dir/a.json'],
    ['/etc/a#b?.json', 'file:///etc/a%23b%3F.json'],
    ['C:\\mdm\\a.reg', 'file:///C:/mdm/a.reg'],
    ['\\\\server\\share\\a.reg', 'file://server/share/a.reg'],
    ['a:b.json', 'a%3Ab.json'],
    ['<stdin>', undefined],
  ])('%s is named as %s', (file, uri) => {
    const run = log([{ ...FILES[0]!, file }]);
    expect(run.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(uri);
  });

  test.each(EVIL_TEXTS)('a text of a file adds no rule, result or link: %j', (text) => {
    const run = log([evilFile(text), evilUnreadable(text)]);
    expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(['unknown-key', 'not-in-enum']);
    expect(run.results).toHaveLength(2);
    for (const { message } of run.results) expect(message.text).not.toMatch(/(?<!\\)(?:\\\\)*\]\(/);
  });
});
