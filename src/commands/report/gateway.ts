import { Exit, UserError, type ExitCode } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import type { NoModels } from '../../probe/models/list.ts';
import type { PageModels, PageProbe, Source } from '../../report/page/model.ts';
import type { ProbedRun } from '../../report/probe/report.ts';
import { concealable } from '../../text/redact.ts';
import { connectFrom, type Connection } from '../connect.ts';
import { listedModels } from '../models.ts';
import { announce, probeConnection, progressOf } from '../probe-run.ts';
import type { ReportFlags } from './flags.ts';

/** What the gateway gave. */
interface Asked {
  readonly probe: Source<PageProbe>;
  readonly models: Source<PageModels>;
  readonly code: ExitCode;
  /** What must not show anywhere. */
  readonly secrets: readonly string[];
}

/** What is known already, from reports that were made before. */
interface Given {
  readonly probe?: Source<PageProbe> | undefined;
  readonly models?: Source<PageModels> | undefined;
}

/** Makes what is not given. A gateway that cannot be asked is no usage error here: the page says so, and fails. */
export async function askGateway(
  file: string | undefined,
  flags: ReportFlags,
  io: Io,
  given: Given,
): Promise<Asked> {
  if (given.probe !== undefined && given.models !== undefined)
    return { probe: given.probe, models: given.models, code: Exit.ok, secrets: [] };
  if (flags.offline === true) {
    const left: Source<never> = { kind: 'none', why: 'It was left out on purpose.', chosen: true };
    return { probe: given.probe ?? left, models: given.models ?? left, code: Exit.ok, secrets: [] };
  }
  let connection: Connection;
  try {
    connection = await connectFrom(file, flags, io);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const none: Source<never> = {
      kind: 'none',
      why: error.message,
      hint: error.hint,
      chosen: false,
    };
    return { probe: given.probe ?? none, models: given.models ?? none, code: Exit.findings, secrets: [] };
  }
  try {
    const made = given.probe === undefined ? await probed(connection, flags, io) : undefined;
    const models = given.models ?? (await listed(connection, io));
    return {
      probe: given.probe ?? made?.probe ?? { kind: 'none', why: '', chosen: false },
      models,
      code: made?.code ?? Exit.ok,
      secrets: concealable(connection.client.secrets),
    };
  } finally {
    await connection.client.close();
  }
}

async function probed(
  connection: Connection,
  flags: ReportFlags,
  io: Io,
): Promise<{ readonly probe: Source<PageProbe>; readonly code: ExitCode }> {
  const progress = progressOf(connection, flags, io);
  const { run, exitCode } = await probeConnection(connection, flags, io, {
    onResult: progress.step,
    onPlan: announce(connection, flags, io),
  });
  progress.end();
  return { probe: probeSource(run), code: exitCode };
}

function probeSource(run: ProbedRun['run']): Source<PageProbe> {
  if (run === undefined) return { kind: 'none', why: 'It could not be asked.', chosen: false };
  const { gateway, answeredBy, verdict, results, tokens, requests, ms } = run;
  return {
    kind: 'made',
    value: {
      gateway,
      answeredBy,
      works: verdict.works,
      sentence: verdict.sentence,
      checks: results,
      tokens,
      requests,
      ms,
    },
  };
}

async function listed(connection: Connection, io: Io): Promise<Source<PageModels>> {
  const found = await listedModels(connection, io);
  if (found.ok) return { kind: 'made', value: { rows: found.value.models, notes: found.value.notes } };
  return { kind: 'made', value: { rows: [], notes: [], problem: problemOf(found.failure) } };
}

function problemOf({ detail, hint }: NoModels): NonNullable<PageModels['problem']> {
  return { detail, hint };
}
