import { egress } from '../../egress/index.ts';
import { Exit, type ExitCode } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { worst } from '../../report/exit-code.ts';
import type { Page, PageFinding } from '../../report/page/model.ts';
import {
  effective,
  factsText,
  mapTexts,
  rangeText,
  settingsOf,
  suppress,
  validate,
} from '../../schema/index.ts';
import { redactor } from '../../text/redact.ts';
import { VERSION } from '../../version.ts';
import { hearSignals } from '../hear-signals.ts';
import { loadDocument } from '../load-config.ts';
import type { ReportFlags } from './flags.ts';
import { projects } from '../validate/project.ts';
import { askGateway } from './gateway.ts';
import { givenResults } from './given.ts';
import { refuseSources } from './guard.ts';
import { configuredModels, findingOf, maskedSettings } from './settings.ts';

/** Everything the page tells, and the exit code of it all. */
export async function gather(
  file: string | undefined,
  given: ReportFlags,
  world: Io,
): Promise<{ readonly page: Page; readonly code: ExitCode }> {
  const io = readingOnce(world);
  const project = await projects(io)(file);
  const flags: ReportFlags = { ...project, ...given };
  const loaded = await loadDocument(file, io, flags);
  const { document } = loaded;
  if (flags.output !== undefined && flags.output !== '-')
    refuseSources(flags.output, [...(document.chain?.files.keys() ?? [])], io);
  const results = await givenResults(flags.results ?? [], loaded.file, io);
  const { target, platform } = flags;
  await hearSignals(io);
  const validated = validate(document, { target, platform, deployed: true, now: io.now() });
  const told = suppress(document, validated.diagnostics, {
    codes: project.ignore ?? [],
    reportUnused: false,
  });
  const findings = results.findings ?? told.map(findingOf);
  await hearSignals(io);
  const uses = effective(validated, { platform, target });
  const hosts = egress(Object.fromEntries(settingsOf(document)));
  const asked = await askGateway(file, flags, io, results);
  await hearSignals(io);
  const page: Page = {
    heading: flags.title,
    file: loaded.file,
    format: document.variant ?? document.format,
    fleet: target === undefined ? undefined : rangeText(target),
    platform,
    madeAt: io.now(),
    version: VERSION,
    facts: factsText(),
    findings,
    settings: maskedSettings(document),
    provider: uses.provider,
    configuredModels: configuredModels(validated),
    discovery: { asks: uses.discovery.asks, why: uses.discovery.why },
    probe: asked.probe,
    models: asked.models,
    hosts: hosts.hosts.map((host) => ({
      ...host,
      check: results.reached?.get(`${host.host}:${String(host.port)}`),
    })),
    remarks: hosts.remarks,
    toolAllowlist: hosts.toolAllowlist.map(({ pattern, from }) => ({ pattern, added: from === 'app' })),
    untested: leftOut(flags, asked.probe.kind !== 'none'),
  };
  const code = worst([
    findingsCode(findings, flags.strict === true),
    hosts.remarks.some(({ missing }) => missing) ? Exit.findings : Exit.ok,
    results.failed ? Exit.findings : Exit.ok,
    asked.code,
  ]);
  return {
    page: asked.secrets.length === 0 ? page : (mapTexts(page, redactor(asked.secrets)) as typeof page),
    code,
  };
}

function findingsCode(findings: readonly PageFinding[], strict: boolean): ExitCode {
  return findings.some(({ severity }) => severity === 'error' || (strict && severity === 'warning'))
    ? Exit.findings
    : Exit.ok;
}

/** What nobody asked for. */
function leftOut(flags: ReportFlags, probed: boolean): readonly string[] {
  if (!probed) return [];
  return [
    ...(flags.deep === true
      ? []
      : ['The costly checks of “cowork-3p probe --deep”: long streams, prompt caching, broken bodies.']),
    'What may upset a gateway for others (“probe --intrusive”), and a prompt of more than 200,000 tokens (“probe --context-1m”).',
    ...(flags.signIn === true || flags.signInFlow !== undefined
      ? []
      : ['The sign-in of a user, where the configuration asks for one (“probe --sign-in”).']),
  ];
}

/** Standard input can be read once, and more than one part of the page needs the configuration. */
function readingOnce(io: Io): Io {
  let read: ReturnType<Io['stdin']['read']> | undefined;
  return {
    ...io,
    stdin: {
      get isTTY() {
        return io.stdin.isTTY;
      },
      read: (limit) => (read ??= io.stdin.read(limit)),
    },
  };
}
