import { registryData } from './registry-data.ts';
import type { ScriptSink } from './sink.ts';
import { NULL, text, textOf, unknown, unknownIn, type Value, type View } from './values.ts';

/* The classes of Microsoft.Win32 with which scripts write the registry (.NET reference, RegistryKey and Registry). */

const HIVES: Readonly<Record<string, string>> = {
  localmachine: 'HKEY_LOCAL_MACHINE',
  currentuser: 'HKEY_CURRENT_USER',
  users: 'HKEY_USERS',
  classesroot: 'HKEY_CLASSES_ROOT',
  currentconfig: 'HKEY_CURRENT_CONFIG',
};

/** `[Type]::Name`. */
export function registryMember(type: string, name: string): Value {
  const short = type.replace(/^(?:system\.)?microsoft\.win32\./, '');
  const hive = HIVES[name.toLowerCase()];
  if (short === 'registry' && hive !== undefined) return { kind: 'base', hive, view: 'default' };
  return /^registry(?:hive|view|valuekind)$/.test(short) ? text(name) : unknown(`[${type}]::${name}`);
}

interface MethodCall {
  readonly target: Value;
  readonly method: string;
  readonly args: readonly Value[];
  readonly at: number;
  readonly conditional: boolean;
}

/** A method call on one of the classes or their objects; undefined when it is none. */
export function registryCall(call: MethodCall, sink: ScriptSink): Value | undefined {
  const { target, method, args, at, conditional } = call;
  const [first = NULL, second = NULL, third] = args;
  if (target.kind === 'type') {
    const short = target.name.replace(/^(?:system\.)?microsoft\.win32\./, '');
    if (short === 'registrykey' && method === 'openbasekey') {
      const hive = HIVES[(textOf(first) ?? '').toLowerCase()];
      return hive === undefined ? unknown('OpenBaseKey') : { kind: 'base', hive, view: viewOf(second) };
    }
    if (short !== 'registry' || method !== 'setvalue') return undefined;
    const path = textOf(first);
    write(path, 'default', [second, third ?? NULL, args[3]], at, conditional, sink);
    if (path !== undefined && unknownIn(first) === undefined) sink.createKey(path);
    return NULL;
  }
  if (target.kind === 'unknown' && method === 'setvalue')
    write(undefined, 'default', [first, second, third], at, conditional, sink);
  if (target.kind !== 'base' && target.kind !== 'regkey') return undefined;
  const { view } = target;
  if (method === 'createsubkey' || method === 'opensubkey') {
    const below = textOf(first);
    if (below === undefined || unknownIn(first) !== undefined) return unknown(unknownIn(first) ?? 'a key');
    const path = `${target.kind === 'base' ? target.hive : target.path}\\${below}`;
    if (method === 'createsubkey') sink.createKey(path);
    return { kind: 'regkey', path, view };
  }
  if (target.kind === 'base') return NULL;
  if (method === 'setvalue') write(target.path, view, [first, second, third], at, conditional, sink);
  else if (method === 'deletevalue') {
    const name = textOf(first);
    if (name !== undefined && unknownIn(first) === undefined && !conditional)
      sink.remove(target.path, name, at);
  } else if (method === 'getvalue' && first.kind === 'text' && first.wanted !== undefined) {
    // A detection script asks for each value and compares it with the one it wants.
    write(target.path, view, [first, first.wanted, text('String')], at, conditional, comparing(sink));
    return unknown('the registry');
  } else return method.startsWith('get') ? unknown('the registry') : NULL;
  return NULL;
}

function write(
  path: string | undefined,
  view: View,
  [name = NULL, value = NULL, kind]: readonly (Value | undefined)[],
  at: number,
  conditional: boolean,
  sink: Pick<ScriptSink, 'write' | 'computed'>,
): void {
  const from = unknownIn(name) ?? unknownIn(value) ?? (path === undefined ? 'a key' : undefined);
  const label = unknownIn(name) === undefined ? textOf(name) : undefined;
  if (from !== undefined || path === undefined || label === undefined) {
    sink.computed({ path, name: label }, from ?? 'a name', at);
    return;
  }
  const known = kind !== undefined && unknownIn(kind) === undefined;
  // A type that a condition chooses goes with the value, as the inferred one does.
  const data = registryData(value, known ? textOf(kind) : undefined);
  if (data === undefined) sink.computed({ path, name: label }, 'an object', at);
  else
    sink.write({
      path,
      name: label,
      data,
      at: (name.kind === 'text' ? name.at : undefined) ?? at,
      view,
      conditional,
    });
}

function viewOf(value: Value): View {
  const name = textOf(value)?.toLowerCase();
  return name === 'registry32' ? '32' : name === 'registry64' ? '64' : 'default';
}

/** A sink that takes writes for comparisons. */
function comparing(sink: ScriptSink): Pick<ScriptSink, 'write' | 'computed'> {
  return {
    write: (one) => {
      sink.compare(one);
    },
    computed: () => undefined,
  };
}
