import type { Interpreter } from './interpreter.ts';
import type { Argument } from './nodes.ts';
import { text, textOf, type Value } from './values.ts';

/** How a command takes its arguments. */
export interface Signature {
  /** Parameters in the order in which they are taken without their names. */
  readonly positional: readonly string[];
  /** Other parameters that take a value. */
  readonly named?: readonly string[];
  /** Other names of parameters. */
  readonly aliases?: Readonly<Record<string, string>>;
}

const COMMON: readonly string[] = [
  'erroraction',
  'errorvariable',
  'warningaction',
  'warningvariable',
  'informationaction',
  'outvariable',
  'outbuffer',
  'pipelinevariable',
  'credential',
  'filter',
  'include',
  'exclude',
];

/** The arguments of a command by parameter; a name may be cut short where it stays clear, as PowerShell allows. */
export function bind(
  runner: Interpreter,
  args: readonly Argument[],
  signature: Signature,
): Map<string, Value> {
  const valued = [...signature.positional, ...(signature.named ?? [])];
  const bound = new Map<string, Value>();
  const rest: Value[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i];
    if (arg === undefined) continue;
    if (arg.kind === 'splat') {
      const table = runner.lookup(arg.name);
      if (table?.kind === 'map')
        for (const { name, value } of table.members.values())
          bound.set(parameterOf(name.toLowerCase(), valued, signature) ?? name.toLowerCase(), value);
      else bound.set(' unknown', table ?? text(''));
    } else if (arg.kind === 'value') rest.push(runner.evaluate(arg.value));
    else {
      const name = parameterOf(arg.name, valued, signature);
      if (arg.value !== undefined) bound.set(name ?? arg.name, runner.evaluate(arg.value));
      else if (name !== undefined) {
        const next = args[i + 1];
        if (next?.kind === 'value') {
          bound.set(name, runner.evaluate(next.value));
          i += 1;
        }
      } else bound.set(arg.name, text('true'));
    }
  }
  for (const parameter of signature.positional) {
    if (bound.has(parameter) || rest.length === 0) continue;
    const value = rest.shift();
    if (value !== undefined) bound.set(parameter, value);
  }
  return bound;
}

/** The parameter that takes a value and is meant by a name; undefined for a switch. */
function parameterOf(name: string, valued: readonly string[], { aliases }: Signature): string | undefined {
  const alias = aliases?.[name];
  if (alias !== undefined) return alias;
  if (valued.includes(name)) return name;
  const near = valued.filter((one) => one.startsWith(name));
  if (near.length > 0) return near[0];
  if (name === 'ea' || name === 'wa' || COMMON.some((one) => one.startsWith(name))) return ` ${name}`;
  return undefined;
}

/** The text of an argument, when it is known. */
export function given(bound: ReadonlyMap<string, Value>, name: string): string | undefined {
  const value = bound.get(name);
  return value === undefined ? undefined : textOf(value);
}
