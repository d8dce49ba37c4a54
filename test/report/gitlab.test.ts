import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { gitlab } from '../../src/report/gitlab.ts';
import type { FileReport } from '../../src/report/report.ts';
import { EVIL_TEXTS, evilFile, evilUnreadable, FILES, report } from './sample.ts';

/** What GitLab reads: docs.gitlab.com/ci/testing/code_quality, "Code Quality report format". */
const validate = new Ajv({ strict: false, allErrors: true }).compile({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    additionalProperties: false,
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', pattern: '^[a-z][a-z-]+$' },
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{64}$' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^(?!\\./)' },
          lines: {
            type: 'object',
            required: ['begin'],
            properties: { begin: { type: 'integer', minimum: 1 }, end: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
});

interface Issue {
  check_name: string;
  fingerprint: string;
  severity: string;
  location: { path: string; lines: { begin: number } };
}

function issues(files: readonly FileReport[], quiet = false): Issue[] {
  const parsed = JSON.parse(report(gitlab, files, quiet)) as Issue[];
  validate(parsed);
  expect(validate.errors ?? []).toEqual([]);
  return parsed;
}

describe('gitlab', () => {
  test('an entry a finding, and one for a file that cannot be read', () => {
    expect(
      issues(FILES).map(({ check_name, severity, location }) => [
        check_name,
        severity,
        location.path,
        location.lines.begin,
      ]),
    ).toEqual([
      ['url-not-https', 'critical', 'configs/a b.json', 3],
      ['model-duplicate', 'minor', 'configs/a b.json', 5],
      ['secret-literal', 'info', 'configs/a b.json', 9],
      ['provider-missing', 'critical', 'configs/a b.json', 1],
      ['unreadable', 'critical', 'gone.json', 1],
    ]);
    expect(issues(FILES, true)).toHaveLength(3);
    expect(issues([])).toEqual([]);
  });

  test('a fingerprint follows the finding, not its line, and no two are the same', () => {
    const first = FILES[0];
    if (first === undefined) throw new Error('the sample has no file');
    const moved = { ...first, diagnostics: first.diagnostics.map((one) => ({ ...one, line: 99 })) };
    const prints = (file: FileReport): string[] => issues([file]).map(({ fingerprint }) => fingerprint);
    expect(prints(moved)).toEqual(prints(first));
    const twice = { ...first, diagnostics: [...first.diagnostics, ...first.diagnostics] };
    expect(new Set(prints(twice)).size).toBe(8);
    expect(prints({ ...first, file: 'other.json' })).not.toEqual(prints(first));
    expect(issues([{ ...first, file: './deploy/a.json' }])[0]?.location.path).toBe('deploy/a.json');
  });

  test.for(EVIL_TEXTS)('stays one document with %j', (evil) => {
    expect(issues([evilFile(evil), evilUnreadable(evil)]).length).toBeGreaterThan(1);
  });
});
