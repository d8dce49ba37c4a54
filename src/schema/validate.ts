import type { Edit } from '../codes/index.ts';
import { sortDiagnostics, type Diagnostic } from '../diagnostics.ts';
import { keySpec, type Config } from './catalogue/index.ts';
import { endOf, modernise, severityOf, wordsOf, type Retirement } from './deprecations.ts';
import type { Document, Path, Place } from './document.ts';
import { used } from './effective.ts';
import { isUnresolved, readingOf } from './effective/reading.ts';
import type { Effective } from './effective/types.ts';
import { PROVIDERS, type Platform, type Provider } from './key-spec.ts';
import { leaves, type Leaf } from './leaves.ts';
import { checkNested } from './nested-rules.ts';
import { isAboutFile } from './not-settings.ts';
import { pathId, pathText } from './path.ts';
import { asRange, compareReleases, type ReleaseRange, type Target } from './releases.ts';
import { remedies } from './remedy.ts';
import { reporter } from './reporter.ts';
import { rulesFor } from './rules/index.ts';
import type { Report, Rule, RuleContext } from './rules/rule.ts';
import { decodeEntries } from './settings.ts';
import { isDue, tornPlaces } from './spelling.ts';
import { checkTarget } from './target.ts';
import { checkEncoded } from './validate/encoded.ts';
import { checkJsonForm } from './validate/json-form.ts';
import { checkUnknownKey } from './validate/unknown-key.ts';
import { checkValue } from './validate/value.ts';
import type { Hive } from './places.ts';

/** What is known of where the document goes; each is optional, and what is absent is not checked. */
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
  readonly hive?: Hive | undefined;
  /** Every finding that carries edits is told, however many of its kind there are: for who makes the edits. */
  readonly everyEdit?: boolean;
}

export { PLACES, type Place } from './document.ts';

/** What came of a document: its values, and every finding. */
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
  const add = (finding: Diagnostic, steps: readonly Edit[] | undefined): void => {
    findings.push(finding);
    if (steps !== undefined) edits.set(finding, steps);
  };
  const report = reporter(document, modern.writtenAs, remedy, add, options.everyEdit);

  checkEncoded(document, settings, report);
  if (document.nested !== undefined) checkNested(document.nested, options, report);
  const inexact = (path: Path): void => {
    report('number-too-large', path, { what: pathText(path) });
  };
  let unknown = 0;
  for (const [key, { value }] of document.entries)
    if (!settings.has(key) && !isNoSetting(key, document, options)) {
      checkUnknownKey(
        key,
        { document, platform: options.platform, suggest: (unknown += 1) <= MAX_SUGGESTED },
        report,
      );
      leaves(undefined, value, [key], inexact);
    }
  const target = options.target === undefined ? undefined : asRange(options.target);
  const torn = target === undefined ? [] : tornPlaces(settings, target);
  const tornAt = new Set(torn.map(({ path }) => pathId(path)));
  const isTornAt = (path: Path): boolean => tornAt.size > 0 && tornAt.has(pathId(path));
  for (const { path, args } of torn) report('no-common-spelling', path, args);
  for (const retirement of modern.retirements)
    if (!isTornAt(retirement.path)) checkRetirement(retirement, target, report);

  if (options.as !== 'bootstrap')
    checkJsonForm(document, options.deployed === true && options.platform === 'linux', report);

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
    const inside = leaves(spec.type, value, [key], inexact);
    for (const leaf of inside) texts.push(leaf);
    checkValue(key, spec, value, inside, document.format, report);
    const errors =
      findings.length === before
        ? []
        : findings.slice(before).filter((finding) => finding.severity === 'error');
    if (errors.length > 0) refused.set(key, errors);
    else if (!isUnresolved(value)) config[key] = value;
  }

  const known = new Map<unknown, unknown>();
  const context: RuleContext = {
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
    // Functions, no getters: the engine makes a class for the getter of each literal, which kept every document of a
    // run alive until the next full collection, and cost a quarter of its time.
    effective: () => context.once(effectiveOf),
    once<T>(make: (context: RuleContext) => T): T {
      if (!known.has(make)) known.set(make, make(context));
      return known.get(make) as T;
    },
  };
  const effectiveOf = (): Effective =>
    used(
      readingOf({
        settings: withComputed(modern.settings, document),
        refused,
        platform: options.platform,
      }),
    );
  // What could not be read may hold what a rule would miss.
  if (!document.findings.some(({ code }) => code === 'syntax'))
    for (const rule of [...rulesFor(modern.settings), ...(options.more ?? [])]) rule.check(context);
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

function isNoSetting(key: string, document: Document, { as }: ValidateOptions): boolean {
  // A bootstrap server may say how long its answer holds, and in which form it is.
  return (
    isAboutFile(key, document) || (as === 'bootstrap' && (key === 'expiresAt' || key === '$schemaVersion'))
  );
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

function providerOf(config: Readonly<Record<string, unknown>>): Provider | undefined {
  return PROVIDERS.find((provider) => provider === config.inferenceProvider);
}

function checkRetirement(retirement: Retirement, target: ReleaseRange | undefined, report: Report): void {
  const { code, path, row } = retirement;
  const stopsAt = endOf(retirement);
  if (target !== undefined && (stopsAt === undefined || compareReleases(target.newest, stopsAt) < 0)) return;
  const severity = target === undefined ? severityOf(retirement) : 'error';
  const edits = isDue(row, target) ? retirement.edits : undefined;
  const what = wordsOf(retirement);
  report(code, path, { what, key: what, effect: row.effect, fix: row.fix, edits }, severity);
}
