import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { variableFor } from '../../src/schema/index.ts';

const ROOT = path.join(import.meta.dirname, '../..');

describe('the variable of a value', () => {
  test.each([
    [['inferenceGatewayApiKey'], 'INFERENCE_GATEWAY_API_KEY'],
    [['inferenceVertexOAuthClientSecret'], 'INFERENCE_VERTEX_OAUTH_CLIENT_SECRET'],
    [['managedMcpServers', 0, 'headers', 'X-Api-Key'], 'MANAGED_MCP_SERVERS_HEADERS_X_API_KEY'],
  ])('%j: %s', (where, name) => {
    expect(variableFor(where)).toBe(name);
  });

  test('the key of the gateway has one name in source, docs and sample configurations', () => {
    const files = ['src', 'docs', 'fixtures/gateways', 'fixtures/rings'].flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:ts|md|json)$/.test(name))
        .map((name) => path.join(folder, name)),
    );
    const names = new Map<string, string>();
    for (const file of ['README.md', ...files])
      for (const [name] of readFileSync(path.join(ROOT, file), 'utf8').matchAll(
        /\b[A-Z0-9_]*GATEWAY_(?:API_)?KEY\b/g,
      ))
        names.set(name, file);
    expect([...names.keys()]).toEqual(['INFERENCE_GATEWAY_API_KEY']);
  });
});
