import { createHash } from 'node:crypto';
import { catalogue } from '../../src/schema/catalogue/index.ts';
import type { FieldType, KeySpec } from '../../src/schema/key-spec.ts';

/*
 * Every place of a configuration that can hold a secret, found by walking the rows of the catalogue with a notion of
 * its own of what is secret: nothing here asks the code that masks.
 */

/** A configuration with one secret in it, and the environment and files its references need. */
export interface Planted {
  /** Says where the secret stands and how it is written. */
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secret: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

const BASE = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://gw.example.com',
  inferenceGatewayApiKey: 'placeholder',
  inferenceModels: ['claude-opus-5'],
} as const;

/** Two kinds of secret: one that anybody knows by its looks, one that looks like nothing. */
const KINDS = ['marked', 'plain'] as const;
type Kind = (typeof KINDS)[number];

function secretOf(kind: Kind, seed: number): string {
  const letters = [...createHash('sha256').update(String(seed)).digest()]
    .map((byte) => 'abcdefghijkmnopqrstuvwxyz'.charAt(byte % 25))
    .join('');
  return kind === 'marked' ? `sk-test-Zq7${letters.slice(0, 14)}9Kw` : `q${letters.slice(0, 22)}`;
}

type Plant = (secret: string) => Pick<Planted, 'settings' | 'env' | 'files'>;
type Step = string | number;

/** A value of a type, with `leaf` at the end of a path of its own; `place` says what stands there. */
interface Leaf {
  readonly key: string;
  readonly path: readonly Step[];
  readonly type: FieldType;
  readonly secret: boolean;
  /** No plain text may stand there too. */
  readonly structured: boolean;
  readonly make: (leaf: unknown) => unknown;
}

/** Every leaf of a type. Objects get their required members, so that a finding is about the leaf. */
function* leavesOf(key: string, spec: KeySpec): Generator<Leaf> {
  function* walk(
    type: FieldType,
    path: readonly Step[],
    secret: boolean,
    make: (value: unknown) => unknown,
    depth: number,
    structured = true,
  ): Generator<Leaf> {
    yield { key, path, type, secret, structured, make };
    if (depth > 4) return;
    if (type.kind === 'either') {
      const texts = type.of.some(({ kind }) => kind === 'string' || kind === 'any');
      for (const one of type.of) yield* walk(one, path, secret, make, depth + 1, !texts);
    } else if (type.kind === 'array')
      yield* walk(type.items, [...path, 0], secret, (value) => make([value]), depth + 1);
    else if (type.kind === 'map')
      yield* walk(
        type.values,
        [...path, 'X-Name'],
        secret || spec.secret === true || type.of === 'headers',
        (value) => make({ 'X-Name': value }),
        depth + 1,
      );
    else if (type.kind === 'object')
      for (const [name, field] of Object.entries(type.fields)) {
        const opaque = ['string', 'any', 'map'].includes(field.type.kind);
        yield* walk(
          field.type,
          [...path, name],
          secret || (field.secret === true && opaque),
          (value) => make({ name: 'x', ...fitting(type.fields), [name]: value }),
          depth + 1,
        );
      }
  }
  yield* walk(
    spec.type,
    [],
    spec.secret === true && ['string', 'any', 'map'].includes(spec.type.kind),
    (v) => v,
    0,
  );
}

function fitting(fields: Readonly<Record<string, { type: FieldType; required?: boolean }>>): object {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, field]) => field.required === true)
      .map(([name, { type }]) => [
        name,
        type.kind === 'enum' ? type.values[0] : type.kind === 'boolean' ? true : 'x',
      ]),
  );
}

const URL_FORMATS = ['url', 'https-url', 'http-url', 'origin', 'issuer', 'url-pattern'];

/** Ways to write a secret into an address. */
const URLS: Readonly<Record<string, (secret: string) => string>> = {
  userinfo: (s) => `https://user:${s}@host.example.com/x`,
  'user alone': (s) => `https://${s}@host.example.com`,
  'no scheme': (s) => `user:${s}@proxy.example.com:8080`,
  'one slash': (s) => `http:/user:${s}@proxy:8080`,
  'no slash': (s) => `http:user:${s}@proxy:8080`,
  'back-slashes': (s) => `http:\\\\user:${s}@proxy:8080`,
  'blank in front': (s) => ` http://user:${s}@proxy:8080`,
  'slash in the password': (s) => `http://user:a/${s}@proxy:8080`,
  'hash in the password': (s) => `http://user:a#${s}@proxy:8080`,
  'question mark in the password': (s) => `http://user:a?${s}@proxy:8080`,
  'at in the password': (s) => `http://user:a@${s}@proxy:8080`,
  query: (s) => `https://host.example.com/x?api_key=${s}`,
  'second of a query': (s) => `https://host.example.com/x?a=b&sig=${s}&c=d`,
  'bare query': (s) => `https://host.example.com/x?${s}`,
  'query after an at': (s) => `https://host.example.com/x?mail=a@b&key=${s}`,
  fragment: (s) => `https://host.example.com/x#access_token=${s}`,
  'upper scheme': (s) => `HTTPS://USER:${s}@host.example.com`,
  'encoded at': (s) => `https://user:${s}%40@host.example.com`,
};

/** Every way to hide a secret at one leaf. */
function* plantings(leaf: Leaf): Generator<{ readonly how: string; readonly plant: Plant }> {
  const { key, type, secret, make } = leaf;
  const last = leaf.path.at(-1) ?? key;
  const here = (how: string, of: (secret: string) => unknown): { how: string; plant: Plant } => ({
    how,
    plant: (canary) => ({ settings: { ...BASE, [key]: make(of(canary)) } }),
  });
  const argument = /args$/i.test(leaf.path.findLast((step) => typeof step === 'string') ?? key);
  if (type.kind === 'string' && (secret || argument || last === 'command')) {
    yield here('the value', (s) => s);
    yield here('with a scheme', (s) => `Bearer ${s}`);
    yield here('beside a reference', (s) => `${s}\${env:OTHER}`);
    yield here('after a reference', (s) => `\${env:OTHER}${s}`);
    yield here('in blanks', (s) => ` ${s}\t`);
    yield here('wrong type', (s) => [s]);
    yield here('deeper', (s) => ({ a: { b: s } }));
  }
  if (argument) {
    yield here('an option', (s) => `--api-key=${s}`);
    yield here('a header', (s) => `Authorization: Bearer ${s}`);
  }
  if (type.kind === 'string' && type.format === 'absolute-path') {
    yield here('arguments behind a program', (s) => `/usr/bin/x --key ${s}`);
    yield here('arguments behind a quoted program', (s) => `"/usr/bin/x" "${s}"`);
  }
  if (type.kind === 'string' && type.format !== undefined && URL_FORMATS.includes(type.format))
    for (const [how, url] of Object.entries(URLS)) yield here(`address, ${how}`, url);
  if (type.kind === 'string' || type.kind === 'enum') {
    yield here('a default of a shell', (s) => `\${env:NAME:-${s}}`);
    yield here('a default of another shell', (s) => `\${env:NAME-${s}}`);
    yield here('a name of a variable that is none', (s) => `\${env:${s} }`);
    yield {
      how: 'from the environment',
      plant: (canary) => ({
        settings: { ...BASE, [key]: make('${env:CANARY}') },
        env: { CANARY: canary },
      }),
    };
    yield {
      how: 'from a file',
      plant: (canary) => ({
        settings: { ...BASE, [key]: make('${file:/run/canary}') },
        files: { '/run/canary': `${canary}\n` },
      }),
    };
    yield {
      how: 'in the path of an address, from the environment',
      plant: (canary) => ({
        settings: { ...BASE, [key]: make('https://host.example.com/p/${env:CANARY}/v2') },
        env: { CANARY: canary },
      }),
    };
  }
  if (leaf.structured && ['array', 'map', 'object'].includes(type.kind)) {
    yield here('text that does not parse', (s) => `[{"a":{"K":"${s}"`);
    yield here('text instead of a structure', (s) => s);
  }
  if (type.kind === 'object') {
    const members = fitting(type.fields);
    for (const name of ['clientSecret', 'password', 'note'])
      if (!Object.hasOwn(type.fields, name)) {
        yield here(`unknown member ${name}`, (s) => ({ ...members, [name]: s }));
        yield here(`inside unknown member ${name}`, (s) => ({ ...members, [name]: [{ x: s }] }));
      }
  }
  if (type.kind === 'map') {
    yield here('a header line as a name', (s) => ({ [`X-Api-Key: ${s}`]: '' }));
    yield here('an assignment as a name', (s) => ({ [`KEY=${s}`]: 'x' }));
  }
}

function keyPlantings(): { readonly how: string; readonly plant: Plant }[] {
  const top = (how: string, of: (secret: string) => object): { how: string; plant: Plant } => ({
    how,
    plant: (secret) => ({ settings: { ...BASE, ...of(secret) } }),
  });
  return [
    top('unknown key', (s) => ({ inferenceGatewayApiKye: s })),
    top('unknown key, list', (s) => ({ fooBar: [s] })),
    top('unknown key, deep', (s) => ({ fooBar: { a: [{ b: s }] } })),
    top('unknown key that is a header line', (s) => ({ [`X-Api-Key: ${s}`]: 1 })),
    top('dotted key', (s) => ({ 'inferenceGatewayOidc.clientSecret': s })),
    top('nested keys', (s) => ({ enterpriseConfig: { inferenceGatewayApiKey: s } })),
    top('retired headers', (s) => ({ inferenceGatewayHeaders: [`X-Old: ${s}`] })),
    top('retired headers without a colon', (s) => ({ inferenceGatewayHeaders: [s] })),
    top('retired headers as text', (s) => ({ inferenceGatewayHeaders: s })),
    top('schema address', (s) => ({ $schema: `https://user:${s}@x.example.com/schema.json` })),
  ];
}

/** All of it: some thousands, in a fixed order. */
export function allPlanted(): readonly Planted[] {
  const found: Planted[] = [];
  const add = (name: string, plant: Plant): void => {
    for (const kind of KINDS) {
      const secret = secretOf(kind, found.length + 1);
      found.push({ name: `${name} (${kind})`, secret, ...plant(secret) });
    }
  };
  for (const { how, plant } of keyPlantings()) add(how, plant);
  for (const [key, spec] of Object.entries(catalogue as Readonly<Record<string, KeySpec>>))
    for (const leaf of leavesOf(key, spec))
      for (const { how, plant } of plantings(leaf)) add(`${[key, ...leaf.path].join('.')}: ${how}`, plant);
  return found;
}

/** Whether the text holds the secret, or more of it than the last four characters, in a form that somebody can read. */
export function leaked(text: string, secret: string): boolean {
  const bytes = Buffer.from(secret, 'utf8');
  if (
    [
      bytes.toString('base64').replace(/=+$/, ''),
      bytes.toString('base64url'),
      bytes.toString('hex'),
      encodeURIComponent(secret),
    ].some((form) => text.includes(form))
  )
    return true;
  // Eight characters in a row that are not the four that may show.
  for (let at = 0; at + 8 <= secret.length; at++) if (text.includes(secret.slice(at, at + 8))) return true;
  return false;
}
