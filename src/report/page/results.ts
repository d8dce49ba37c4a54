import { parseJson } from '../../text/json.ts';
import type { Works } from '../../probe/verdict.ts';
import { membersOf } from '../../schema/index.ts';
import type { PageCheck, PageFinding, PageModel, PageModels, PageProbe, PageReach } from './model.ts';

/*
 * Reads the JSON that `validate`, `probe`, `models` and `egress` write, for a page about a run of another time or
 * machine. The file is input like any other: each member is looked at before it is used.
 */

/** What one report holds. */
type Results =
  | { readonly command: 'validate'; readonly files: ReadonlyMap<string, readonly PageFinding[]> }
  | { readonly command: 'probe'; readonly probe: PageProbe; readonly failed: boolean }
  | { readonly command: 'models'; readonly models: PageModels }
  | { readonly command: 'egress'; readonly reached: ReadonlyMap<string, PageReach> };

/** The report, or a clause that says why the text is none. */
export function readResults(text: string): Results | string {
  const json = parseJson(text);
  if (json === undefined) return 'holds no JSON';
  const report = membersOf(json);
  if (report?.version !== 1) return 'is no JSON report of this program';
  switch (report.command) {
    case 'validate':
      return { command: 'validate', files: new Map(list(report.files).map(fileOf)) };
    case 'probe':
      if (Array.isArray(report.probes)) return 'is a report on several gateways; make one of one';
      if (!Array.isArray(report.checks) || membersOf(report.verdict) === undefined)
        return 'lists no results of checks';
      return { command: 'probe', probe: probeOf(report), failed: report.exitCode !== 0 };
    case 'models':
      return { command: 'models', models: modelsOf(report) };
    case 'egress':
      return { command: 'egress', reached: reachedOf(report) };
    default:
      return 'is no JSON report of validate, probe, models or egress';
  }
}

type Members = Readonly<Record<string, unknown>>;

function list(value: unknown): readonly Members[] {
  return Array.isArray(value)
    ? (value as readonly unknown[]).map(membersOf).filter((item) => item !== undefined)
    : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function optional(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : 0;
}

function oneOf<T extends string>(value: unknown, words: readonly T[], otherwise: T): T {
  return words.find((word) => word === value) ?? otherwise;
}

function fileOf(report: Members): [string, readonly PageFinding[]] {
  return [text(report.file), list(report.diagnostics).map(findingOf)];
}

function findingOf({ code, severity, path, message, hint, file, line, column }: Members): PageFinding {
  const steps = Array.isArray(path) ? (path as readonly unknown[]) : [];
  return {
    code: text(code),
    severity: oneOf(severity, ['error', 'warning', 'info'], 'error'),
    setting: steps
      .map((step, at) =>
        typeof step === 'number' ? `[${String(step)}]` : `${at === 0 ? '' : '.'}${text(step)}`,
      )
      .join(''),
    message: text(message),
    hint: optional(hint),
    place:
      typeof line === 'number'
        ? `${file === undefined ? '' : `${text(file)}:`}${String(line)}${typeof column === 'number' ? `:${String(column)}` : ''}`
        : '',
  };
}

function probeOf({ gateway, products, verdict, checks, tokens, requests, ms }: Members): PageProbe {
  const said = membersOf(verdict) ?? {};
  const used = membersOf(tokens) ?? {};
  const answered = list(products).map(({ name, version }) =>
    [text(name), optional(version)].filter(Boolean).join(' '),
  );
  return {
    gateway: text(gateway),
    answeredBy: answered.length === 0 ? undefined : answered.join(' and '),
    works: oneOf<Works>(said.works, ['yes', 'partly', 'no', 'unproven'], 'unproven'),
    sentence: text(said.sentence),
    checks: list(checks).map(checkOf),
    tokens: { input: number(used.input), output: number(used.output) },
    requests: number(requests),
    ms: number(ms),
  };
}

function checkOf({
  id,
  title,
  required,
  status,
  ms,
  detail,
  hint,
  blockedBy,
  inconclusive,
}: Members): PageCheck {
  const told = optional(hint);
  const by = optional(blockedBy);
  return {
    id: text(id),
    title: text(title),
    required: required === true,
    status: oneOf(status, ['pass', 'warn', 'fail', 'skip'], 'fail'),
    ms: number(ms),
    detail: text(detail),
    ...(told === undefined ? {} : { hint: told }),
    ...(by === undefined ? {} : { blockedBy: by }),
    ...(inconclusive === true ? { inconclusive } : {}),
  };
}

function modelsOf({ models, notes, problem, hint }: Members): PageModels {
  const detail = optional(problem);
  return {
    rows: list(models).map(({ id, displayName, usable, reason }): PageModel => ({
      id: text(id),
      displayName: optional(displayName) ?? null,
      usable: usable === true,
      reason: optional(reason) ?? null,
    })),
    notes: Array.isArray(notes) ? notes.map(text).filter((note) => note !== '') : [],
    ...(detail === undefined ? {} : { problem: { detail, hint: text(hint) } }),
  };
}

/** By `host:port`. */
function reachedOf({ hosts }: Members): ReadonlyMap<string, PageReach> {
  return new Map(
    list(hosts).flatMap(({ host, port, check }): [string, PageReach][] => {
      const tried = membersOf(check);
      return tried === undefined ? [] : [[`${text(host)}:${String(number(port))}`, reachOf(tried)]];
    }),
  );
}

function reachOf({ status, detail, ms }: Members): PageReach {
  const told = oneOf(status, ['reached', 'failed', 'untried'], 'untried');
  return { status: told, detail: told === 'reached' ? `${String(number(ms))} ms` : text(detail) };
}
