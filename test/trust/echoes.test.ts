import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../support/io.ts';
import { leaked } from './canary-places.ts';
import { FORMS, PLACES, startEchoingGateway, type EchoingGateway } from './echoing-gateway.ts';

/** Secrets of every look; what a header cannot carry is none. */
const SECRETS: Readonly<Record<string, string>> = {
  marked: 'sk-ant-Zq7vK2mWx81LpQ4r9Kw',
  plain: 'qhvwekfjzmxnbtoiupyrgda',
  signs: `Zq7"K2'm<Wx>8&1\\Lp\`Q4$r9`,
  pattern: 'Zq7.*(K2+)[mW]x$8^|1?Lp',
  percent: 'Zq7%25K2%zz%mW%41x81Lp',
  short: 'Zq7-K2m',
  word: 'swordfish',
  words: 'correct-horse-battery',
  digits: '867530942424',
};

let gateway: EchoingGateway;
beforeAll(async () => {
  gateway = await startEchoingGateway();
});
afterAll(() => gateway.close());

const isOut = (text: string, secret: string): boolean =>
  secret.length < 8 ? text.includes(secret) : leaked(text, secret);

describe('promise: a gateway that brings back what it was sent shows it in no output', () => {
  const places = Object.keys(PLACES);

  test.each(Object.entries(SECRETS))(
    'models: %s, in every place and form',
    async (_look, secret) => {
      const out: string[] = [];
      for (const [row, place] of places.entries())
        for (const [column, form] of Object.keys(FORMS).entries()) {
          gateway.answer(place, form);
          // The key in the file, in the environment, as a flag; a header of the configuration.
          const how = (row + column) % 4;
          const base = { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: gateway.url };
          const settings = [
            { ...base, inferenceGatewayApiKey: secret },
            { ...base, inferenceGatewayApiKey: '${env:CANARY}' },
            { ...base, inferenceGatewayApiKey: 'placeholder' },
            {
              ...base,
              inferenceGatewayApiKey: 'placeholder',
              inferenceCustomHeaders: { 'x-tenant': '${env:CANARY}' },
            },
          ][how];
          const format = ['text', 'json', 'ids'][(row + column) % 3] ?? 'text';
          const { stdout, stderr, code } = await runCli(
            ['models', 'a.json', '--format', format, ...(how === 2 ? ['--credential-env', 'CANARY'] : [])],
            { files: { 'a.json': JSON.stringify(settings) }, env: { NO_PROXY: '127.0.0.1', CANARY: secret } },
          );
          if (code === 3 || isOut(`${stdout}\n${stderr}`, secret))
            out.push(`${place}, ${form}: ${stdout}${stderr}`);
        }
      expect(out).toEqual([]);
    },
    60_000,
  );

  test.each(places)(
    'probe and report: %s',
    async (place) => {
      const forms = Object.keys(FORMS);
      const form = forms[places.indexOf(place) % forms.length] ?? 'plain';
      const [, secret = ''] = Object.entries(SECRETS)[places.indexOf(place) % 9] ?? [];
      gateway.answer(place, form);
      const files = {
        'a.json': JSON.stringify({
          inferenceProvider: 'gateway',
          inferenceGatewayBaseUrl: gateway.url,
          inferenceGatewayApiKey: '${env:CANARY}',
          inferenceModels: ['claude-opus-5'],
        }),
      };
      for (const argv of [
        ['probe', 'a.json', '--format', 'json'],
        ['probe', 'a.json'],
        ['report', 'a.json'],
        ['bootstrap', 'check', `${gateway.url}/b`, '--token-env', 'CANARY'],
      ]) {
        const world = { files, env: { NO_PROXY: '127.0.0.1', CANARY: secret } };
        const { stdout, stderr, code } = await runCli([...argv, '--timeout', '1500'], world);
        expect(code, stderr).not.toBe(3);
        expect(isOut(`${stdout}\n${stderr}`, secret), `${form}: ${stdout}${stderr}`).toBe(false);
      }
    },
    120_000,
  );
});
