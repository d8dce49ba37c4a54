import { codeDocs } from '../../codes/docs.ts';
import { isCode } from '../../schema/index.ts';
import { ownerOfCheck, type Owner } from './owners.ts';
import type { Page, PageCheck } from './model.ts';

/** How much a fix weighs: it has to be made, something has to be found out, it should be made. */
export type FixWeight = 'must' | 'unknown' | 'should';

/** One thing to do, and who does it. */
export interface Fix {
  readonly weight: FixWeight;
  readonly owner: Owner;
  /** What is wrong, one sentence. */
  readonly what: string;
  /** What to do. */
  readonly remedy: string | undefined;
  /** Why it matters. */
  readonly why: string | undefined;
  /** Where it was found: a code or a check, then the place. */
  readonly source: readonly string[];
}

const ORDER: Readonly<Record<FixWeight, number>> = { must: 0, unknown: 1, should: 2 };

/** Everything to do, what weighs most first, in the order of the reports otherwise. */
export function fixesOf(page: Page): readonly Fix[] {
  const probe = page.probe.kind === 'none' ? undefined : page.probe.value;
  const fixes = [
    ...page.findings.filter(({ severity }) => severity !== 'info').map(fixOfFinding),
    ...(page.probe.kind === 'none' && !page.probe.chosen ? [fixOfConnection(page.probe)] : []),
    ...(probe?.checks ?? []).flatMap((check) => fixOfCheck(check) ?? []),
    ...page.remarks.filter(({ missing }) => missing).map(fixOfGap),
    ...page.hosts.flatMap((host) => fixOfHost(host) ?? []),
  ];
  return fixes.toSorted((a, b) => ORDER[a.weight] - ORDER[b.weight]);
}

function fixOfFinding({ code, severity, setting, message, hint, place }: Page['findings'][number]): Fix {
  return {
    weight: severity === 'error' ? 'must' : 'should',
    owner: 'configuration',
    what: message,
    remedy: hint,
    why: isCode(code) ? codeDocs[code]().why : undefined,
    source: [code, setting, place === '' ? '' : `line ${place}`].filter((text) => text !== ''),
  };
}

/** The gateway could not be asked at all. */
function fixOfConnection({ why, hint }: { readonly why: string; readonly hint?: string | undefined }): Fix {
  return {
    weight: 'unknown',
    owner: 'configuration',
    what: `The gateway was not asked: ${why}`,
    remedy: hint,
    why: undefined,
    source: ['probe'],
  };
}

/** What `verdict` counts: a blocked check is told by the one that blocks it. */
function fixOfCheck({
  id,
  title,
  required,
  status,
  detail,
  hint,
  blockedBy,
  inconclusive,
}: PageCheck): Fix | undefined {
  if (blockedBy !== undefined) return undefined;
  const weight: FixWeight | undefined =
    status === 'fail'
      ? required
        ? 'must'
        : 'should'
      : inconclusive === true
        ? required
          ? 'unknown'
          : undefined
        : status === 'warn'
          ? 'should'
          : undefined;
  if (weight === undefined) return undefined;
  return {
    weight,
    owner: ownerOfCheck(id),
    what: detail,
    remedy: hint,
    why: `Wanted: ${title}.`,
    source: [id],
  };
}

function fixOfGap({ key, text }: Page['remarks'][number]): Fix {
  return {
    weight: 'must',
    owner: 'configuration',
    what: text,
    remedy: undefined,
    why: 'The firewall list has a gap as long as this host is not known.',
    source: ['egress', key],
  };
}

function fixOfHost({ host, port, required, check, key, why }: Page['hosts'][number]): Fix | undefined {
  if (check?.status !== 'failed') return undefined;
  return {
    weight: required ? 'must' : 'should',
    owner: 'network',
    what: `${host}:${String(port)} cannot be reached: ${check.detail}`,
    remedy: 'Open it in the firewall, or in the proxy, for the devices.',
    why,
    source: ['egress --check', key],
  };
}
