import { describe, expect, test } from 'vitest';
import type { Path } from '../../src/schema/document.ts';
import { masked, show } from '../../src/schema/show.ts';

const VALUE = 'plain words';

describe('a value of a map of headers, which may be a credential whatever it looks like', () => {
  test.each<[string, Path]>([
    ['of requests for inference', ['inferenceCustomHeaders', 'X-Team']],
    ['of a connector', ['managedMcpServers', 0, 'headers', 'X-Team']],
    ['of the collector', ['otlpHeaders', 'X-Team']],
    ['of the bootstrap server', ['bootstrapHeaders', 'X-Team']],
  ])('%s', (_, path) => {
    expect(show(VALUE, path)).not.toContain('plain');
    expect(JSON.stringify(masked(VALUE, path))).not.toContain('plain');
  });
});
