import type { Edit } from '../codes/index.ts';
import { oddIn, withoutHidden } from '../text/hidden.ts';
import { sortDiagnostics, type Diagnostic, type Severity } from '../diagnostics.ts';
import { keyNames, keySpec, type Config } from './catalogue/index.ts';
import { decodeWire } from './decode.ts';
import { modernise, type Retirement } from './deprecations.ts';
import { replacementOf } from './retirements/renames.ts';
import { used } from './effective.ts';
import { isUnresolved, readingOf } from './effective/reading.ts';
import type { Effective } from './effective/types.ts';
import { elsewhere, guessedKey, modelMember } from './elsewhere.ts';
import type { Document, Path, Place, ReadFormat } from './document.ts';
import type { Problem } from './formats.ts';
import { PROVIDERS, type FieldType, type KeySpec, type Platform, type Provider } from './key-spec.ts';
import { NOT_SETTINGS } from './not-settings.ts';
import { leaves, type Leaf } from './leaves.ts';
import { nearest } from './nearest.ts';
import { checkNested } from './nested-rules.ts';
import { isObject, pathId, pathText, valueAt } from './path.ts';
import { mayBeUnfilled, mdmVariableIn, placeholderIn } from './placeholder.ts';
import { hasReference } from './references.ts';
import { asRange, compareReleases, type ReleaseRange, type Target } from './releases.ts';
import { reporter } from './reporter.ts';
import { remedies } from './remedy.ts';
import { rulesFor } from './rules/index.ts';
import { oldHeaderProblems } from './retirements/headers.ts';
import type { Report, Rule } from './rules/rule.ts';
import { isSecretPath, show, typeName } from './show.ts';
import { isDue, tornPlaces } from './spelling.ts';
import { checkTarget } from './target.ts';
import { isStructure, typeAt } from './types/visit.ts';
import { expectation, issuesOf } from './zod-schema.ts';

export interface ValidateOptions {
  /** The releases in the fleet, all of which must read the configuration; unknown when absent. */
  readonly target?: Target | undefined;
  /** Validate as deployed there. */
  readonly platform?: Platform | undefined;
  /** The document is the very file that is deployed, not a source to export from. */
  readonly deployed?: boolean;
  /** The document is the managed file of Linux, by its name or because somebody said so. */
  readonly managedFile?: boolean;
  /** Milliseconds since 1970: then credentials that expire are checked against the clock. */
  readonly now?: number | undefined;
  /** The place it is read from, when that is known: places differ in what they take. */
  readonly as?: Place | undefined;
  /** Rules beside those of every configuration: what a place asks for (`validateServed`). */
  readonly more?: readonly Rule[];
  /** Windows: the hive it is written for, where that is not the one it was read from. */
  readonly hive?: 'machine' | 'user' | undefined;
}

export { PLACES, type Place } from './document.ts';

export interface Validated {
  /** Keys without an error of their own: native values, today's spelling, in the order of the document. */
  readonly config: Config;
  /** Every recognised setting, decoded, in the spelling of the document: what export writes. */
  readonly settings: ReadonlyMap<string, unknown>;
  /** Today's name of each key whose value has an error of its own -> the errors. Such a key is not in `config`. */
  readonly refused: ReadonlyMap<string, readonly Diagnostic[]>;
  /** What `--fix` does about a finding, in the spelling of the document. Apart, for it may hold what no report may show. */
  readonly edits: ReadonlyMap<Diagnostic, readonly Edit[]>;
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** No finding is an error. */
  readonly valid: boolean;
}

/** To look for a similar name costs more than all else; after so many unknown keys nobody reads on. */
const MAX_SUGGESTED = 100;

/** Checks a document: every finding at once. Pure: reads no file, no clock, no environment. */
export function validate(document: Document, options: ValidateOptions = {}): Validated {
  const findings: Diagnostic[] = [...document.findings];
  if (document.inert === true) return finish({}, new Map(), new Map(), new Map(), findings);

  const settings = decodeEntries(document);
  const modern = modernise(settings);
  const edits = new Map<Diagnostic, readonly Edit[]>();
  const remedy = remedies(document, settings);
  const report = reporter(document, modern.writtenAs, remedy, (finding, steps) => {
    findings.push(finding);
    if (steps !== undefined) edits.set(finding, steps);
  });

  if (document.nested !== undefined) checkNested(document.nested, options, report);
  let unknown = 0;
  for (const key of document.entries.keys())
    if (!settings.has(key) && !isNoSetting(key, options))
      checkUnknownKey(key, { document, options, suggest: (unknown += 1) <= MAX_SUGGESTED }, report);
  const target = options.target === undefined ? undefined : asRange(options.target);
  const torn = target === undefined ? [] : tornPlaces(settings, target);
  const isTornAt = (path: Path): boolean => torn.some((one) => pathId(one.path) === pathId(path));
  for (const { path, args } of torn) report('no-common-spelling', path, args);
  for (const retirement of modern.retirements)
    if (!isTornAt(retirement.path)) checkRetirement(retirement, target, report);

  if (
    options.deployed === true &&
    options.platform === 'linux' &&
    document.text !== undefined &&
    !isStrictJson(document.text)
  )
    report('not-strict-json', [], { what: 'comments, trailing commas or a byte order mark' }, 'error');

  if (
    options.managedFile === true &&
    document.format === 'json' &&
    (options.platform === 'macos' || options.platform === 'windows')
  )
    report(
      'platform-unsupported',
      [],
      {
        fault: `${options.platform === 'macos' ? 'macOS' : 'Windows'} reads no JSON file: managed-settings.json counts on Linux only`,
        fix:
          options.platform === 'macos'
            ? 'Deploy a profile: "cowork-3p export --format mobileconfig".'
            : 'Deploy registry values: "cowork-3p export --format reg".',
      },
      'warning',
    );

  const config: Record<string, unknown> = {};
  const refused = new Map<string, readonly Diagnostic[]>();
  const texts: Leaf[] = [];
  for (const [key, value] of modern.settings) {
    const spec = keySpec(key);
    if (spec === undefined) continue;
    const before = findings.length;
    const inside = leaves(spec.type, value, [key]);
    for (const leaf of inside) texts.push(leaf);
    checkValue(key, spec, value, inside, document.format, report);
    const errors = findings.slice(before).filter((finding) => finding.severity === 'error');
    if (errors.length > 0) refused.set(key, errors);
    else if (!isUnresolved(value)) config[key] = value;
  }

  let uses: Effective | undefined;
  const context = {
    config,
    settings: modern.settings,
    texts,
    has: (key: string) => modern.settings.has(key) || document.computed?.has(key) === true,
    misplaced: findings.some(({ code }) => code === 'nested-config'),
    provider: providerOf(config),
    platform: options.platform,
    target,
    format: document.format,
    hive: options.hive ?? document.hive,
    deployed: options.deployed === true,
    as: options.as,
    now: options.now,
    report,
    get effective(): Effective {
      const all = withComputed(modern.settings, document);
      return (uses ??= used(readingOf({ settings: all, refused, platform: options.platform })));
    },
  };
  // What could not be read may hold what a rule would miss.
  if (!document.findings.some(({ code }) => code === 'syntax'))
    for (const rule of [...rulesFor(modern.settings.keys()), ...(options.more ?? [])]) rule.check(context);
  if (target !== undefined)
    checkTarget(settings, target.oldest, (code, path, ...rest) => {
      if (!isTornAt(path)) report(code, path, ...rest);
    });
  return finish(config, settings, refused, edits, findings);
}

/** Settings, and those that a script computes: set, like a reference, to what is known later. */
function withComputed(
  settings: ReadonlyMap<string, unknown>,
  { computed }: Document,
): ReadonlyMap<string, unknown> {
  if (computed === undefined || computed.size === 0) return settings;
  return new Map([...settings, ...[...computed].map((key) => [key, '${env:COMPUTED}'] as const)]);
}

function isNoSetting(key: string, { as }: ValidateOptions): boolean {
  // A bootstrap server may say how long its answer holds, and in which form it is.
  return NOT_SETTINGS.has(key) || (as === 'bootstrap' && (key === 'expiresAt' || key === '$schemaVersion'));
}

function isStrictJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function finish(
  config: Config,
  settings: ReadonlyMap<string, unknown>,
  refused: ReadonlyMap<string, readonly Diagnostic[]>,
  edits: ReadonlyMap<Diagnostic, readonly Edit[]>,
  findings: readonly Diagnostic[],
): Validated {
  const valid = findings.every((finding) => finding.severity !== 'error');
  return { config, settings, refused, edits, diagnostics: sortDiagnostics(findings), valid };
}

/**
 * Everything a document sets, decoded: recognised keys as native values, unknown ones as
 * they stand, all as spelled: a retired key is not the one that replaced it. What `diff` compares.
 */
export function settingsOf(document: Document): ReadonlyMap<string, unknown> {
  const known = decodeEntries(document);
  const unknown = [...document.entries].filter(
    ([key]) => keySpec(key) === undefined && replacementOf(key) === undefined && !NOT_SETTINGS.has(key),
  );
  return new Map([...known, ...unknown.map(([key, { value }]) => [key, value] as const)]);
}

/** Recognised entries with native values; a text that is not the JSON its row asks for stays text, for the schema to refuse. */
function decodeEntries(document: Document): Map<string, unknown> {
  const settings = new Map<string, unknown>();
  for (const [key, entry] of document.entries) {
    const spec = keySpec(key) ?? keySpec(replacementOf(key) ?? '');
    if (spec === undefined) continue;
    const decoded = decodeWire(entry.value, spec.type);
    settings.set(key, decoded.ok ? decoded.value : entry.value);
  }
  return settings;
}

function providerOf(config: Readonly<Record<string, unknown>>): Provider | undefined {
  return PROVIDERS.find((provider) => provider === config.inferenceProvider);
}

function checkUnknownKey(
  key: string,
  { document, options, suggest }: { document: Document; options: ValidateOptions; suggest: boolean },
  report: Report,
): void {
  const parent = key.includes('.') ? key.slice(0, key.indexOf('.')) : '';
  const severity = options.platform === 'linux' ? 'error' : undefined;
  if (parent !== '' && keySpec(parent) !== undefined) {
    report('dotted-key', [key], { key, parent });
    return;
  }
  const value = document.entries.get(key)?.value;
  const inside = isObject(value) ? Object.keys(value) : [];
  const settings = inside.filter((name) => keySpec(name) !== undefined || replacementOf(name) !== undefined);
  if (settings.length > 0 || (inside.length > 0 && (key === 'inference' || key === 'enterpriseConfig'))) {
    report('nested-config', [key], { key, keys: settings });
    return;
  }
  if (parent !== '') report('dotted-key', [key], { key, parent });
  else {
    const place = elsewhere(key);
    const meant = suggest
      ? (guessedKey(key, document.entries.get('inferenceProvider')?.value) ??
        nearest(withoutHidden(key), keyNames))
      : undefined;
    report(
      'unknown-key',
      [key],
      place === undefined ? { key, nearest: meant, odd: oddIn(key) } : { key, elsewhere: place.hint },
      place?.wrongFile === true && document.format === 'json' ? 'error' : severity,
    );
  }
}

function checkRetirement(retirement: Retirement, target: ReleaseRange | undefined, report: Report): void {
  const { code, path, what, effect, fix, stopsAt, row } = retirement;
  if (target !== undefined && (stopsAt === undefined || compareReleases(target.newest, stopsAt) < 0)) return;
  const severity = target === undefined ? retirement.severity : 'error';
  const edits = isDue(row, target) ? retirement.edits : undefined;
  report(code, path, { what, key: what, effect, fix, edits }, severity);
}

/** Checks one value: its own zod schema, each issue told in the words of the findings table. */
function checkValue(
  key: string,
  spec: KeySpec,
  value: unknown,
  inside: readonly Leaf[],
  format: ReadFormat,
  report: Report,
): void {
  if (value === '') {
    report('empty-value', [key], { what: key });
    return;
  }
  const unfilled = new Set<string>();
  for (const leaf of inside) if (checkUnfilled(leaf, format, report)) unfilled.add(pathId(leaf.path));
  if (isUnresolved(value)) return;
  const old = oldHeaderProblems(spec.type, value);
  for (const { path, ...args } of old) report('header-invalid', [key, ...path], { ...args, what: `${key}:` });
  if (old.length > 0) return;
  for (const issue of issuesOf(spec.type, value)) {
    const path: Path = [key, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
    const at = valueAt({ [key]: value }, path);
    for (const problem of problemsOf(issue, at, path, spec.type)) {
      const what = pathText(problem.path);
      if (unfilled.has(pathId(problem.path))) continue;
      reportProblem(report, problem, { what, key: what, ...problem.args });
    }
  }
}

/** Reports a text that waits to be filled in, by a person or by an MDM; its form is then not checked. */
function checkUnfilled({ text, path, type }: Leaf, format: ReadFormat, report: Report): boolean {
  const variable = mdmVariableIn(text, format);
  if (variable !== undefined) {
    report('mdm-variable', path, { what: pathText(path), ...variable });
    return true;
  }
  if (!mayBeUnfilled(text)) return false;
  const { role, tokens = [] } = type?.kind === 'string' ? type : {};
  const placeholder = placeholderIn(text, {
    secret: isSecretPath(path),
    prose: role === 'prose',
    argument: role === 'argument',
    known: tokens,
  });
  if (placeholder === undefined) return false;
  const checked =
    type !== undefined && (type.kind !== 'string' || type.format !== undefined || type.pattern !== undefined);
  // A text of the right form, such as your-project-id for a project, is refused by nobody.
  const wellFormed =
    type?.kind === 'string' && type.pattern !== undefined && new RegExp(type.pattern, 'u').test(text);
  const severity =
    !wellFormed && ((checked && type.kind !== 'any') || role === 'identifier') ? 'error' : 'warning';
  report(
    'placeholder',
    path,
    { what: pathText(path), text: placeholder, ...(format !== 'json' && { deployed: true }) },
    severity,
  );
  return true;
}

/** The arguments were made for this code by `problemsOf` and `checkFormat`; the table's types end at this seam. */
function reportProblem(
  report: Report,
  { code, path, severity }: PlacedProblem,
  args: Readonly<Record<string, unknown>>,
): void {
  report(code, path, args as never, severity);
}

/** The members that an object there may have, also where a text may stand instead. */
function fieldsOf(type: FieldType): readonly string[] {
  if (type.kind === 'either') return type.of.flatMap(fieldsOf);
  return type.kind === 'object' ? Object.keys(type.fields) : [];
}

interface Issue {
  readonly code: string;
  readonly params?: unknown;
  readonly values?: readonly unknown[];
  readonly keys?: readonly string[];
}

interface PlacedProblem extends Problem {
  readonly path: Path;
  readonly severity?: Severity;
}

/** A zod issue as problems of ours. */
function problemsOf(issue: Issue, value: unknown, path: Path, type: FieldType): readonly PlacedProblem[] {
  const expected = typeAt(type, path.slice(1));
  const got =
    typeof value === 'string' && expected.kind !== 'string' && expected.kind !== 'enum' && path.length === 1
      ? isStructure(expected)
        ? 'a string that is not JSON'
        : show(value, path)
      : typeName(value);
  const wrongType: PlacedProblem = {
    code: 'wrong-type',
    path,
    args: { expected: expectation(expected), got },
  };
  switch (issue.code) {
    case 'custom': {
      const problem = issue.params as Problem;
      if (problem.code === 'wrong-type') return [{ ...problem, path, args: { got, ...problem.args } }];
      return [{ ...problem, path, args: { got: show(value, path), ...problem.args } }];
    }
    case 'unrecognized_keys': {
      const fields = fieldsOf(expected);
      return (issue.keys ?? []).map((field) => ({
        code: 'unknown-field' as const,
        path: [...path, field],
        args: {
          what: pathText(path),
          field,
          nearest:
            (path[0] === 'inferenceModels' ? modelMember(field) : undefined) ??
            nearest(withoutHidden(field), fields),
          odd: oddIn(field),
        },
      }));
    }
    case 'invalid_value': {
      if (value === undefined) return [missing(path, type)];
      if (typeof value !== 'string') return [wrongType];
      if (value === '') return [{ code: 'empty-value', path, args: {} }];
      if (hasReference(value)) return [];
      const values = (issue.values ?? []).map(String);
      const otherwise = expected.kind === 'enum' ? expected.otherwise : undefined;
      return [
        {
          code: 'not-in-enum',
          path,
          ...(otherwise !== undefined && { severity: 'warning' }),
          args: {
            got: show(value, path),
            values,
            nearest: nearest(withoutHidden(value), values),
            otherwise,
            odd: oddIn(value),
          },
        },
      ];
    }
    case 'invalid_type':
      if (value === undefined) return [missing(path, type)];
      if (typeof value === 'string' && path.length > 1 && hasReference(value)) return [];
      return [wrongType];
    default:
      return [wrongType];
  }
}

function missing(path: Path, type: FieldType): PlacedProblem {
  const parent = path.slice(0, -1);
  if (path.length === 2 && type.kind === 'object' && type.of === 'oidc-client')
    return { code: 'oidc-incomplete', path: parent, args: { problem: `lacks ${String(path[1])}` } };
  return {
    code: 'missing-field',
    path: parent,
    args: { what: pathText(parent), field: String(path.at(-1)) },
  };
}
