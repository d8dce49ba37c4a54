import type { Checked, Egress } from '../egress/index.ts';
import type { ExitCode } from '../errors.ts';
import { encodeJson } from './json.ts';

/** The hosts for scripts: the shape documented in docs/egress.md; with `--check` each with what trying it gave. */
export function egressJson(
  file: string,
  { hosts, toolAllowlist, remarks }: Egress,
  checked: Checked | undefined,
  exitCode: ExitCode,
): string {
  const report = {
    version: 1,
    command: 'egress',
    exitCode,
    file,
    hosts: checked === undefined ? hosts : hosts.map((host) => ({ ...host, check: checked.of(host) })),
    toolAllowlist,
    remarks,
  };
  return `${encodeJson(report, 2)}\n`;
}
