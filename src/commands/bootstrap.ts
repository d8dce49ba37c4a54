import { Argument, Option } from 'commander';
import type { Io } from '../io/io.ts';
import { bootstrapReporterNames } from '../report/bootstrap/index.ts';
import { MAX_PORT } from '../schema/index.ts';
import type { BootstrapFlags } from './bootstrap/flags.ts';
import {
  addCommonOptions,
  addPlatformOption,
  addTargetOption,
  collect,
  numberArgument,
  type CommandModule,
} from './options.ts';

const ACTIONS = ['check', 'serve'] as const;

export const command: CommandModule = {
  register(program, io: Io, finish) {
    const bootstrap = addCommonOptions(
      program
        .command('bootstrap')
        .summary('check a bootstrap server or its answer, or serve one for trying out')
        .description(
          'check FILE|URL: asks a bootstrap server what Claude Desktop asks, without a token, with it, and again with the ETag, ' +
            'and checks the body as the app takes it; a FILE is a body, or a policy that sets bootstrapUrl. ' +
            'Exit code 1: a fault, or something that could not be checked.\n' +
            'serve DIR: serves the JSON files of a folder on this machine only, one for each role, with a sign-in by device ' +
            'code and faults by name. Not for production.',
        )
        .addArgument(new Argument('<action>', 'what to do').choices(ACTIONS))
        .argument('<file>', 'check: a file or an address; serve: a folder')
        .addOption(
          new Option('--format <format>', 'check: how to report')
            .choices(bootstrapReporterNames)
            .default('text'),
        )
        .option('--managed <file>', 'check: the policy that leads to the server, in any format')
        .option('--token-env <name>', 'check: take the bearer token from this environment variable')
        .option(
          '--other-audience-token-env <name>',
          'check: a token for another application, which must be refused',
        )
        .option('--sign-in', 'check: sign in first as a user does, and use that token')
        .addOption(
          new Option(
            '--sign-in-flow <flow>',
            'check: sign in this way instead of the way the app does',
          ).choices(['browser', 'device']),
        )
        .option(
          '--timeout <ms>',
          'check: longest wait for one answer (default: 4000; the app waits 30000)',
          numberArgument(100, 60_000),
        )
        .option('--ca <file>', 'check: trust this CA bundle (PEM) too')
        .option('--client-cert <file>', 'check: client certificate (PEM)')
        .option('--client-key <file>', 'check: its private key (PEM)')
        .option(
          '--proxy <url>',
          'check: go through this proxy; "none": directly (default: egressProxyUrl of the policy, else HTTPS_PROXY)',
        )
        .option('--strict', 'check: warnings fail too')
        .option('--port <port>', 'serve: port (default: any free one)', numberArgument(0, MAX_PORT, 'port'))
        .option('--fault <name>', 'serve: answer with this fault (repeatable); "list" shows them', collect)
        .option('--expires-in <span>', 'serve: how long an answer is valid, such as 90m or 8h'),
    );
    addPlatformOption(addTargetOption(bootstrap)).action(
      async (action: (typeof ACTIONS)[number], where: string, flags: BootstrapFlags) => {
        if (action === 'check') {
          const { runBootstrapCheck } = await import('./bootstrap/check.ts');
          finish(await runBootstrapCheck(where, flags, io));
        } else {
          const { runBootstrapServe } = await import('./bootstrap/serve.ts');
          finish(await runBootstrapServe(where, flags, io));
        }
      },
    );
  },
};
