import { describe, expect, test } from 'vitest';
import type { ModelEntry, ModelsReport } from '../../src/probe/models/list.ts';
import { modelsText } from '../../src/report/models-text.ts';
import { PLAIN } from '../../src/report/style.ts';

function model(id: string, reason: string | null, more: Partial<ModelEntry> = {}): ModelEntry {
  return { id, displayName: id, usable: reason === null, reason, configured: false, rawId: id, ...more };
}

function report(models: readonly ModelEntry[]): ModelsReport {
  return { source: 'discovery', models, missing: [], notes: [] };
}

const OTHER = 'its name is not recognisably Claude';
const many = [
  model('claude-haiku-4-5', null, { configured: true }),
  model('claude-opus-5', null),
  model('opaque', 'it passes only by its anthropic_family_tier', { usable: true }),
  ...Array.from({ length: 280 }, (_, at) => model(`gpt-${at}`, OTHER)),
  ...Array.from({ length: 17 }, (_, at) => model(`claude-${at}`, `the same ID already stands in row ${at}`)),
];
const options = { style: PLAIN, columns: 100, quiet: false };

describe('a list of models', () => {
  test('300 models fit one screen: the shown ones, and each reason once with a count', () => {
    const text = modelsText(report(many), options);
    expect(text.split('\n').length).toBeLessThan(24);
    expect(text).toContain('✔ In inferenceModels: claude-haiku-4-5');
    expect(text).toContain('✔ Shown beside them: claude-opus-5, opaque');
    expect(text).toContain(`✖ 280 hidden: ${OTHER} (gpt-0, gpt-1, gpt-2 and 277 more)`);
    expect(text).toMatch(/✖ 17 hidden: the same ID already stands in row 0 \(claude-0/);
    expect(text).toContain('! 1 shown, but it passes only by its anthropic_family_tier (opaque)');
    expect(text).toContain('Claude Desktop would show 3 models of 300.');
    expect(text.match(/recognisably/g)).toHaveLength(1);
  });

  test('a short list is a line a model', () => {
    const text = modelsText(report(many.slice(0, 5)), { ...options, quiet: true });
    expect(text.split('\n').slice(0, 3)).toEqual([
      '✔ claude-haiku-4-5 (in inferenceModels)',
      '✔ claude-opus-5',
      '✔ opaque',
    ]);
    expect(text).not.toContain('would show');
  });

  test('300 shown models name 60 and count the rest', () => {
    const shown = Array.from({ length: 300 }, (_, at) => model(`claude-${at}`, null));
    const text = modelsText(report(shown), options);
    expect(text).toContain('claude-59 and 240 more');
    expect(text.split('\n').length).toBeLessThan(24);
  });
});
