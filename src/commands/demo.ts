import path from 'node:path';
import { Exit, UserError, type ExitCode } from '../errors.ts';
import { startEmbeddedGateway, type EmbeddedGateway } from '../embedded-gateway/index.ts';
import type { Io } from '../io/io.ts';
import { runExport } from './export.ts';
import { MAX_PORT, variableFor } from '../schema/index.ts';
import { runModels } from './models.ts';
import {
  addCommonOptions,
  numberArgument,
  styleFor,
  type CommandModule,
  type CommonFlags,
} from './options.ts';
import { runProbeCommand } from './probe.ts';
import { MAX_BYTES } from '../importers/text.ts';
import { untilCancelled } from './until-cancelled.ts';
import { runValidate } from './validate.ts';

/** Flags of `demo`. */
export interface DemoFlags extends CommonFlags {
  readonly serve?: boolean;
  readonly port?: number;
  readonly output?: string;
}

/** The demo's key is made up for each run and worth nothing: the gateway that takes it ends with the run. */
const KEY_VARIABLE = variableFor(['inferenceGatewayApiKey']);

export const command: CommandModule = {
  register(program, io, finish) {
    addCommonOptions(
      program
        .command('demo')
        .summary('see the whole job done against a gateway on this machine')
        .description(
          'Starts a small gateway on loopback, then does the whole job against it: configuration, validate, probe, ' +
            'models, export to every format. Needs no account and no network.',
        )
        .option('--serve', 'only start the gateway and keep it running, for trying things by hand')
        .option(
          '--port <port>',
          'port of the gateway (default: any free one)',
          numberArgument(0, MAX_PORT, 'port'),
        )
        .option('-o, --output <folder>', 'where to put the files (default: a new temporary folder)'),
    ).action(async (flags: DemoFlags) => {
      finish(flags.serve === true ? await serve(flags, io) : await runDemo(flags, io));
    });
  },
};

/** Does the whole job against an embedded gateway. */
export async function runDemo(flags: DemoFlags, io: Io): Promise<ExitCode> {
  const style = await styleFor('stdout', flags, io);
  const say = (text: string): void => io.stdout.write(`${text}\n`);
  const gateway = await start(flags);
  try {
    const folder = flags.output ?? (await io.temporaryFolder('cowork-3p-demo-'));
    const made = await io.makeFolder(folder);
    if (!made.ok) throw new UserError(`${folder} ${made.failure.message}.`);
    const file = path.join(folder, 'cowork-3p.json');
    // The steps run as a person would run them, with the key in the environment and not in the file.
    const world: Io = { ...io, env: { ...io.env, [KEY_VARIABLE]: gateway.apiKey, NO_PROXY: '127.0.0.1' } };
    const step = async (title: string, shown: string, run: () => Promise<ExitCode>): Promise<void> => {
      io.signal.throwIfAborted();
      say(`\n${style.strong(title)}\n${style.faint(`$ cowork-3p ${shown}`)}`);
      const code = await run();
      if (code !== Exit.ok) throw new Error(`the demo's own step ended with exit code ${code}`);
    };

    say(`${style.strong('A gateway')} is listening on ${gateway.url}, on this machine only.`);
    await refuseOther(file, io);
    const written = await io.writeFile(file, Buffer.from(configuration(gateway.url)), {});
    if (!written.ok) throw new UserError(`${file} ${written.failure.message}.`);
    say(`\n${style.strong('1. A configuration')}, as "cowork-3p init" would write it: ${file}`);
    say(style.faint(configuration(gateway.url).trimEnd()));

    const { color } = flags;
    const common = { ...(color === undefined ? {} : { color }) };
    await step('2. Validate it', 'validate cowork-3p.json', () =>
      runValidate([file], { ...common, format: 'text' }, world),
    );
    await step('3. Test the gateway', 'probe cowork-3p.json', () =>
      runProbeCommand([file], { ...common, format: 'text' }, world),
    );
    await step('4. See what the model picker would show', 'models cowork-3p.json', () =>
      runModels(file, { ...common, format: 'text' }, world),
    );
    const out = path.join(folder, 'deploy');
    await step('5. Write what an MDM deploys', 'export cowork-3p.json --all deploy', () =>
      runExport([file], { ...common, all: out }, world),
    );
    say(`\n${style.ok('✔')} The files are in ${folder}\n`);
    say('Next, for your own gateway:');
    say('  cowork-3p init                     write a configuration, step by step');
    say('  cowork-3p validate                 validate it, here and in CI');
    say('  cowork-3p probe                    test the gateway');
    say('  cowork-3p export --all deploy      write the files for your MDM');
    return Exit.ok;
  } finally {
    await gateway.close();
  }
}

async function serve(flags: DemoFlags, io: Io): Promise<ExitCode> {
  const gateway = await start(flags);
  io.stdout.write(
    `A gateway is listening on ${gateway.url} until Ctrl-C. Its key is ${gateway.apiKey} and worth nothing elsewhere.\n\n` +
      'Try, in another terminal:\n' +
      `  export ${KEY_VARIABLE}=${gateway.apiKey}\n` +
      `  cowork-3p probe --url ${gateway.url} --credential-env ${KEY_VARIABLE}\n`,
  );
  await untilCancelled(io.signal);
  await gateway.close();
  return Exit.ok;
}

async function start({ port }: DemoFlags): Promise<EmbeddedGateway> {
  try {
    return await startEmbeddedGateway(port === undefined ? {} : { port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE' || code === 'EACCES')
      throw new UserError(`Port ${port ?? 0} cannot be used (${code}).`, 'Choose another with --port.');
    throw error;
  }
}

/** The configuration of an earlier demo is replaced, that of a person never. */
async function refuseOther(file: string, io: Io): Promise<void> {
  if (!(await io.exists(file))) return;
  const existing = await io.readFile(file, MAX_BYTES);
  if (existing.ok && Buffer.from(existing.value).includes(`\${env:${KEY_VARIABLE}}`)) return;
  throw new UserError(
    `${file} exists and is of no earlier demo.`,
    'Give another folder with -o, or none for a new one.',
  );
}

function configuration(url: string): string {
  return `${JSON.stringify(
    {
      inferenceProvider: 'gateway',
      inferenceGatewayBaseUrl: url,
      inferenceGatewayApiKey: `\${env:${KEY_VARIABLE}}`,
      inferenceGatewayAuthScheme: 'bearer',
      inferenceModels: ['claude-sonnet-5', { name: 'claude-haiku-4-5-20251001', labelOverride: 'Fast' }],
      disableDeploymentModeChooser: true,
      coworkEgressAllowedHosts: ['*.example.com'],
      autoModeEnabled: false,
    },
    null,
    2,
  )}\n`;
}
