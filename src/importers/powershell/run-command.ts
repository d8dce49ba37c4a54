import { bind, given, type Signature } from './bind.ts';
import { convertFromJson, convertToJson, foreachObject, joinPath, writeFile } from './commands-of-text.ts';
import { nativeReg, shellOut, startProcess } from './native.ts';
import type { Call, Interpreter } from './interpreter.ts';
import type { Stage } from './nodes.ts';
import { registryCommand } from './registry-commands.ts';
import { word } from './values.ts';
import { NULL, unknown, type Value } from './values.ts';

type Command = (call: Call) => Value | undefined;

const quiet: Command = ({ runner, args }) => {
  // Arguments are looked at all the same: a call inside them may write.
  bind(runner, args, { positional: [] });
  return undefined;
};

const through: Command = ({ runner, args, input }) => {
  const bound = bind(runner, args, { positional: ['inputobject'] });
  return bound.get('inputobject') ?? input;
};

const COMMANDS: Readonly<Record<string, Command>> = {
  'out-null': quiet,
  'write-host': quiet,
  'write-verbose': quiet,
  'write-debug': quiet,
  'write-warning': quiet,
  'write-error': quiet,
  'write-information': quiet,
  'write-progress': quiet,
  'write-output': through,
  echo: through,
  write: through,
  'out-string': through,
  'foreach-object': foreachObject,
  foreach: foreachObject,
  '%': foreachObject,
  'convertto-json': convertToJson,
  'convertfrom-json': convertFromJson,
  'join-path': joinPath,
  'set-content': writeFile,
  sc: writeFile,
  'out-file': writeFile,
  'add-content': writeFile,
  'new-variable': setVariable,
  'set-variable': setVariable,
  nv: setVariable,
  sv: setVariable,
  set: setVariable,
  'new-object': newObject,
  reg: nativeReg,
  cmd: shellOut,
  'start-process': startProcess,
  start: startProcess,
  saps: startProcess,
};

/** Follows one command; what it hands on, or undefined for nothing. */
export function runCommand(
  runner: Interpreter,
  name: string,
  stage: Extract<Stage, { kind: 'command' }>,
  input: Value | undefined,
): Value | undefined {
  runner.step();
  const call: Call = { runner, args: stage.args, input, at: stage.at };
  const folded = name
    .toLowerCase()
    .replace(/^.*[\\/]/, '')
    .replace(/\.exe$/, '');
  const own = runner.functionOf(folded);
  if (own !== undefined) {
    const signature: Signature = { positional: own.parameters.map((one) => one.name) };
    return runner.call(own, bind(runner, stage.args, signature));
  }
  const command = Object.hasOwn(COMMANDS, folded) ? COMMANDS[folded] : registryCommand(folded);
  if (command !== undefined) return command(call);
  // A block that is handed to a command which is not known is taken to run: Invoke-Command, Measure-Command.
  for (const arg of stage.args)
    if (arg.kind === 'value' && arg.value.kind === 'block') {
      const { body } = arg.value;
      runner.scoped(new Map(), () => runner.run(body));
    } else if (arg.kind !== 'splat' && arg.value !== undefined) runner.evaluate(arg.value);
  return unknown(word(name));
}

function setVariable({ runner, args }: Call): undefined {
  const bound = bind(runner, args, { positional: ['name', 'value'], named: ['option', 'scope'] });
  const name = given(bound, 'name');
  if (name !== undefined) runner.assign(name.toLowerCase(), bound.get('value') ?? NULL);
}

function newObject({ runner, args }: Call): Value {
  const bound = bind(runner, args, { positional: ['typename', 'argumentlist'], named: ['property'] });
  const table = bound.get('property');
  return /^(?:ps|pscustom)object$/i.test(given(bound, 'typename') ?? '') && table !== undefined
    ? table
    : unknown('New-Object');
}
