import type { Checked, Egress } from '../egress/index.ts';
import type { ExitCode } from '../errors.ts';
import { jsonPieces } from './pieces.ts';

/** The hosts for scripts: the shape documented in docs/egress.md; with `--check` each with what trying it gave. */
export function egressJson(
  file: string,
  { hosts, toolAllowlist, remarks }: Egress,
  checked: Checked | undefined,
  exitCode: ExitCode,
): Iterable<string> {
  return jsonPieces({
    version: 1,
    command: 'egress',
    exitCode,
    file,
    hosts: checked === undefined ? hosts : withChecks(hosts, checked),
    toolAllowlist,
    remarks,
  });
}

function* withChecks(hosts: Egress['hosts'], checked: Checked): Generator<object> {
  for (const host of hosts) yield { ...host, check: checked.of(host) };
}
