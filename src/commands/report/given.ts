import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import type { PageFinding, PageModels, PageProbe, PageReach, Source } from '../../report/page/model.ts';
import { readResults } from '../../report/page/results.ts';
import { printable } from '../../text/printable.ts';

/** What `--results` brings. */
interface GivenResults {
  readonly probe?: Source<PageProbe>;
  readonly models?: Source<PageModels>;
  readonly reached?: ReadonlyMap<string, PageReach>;
  readonly findings?: readonly PageFinding[];
  /** A report that says its run failed. */
  readonly failed: boolean;
}

const MOST_BYTES = 20_000_000;

/** Reads the reports. `file` picks its part of a report on several files. */
export async function givenResults(names: readonly string[], file: string, io: Io): Promise<GivenResults> {
  const given: { -readonly [Name in keyof GivenResults]: GivenResults[Name] } = { failed: false };
  for (const name of names) {
    const shown = printable(name, 300);
    const bytes = await io.readFile(name, MOST_BYTES);
    if (!bytes.ok) throw new UserError(`${shown} ${bytes.failure.message}.`);
    const results = readResults(
      Buffer.from(bytes.value)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    );
    if (typeof results === 'string')
      throw new UserError(
        `${shown} ${results}.`,
        'Make one with --format json, such as "cowork-3p probe --format json > probe.json".',
      );
    switch (results.command) {
      case 'probe':
        given.probe = { kind: 'read', value: results.probe, from: shown };
        given.failed ||= results.failed;
        break;
      case 'models':
        given.models = { kind: 'read', value: results.models, from: shown };
        break;
      case 'egress':
        given.reached = results.reached;
        break;
      case 'validate': {
        const own =
          results.files.get(file) ?? (results.files.size === 1 ? [...results.files.values()][0] : undefined);
        if (own === undefined) throw new UserError(`${shown} says nothing of ${printable(file, 300)}.`);
        given.findings = own;
        break;
      }
      default:
        results satisfies never;
    }
  }
  return given;
}
