import { describe, expect, test } from 'vitest';
import type { ProbeSession } from '../../src/probe/session/session.ts';
import { sessionOf } from '../support/probe-session.ts';

function sessionWith(secrets: readonly string[]): ProbeSession {
  const baseUrl = 'https://gate7.example.com/tenant-4711';
  return sessionOf({ baseUrl, secrets }, { models: [{ name: 'own-model' }] });
}

describe('what is quoted of an answer', () => {
  test('a credential of somebody else is masked before the text is cut', () => {
    const key = 'sk-ant-api03-0123456789abcdefghijklmnop';
    const said = sessionWith([]).quote(`the upstream refuses the key ${key}`, 50);
    expect(said).toMatch(/^the upstream refuses the key \S*•/);
    expect(said).not.toContain('0123456789');
  });

  test.each<[string, string, string]>([
    ['a key', 'key-0123456789', 'no ••••'],
    ['a short key that stands in the address', 'gate7', 'no ••••'],
    ['the address, though it came by a reference', 'https://gate7.example.com/tenant-4711', ''],
    ['a longer piece of the address', 'gate7.example.com', ''],
    ['a model, though it came by a reference', 'own-model', ''],
    ['a piece of the name of a model', 'model-', 'no ••••'],
  ])('%s', (_, secret, masked) => {
    expect(sessionWith([secret]).quote(`no ${secret}`)).toBe(masked === '' ? `no ${secret}` : masked);
  });
});
