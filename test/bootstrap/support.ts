import { runCli, type Run } from '../support/io.ts';

/** Settings that nobody finds fault with. */
export const ROLE = {
  inferenceProvider: 'gateway',
  inferenceGatewayBaseUrl: 'https://llm-gateway.example.com',
  inferenceCredentialKind: 'interactive',
  inferenceModels: ['claude-opus-5', 'claude-sonnet-5'],
  coworkEgressAllowedHosts: ['*.example.com'],
} as const;

/** What `bootstrap check --format json` prints, as far as tests look at it. */
interface CheckJson {
  readonly exitCode: number;
  readonly outcome: string;
  readonly checks: readonly {
    readonly id: string;
    readonly status: string;
    readonly problem: string | null;
    readonly detail: string;
    readonly hint: string | null;
  }[];
  readonly body: {
    readonly form: string;
    readonly diagnostics: readonly {
      readonly code: string;
      readonly severity: string;
      readonly message: string;
    }[];
    readonly dropped: readonly { readonly path: string; readonly why: string }[];
    readonly consent: readonly { readonly path: string; readonly does: string }[];
    readonly lost: readonly string[] | null;
  } | null;
  readonly ms: number;
}

/** Checks an address with a token. */
export async function checked(
  url: string,
  token: string | undefined,
  flags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<{ run: Run; report: CheckJson; problems: readonly string[] }> {
  const run = await runCli(
    [
      'bootstrap',
      'check',
      url,
      '--format',
      'json',
      ...(token === undefined ? [] : ['--token-env', 'TOKEN']),
      ...('OTHER' in env ? ['--other-audience-token-env', 'OTHER'] : []),
      ...flags,
    ],
    {
      files,
      env: {
        ...env,
        ...(token === undefined ? {} : { TOKEN: token }),
        NO_PROXY: '127.0.0.1,localhost,[::1]',
      },
      now: Date.now,
    },
  );
  if (run.code > 1) throw new Error(run.stderr);
  const report = JSON.parse(run.stdout) as CheckJson;
  const problems = report.checks.flatMap(({ problem }) => (problem === null ? [] : [problem]));
  return { run, report, problems };
}
