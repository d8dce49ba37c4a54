import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readOutput } from '../../src/gateway/helper-output.ts';
import { HeaderProblem, requestHeaders } from '../../src/gateway/headers.ts';
import { fieldProblem, fieldValueProblem, isFieldName } from '../../src/text/http-field.ts';
import { readModelPage } from '../../src/protocol/model-list.ts';
import { redactor } from '../../src/text/redact.ts';
import { json as jsonImporter } from '../../src/importers/json.ts';
import { inert, printable } from '../../src/text/printable.ts';
import { catalogue, keyNames } from '../../src/schema/catalogue/index.ts';
import { decodeWire } from '../../src/schema/decode.ts';
import { mapTexts, resolveReferences } from '../../src/schema/references.ts';
import { documentOf } from '../schema/document-of.ts';
import { READERS, drivesTerminal, misbehaviour, pollution, timed } from '../support/behaviour.ts';
import { runCli, type World } from '../support/io.ts';

/*
 * Properties: what must hold whatever comes in. Few runs by default; COWORK_3P_FUZZ=10000 for many. The seed is
 * new each time and is told with a failure. The server-sent events have theirs in test/gateway/sse.test.ts, the
 * importers' mutations are in test/importers/hostile.test.ts, and `npm run fuzz` goes on for as long as you like.
 */

const COUNT = Number(process.env.COWORK_3P_FUZZ ?? 300);
const runs = (share = 1): { numRuns: number } => ({
  numRuns: Math.ceil(COUNT * share),
});
const LIMIT = 30_000 + COUNT * 100;

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  // Signs that mean something to somebody.
  fc.array(
    fc.constantFrom(
      '\u001B[', '\u001B]8;;', '\u009B', '\u0007', '\n', '\r', '\t', '\0', '\u2028', '\u202E', '\uD800', '\u00AD',
      '::error::', '##vso[', ']', '"', "'", '\\', '/', '../', '<', '>', '&', ']]>', '${env:', '${file:', '}', '$${',
      '%0A', '__proto__', 'constructor', '-', '--', '*', '?', '{', '[', 'a', '1', ' ', 'true', 'https://', '@', ':',
    ),
    { maxLength: 8 },
  ).map((signs) => signs.join('')),
); // prettier-ignore
const plain: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text,
    fc.constantFrom(null, true, false, 0, 1, -1, 1e308, 'true', '1', '[]', '{}', '["a"]', '{"a":1}', ''),
    fc.double(),
    fc.integer(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(
        fc.constantFrom(
          'name',
          'url',
          'transport',
          'headers',
          'env',
          'clientId',
          'command',
          'args',
          '__proto__',
        ),
        text,
      ),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;
const key = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...keyNames) }, { weight: 1, arbitrary: text });
const settings = fc.dictionary(key, plain, { maxKeys: 8 });

const GOOD =
  '{"inferenceProvider":"gateway","inferenceGatewayBaseUrl":"https://gw.example.com","inferenceGatewayApiKey":"placeholder"}';
const files = { 'good.json': GOOD, 'b.json': '{"a":1}' };

async function behaves(argv: readonly string[], world: World): Promise<void> {
  const { value, ms } = await timed(() =>
    runCli(argv, { files, isTTY: true, env: { NO_COLOR: '1' }, ...world }),
  );
  const wrong = misbehaviour(value, ms);
  if (wrong !== undefined) throw new Error(`${JSON.stringify(argv)}: ${wrong}`);
}

afterEach(() => expect(pollution()).toBeUndefined());
// What is loaded at the first use is not counted as time.
beforeAll(async () => {
  for (const argv of READERS) await runCli(argv, { files, stdin: GOOD });
});

describe('promise: no input makes the tool crash, hang or use up the machine', () => {
  const command = fc.constantFrom(...READERS);

  test('any bytes', { timeout: LIMIT }, async () => {
    const format = fc.option(fc.constantFrom('json', 'reg', 'plist', 'mobileconfig'), { nil: undefined });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      text.map((one) => Buffer.from(one)),
      text.map((one) => Buffer.from(one, 'utf16le')),
    );
    await fc.assert(
      fc.asyncProperty(bytes, command, format, async (stdin, argv, as) => {
        await behaves(as === undefined ? argv : [...argv, '--input-format', as], { stdin });
      }),
      runs(),
    );
  });

  test('any configuration', { timeout: LIMIT }, async () => {
    await fc.assert(
      fc.asyncProperty(settings, command, async (value, argv) => {
        await behaves(argv, { stdin: JSON.stringify(value) });
      }),
      runs(),
    );
  });

  test('any configuration that is cut, with comments and commas', { timeout: LIMIT }, async () => {
    await fc.assert(
      fc.asyncProperty(settings, command, text, fc.nat(), fc.nat(), async (value, argv, comment, at, end) => {
        const whole = JSON.stringify(value, null, 1);
        const cut = at % (whole.length + 1);
        const stdin = `${whole.slice(0, cut)}/*${comment}*/,//${comment}\n${whole.slice(cut, cut + (end % 2000))}`;
        await behaves(argv, { stdin });
      }),
      runs(),
    );
  });

  test('any arguments', { timeout: LIMIT }, async () => {
    const commands = [
      'validate',
      'diff',
      'export',
      'migrate',
      'egress',
      'explain',
      'completion',
      'init',
      'help',
    ];
    const flags = new Set(['--version', '-V', '-h', '--', '-']);
    for (const name of commands)
      for (const [flag] of (await runCli([name, '--help'])).stdout.matchAll(/--?[a-z][a-z-]*/g))
        flags.add(flag);
    const words = [
      'good.json', 'b.json', 'missing.json', 'out', 'out.reg', 'x.plist', '*.json', '[a', '{a,b}*', 'json', 'text', 'sarif', 'reg', 'plist',
      'latest', '1.5354', '999.1', '0', '-1', 'linux', 'windows', 'inferenceProvider', 'unknown-key', 'inferenceProvider=gateway', 'bash', 'openrouter', 'user', 'utf8',
    ]; // prettier-ignore
    const word = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...flags) },
      { weight: 4, arbitrary: fc.constantFrom(...words, ...keyNames.slice(0, 20)) },
      { weight: 1, arbitrary: fc.constantFrom(...commands) },
      { weight: 1, arbitrary: text },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.constantFrom(...flags), text).map(([flag, value]) => `${flag}=${value}`),
      },
    );
    const first = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...commands) },
      { weight: 1, arbitrary: word },
    );
    await fc.assert(
      fc.asyncProperty(first, fc.array(word, { maxLength: 7 }), fc.boolean(), async (name, rest, isTTY) => {
        const argv = [name, ...rest];
        // What would open a connection.
        if (argv.some((one) => ['probe', 'models', 'demo'].includes(one))) return;
        if (argv.includes('egress') && argv.some((one) => one.startsWith('--check'))) return;
        // A registry file on a pipe is UTF-16, and bytes of it look like controls.
        const world = { stdin: GOOD, isTTY };
        const { value, ms } = await timed(() => runCli(argv, { files, env: { NO_COLOR: '1' }, ...world }));
        const seen = argv.includes('export') && !isTTY ? { ...value, stdout: ' ' } : value;
        const wrong = misbehaviour(seen, ms);
        if (wrong !== undefined) throw new Error(`${JSON.stringify(argv)}: ${wrong}`);
      }),
      runs(2),
    );
  });

  test('any environment', { timeout: LIMIT }, async () => {
    const names = fc.constantFrom(
      'NO_COLOR',
      'FORCE_COLOR',
      'TERM',
      'HTTPS_PROXY',
      'NO_PROXY',
      'A',
      'toString',
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, text), text, async (env, name) => {
        const stdin = JSON.stringify({
          inferenceProvider: 'gateway',
          inferenceGatewayApiKey: '${env:A}',
          deploymentDisplayName: `\${env:${name}}`,
          organizationInstructions: '${env:constructor}',
        });
        const run = await runCli(['validate', '-', '--resolve'], { stdin, env });
        expect([0, 1]).toContain(run.code);
      }),
      runs(0.5),
    );
  });
});

describe('promise: nothing is misread without a word', () => {
  test('comments and trailing commas change no value', { timeout: LIMIT }, () => {
    // Line ends first, and the end of a comment taken apart, not out: either would let another one close up.
    const comment = text.map((one) => one.replace(/[\r\n]/g, '').replaceAll('*/', '* /'));
    fc.assert(
      fc.property(settings, comment, comment, (value, a, b) => {
        const source = JSON.stringify(value, null, 1);
        // Between the lines and at their ends nothing but blank space stands, so a comment may.
        const lines = source.split('\n').map((line) => `/*${a}*/ ${line} // ${b}`);
        const commented = lines
          .join('\n')
          .replace(/(?<=[^{[,\s]) (\/\/[^\n]*)\n(\/\*[^\n]*\*\/ +\}\s*\/\/[^\n]*)$/, ', $1\n$2');
        const decoded = jsonImporter.decode(Buffer.from(commented));
        if (!decoded.ok) throw new Error(decoded.failure.message);
        const read = [...decoded.value.entries].map(([name, entry]) => [name, entry.value]);
        expect(JSON.stringify(read)).toBe(JSON.stringify(Object.entries(JSON.parse(source) as object)));
      }),
      runs(),
    );
  });

  test(
    'what cannot be decoded stays as it was, and what is decoded is what the text says',
    { timeout: LIMIT },
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...Object.values(catalogue)), plain, ({ type }, value) => {
          const decoded = decodeWire(value, type);
          if (!decoded.ok) expect(typeof value).toBe('string');
          else if (typeof value !== 'string' && type.kind !== 'boolean') expect(decoded.value).toBe(value);
          if (!decoded.ok) expect(() => JSON.parse(value as string) as unknown).toThrow();
        }),
        runs(3),
      );
    },
  );

  test(
    'references: what is none stays, what is one is replaced once and never twice',
    { timeout: LIMIT },
    async () => {
      const body = fc.oneof(text, fc.constantFrom('env:A', 'env:B', 'file:/f', 'env:toString', 'env:'));
      const value = fc
        .array(
          fc.oneof(
            text,
            body.map((one) => `\${${one}}`),
            body.map((one) => `$\${${one}}`),
          ),
          { maxLength: 4 },
        )
        .map((parts) => parts.join(''));
      await fc.assert(
        fc.asyncProperty(value, fc.string(), async (given, secret) => {
          // What is put in looks like a reference itself.
          const put = `<\${env:B}${secret.replace(/[${}]/g, '')}>`;
          const source = {
            env: { A: put },
            readFile: () => Promise.resolve({ ok: true as const, value: Buffer.from(put) }),
          };
          const { document } = await resolveReferences(documentOf({ k: given }), source);
          const result = document.entries.get('k')?.value as string;
          if (!given.includes('${')) expect(result).toBe(given);
          expect(result.split(put).length - 1).toBe(
            (given.match(/(?<!\$)(?:\$\$)*\$\{(?:env:A|file:[^{}]+)\}/g) ?? []).length,
          );
        }),
        runs(),
      );
      fc.assert(
        fc.property(plain, (one) => {
          expect(JSON.stringify(mapTexts(one, (same) => same))).toBe(JSON.stringify(one));
        }),
        runs(),
      );
    },
  );
});

describe('promise: what strangers send is read within its bounds', () => {
  test(
    'the output of a helper gives a token that a header can carry, or a reason that holds none of it',
    { timeout: LIMIT },
    () => {
      const token = fc.oneof(
        text,
        fc.string({ minLength: 8 }),
        plain.map((one) => JSON.stringify({ token: one, headers: one })),
        fc.dictionary(text, text).map((headers) => JSON.stringify({ token: 'abc', headers })),
      );
      fc.assert(
        fc.property(
          fc.oneof(
            token.map((one) => Buffer.from(one)),
            fc.uint8Array({ maxLength: 200 }),
          ),
          (bytes) => {
            const read = readOutput(bytes);
            if (!read.ok) {
              const [, what] = read.failure;
              expect(drivesTerminal(what)).toBe(false);
              return;
            }
            expect(fieldValueProblem(read.value.token)).toBeUndefined();
            expect(read.value.token).not.toMatch(/^\s|\s$|^$/);
            for (const [name, value] of Object.entries(read.value.headers ?? {})) {
              expect(isFieldName(name)).toBe(true);
              expect(fieldValueProblem(value)).toBeUndefined();
            }
          },
        ),
        runs(2),
      );
    },
  );

  test('the rows of a model list', { timeout: LIMIT }, () => {
    const row = fc.record(
      { id: fc.oneof(text, plain), display_name: plain, anthropic_family_tier: plain },
      { requiredKeys: [] },
    );
    const page = fc.oneof(
      plain,
      fc.record(
        {
          data: fc.oneof(plain, fc.array(fc.oneof(row, plain))),
          has_more: plain,
          last_id: plain,
          object: plain,
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(page, (value) => {
        const read = readModelPage({ json: value });
        expect(read.rows.length).toBeLessThanOrEqual(1000);
        expect(read.bad.length).toBeLessThanOrEqual(5);
        for (const { id, displayName } of read.rows) {
          expect(typeof id).toBe('string');
          expect(['string', 'undefined']).toContain(typeof displayName);
        }
      }),
      runs(2),
    );
    const many = readModelPage({
      json: { data: Array.from({ length: 100_000 }, (_, at) => ({ id: `m${at}` })) },
    });
    expect([many.rows.length, many.total]).toEqual([1000, 100_000]);
  });

  test('headers: what is said to be good is sent, and what is sent is good', { timeout: LIMIT }, () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.stringMatching(/^[a-zA-Z-]{1,20}$/)), text, (name, value) => {
        let sent: Record<string, string>;
        try {
          sent = requestHeaders({ method: 'GET', path: '/' }, { headers: { [name]: value } }, false, false);
        } catch (error) {
          expect(error).toBeInstanceOf(HeaderProblem);
          expect(drivesTerminal((error as Error).message)).toBe(false);
          expect(fieldProblem(name, value)).toBeDefined();
          return;
        }
        expect(fieldProblem(name, value)).toBeUndefined();
        for (const [sentName, sentValue] of Object.entries(sent)) {
          expect(isFieldName(sentName)).toBe(true);
          expect(fieldValueProblem(sentValue)).toBeUndefined();
        }
      }),
      runs(3),
    );
  });
});

describe('promise: what is printed was made for it', () => {
  test(
    'printable: one line, within its limit, nothing that drives, the same when made again',
    { timeout: LIMIT },
    () => {
      fc.assert(
        fc.property(
          fc.oneof(
            text,
            fc.array(text).map((all) => all.join('\u001B')),
          ),
          fc.integer({ min: 2, max: 300 }),
          (one, limit) => {
            const made = printable(one, limit);
            expect(drivesTerminal(made)).toBe(false);
            expect(made).not.toMatch(/[\n\t]/);
            expect(made.length).toBeLessThanOrEqual(limit);
            expect(made).not.toMatch(
              /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/,
            );
            expect(inert(made)).toBe(made);
            expect(printable(made, limit)).toBe(made);
          },
        ),
        runs(5),
      );
    },
  );

  test('redactor: no piece of eight characters of any secret is left, in no form', { timeout: LIMIT }, () => {
    const secret = fc
      .oneof(
        fc.string({ minLength: 8, maxLength: 60 }),
        fc.string({ unit: 'binary', minLength: 8, maxLength: 30 }),
      )
      .filter((one) => one.trim().length >= 8 && !/[•\uD800-\uDFFF]/.test(one));
    const form = fc.constantFrom<(one: string) => string>(
      (one) => one,
      (one) => Buffer.from(one).toString('base64'),
      (one) => Buffer.from(one).toString('base64url'),
      (one) => Buffer.from(one).toString('hex'),
      (one) => encodeURIComponent(one),
      (one) => JSON.stringify(one).slice(1, -1),
      (one) => one.slice(2),
      (one) => one.slice(0, -1),
    );
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 3 }),
        form,
        text,
        text,
        (secrets, write, before, after) => {
          const redact = redactor(secrets);
          const redacted = redact(`${before}${write(secrets[0] ?? '')}${after}`);
          for (const one of secrets) {
            const bare = one.trim();
            for (const shape of [bare, Buffer.from(bare).toString('hex'), encodeURIComponent(bare)])
              for (let at = 0; at + 8 <= shape.length; at++)
                expect(redacted).not.toContain(shape.slice(at, at + 8));
          }
          expect(redact('')).toBe('');
        },
      ),
      runs(1),
    );
  });
});
