import { fullHive } from '../registry/keys.ts';
import { bind, type Signature } from './bind.ts';
import { registryData } from './registry-data.ts';
import type { Call } from './interpreter.ts';
import { NULL, textOf, unknown, unknownIn, type Value } from './values.ts';

/* The cmdlets of the registry provider. */

const PATH_ALIASES = { literalpath: 'path', pspath: 'path' } as const;
const SET: Signature = {
  positional: ['path', 'name', 'value'],
  named: ['type', 'propertytype', 'inputobject'],
  aliases: { ...PATH_ALIASES, propertytype: 'type' },
};
const NEW: Signature = {
  positional: ['path', 'name'],
  named: ['value', 'propertytype'],
  aliases: { ...PATH_ALIASES, type: 'propertytype' },
};
const ITEM: Signature = { positional: ['path', 'name'], named: ['itemtype', 'value'], aliases: PATH_ALIASES };

type Command = (call: Call) => Value | undefined;

const COMMANDS: Readonly<Record<string, Command>> = {
  'set-itemproperty': (call) => setProperty(call, SET, 'type'),
  sp: (call) => setProperty(call, SET, 'type'),
  'new-itemproperty': (call) => setProperty(call, NEW, 'propertytype'),
  'new-item': newItem,
  ni: newItem,
  md: newItem,
  mkdir: newItem,
  'remove-itemproperty': removeProperty,
  rp: removeProperty,
  'clear-itemproperty': removeProperty,
  'remove-item': removeItem,
  ri: removeItem,
  rm: removeItem,
  del: removeItem,
  'set-location': setLocation,
  'push-location': setLocation,
  cd: setLocation,
  sl: setLocation,
  'get-item': item,
};

/** The cmdlet of that name that changes the registry, if it is one. */
export function registryCommand(name: string): Command | undefined {
  return Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
}

/**
 * A path of the registry provider as the key in full; undefined for a path of another provider.
 * `HKLM:\a`, `Registry::HKEY_LOCAL_MACHINE\a`, either slash.
 */
function registryPath(path: string): string | undefined {
  const plain = path.replaceAll('/', '\\').replace(/^(?:Microsoft\.PowerShell\.Core\\)?Registry::/i, '');
  const [, drive, below = ''] = /^(HKLM|HKCU|HKU|HKCR|HKCC):\\?(.*)$/is.exec(plain) ?? [];
  if (drive !== undefined) return `${fullHive(drive)}\\${below}`;
  if (plain === path.replaceAll('/', '\\')) return undefined;
  const [, hive = '', rest = ''] = /^([^\\]*)\\?(.*)$/s.exec(plain) ?? [];
  return `${fullHive(hive)}\\${rest}`;
}

/** Where the paths of a call lead: keys in full, or why that is not known. */
function keysOf(call: Call, bound: ReadonlyMap<string, Value>): readonly string[] | { from: string } {
  const value = bound.get('path') ?? call.input ?? NULL;
  const from = unknownIn(value);
  if (from !== undefined) return { from };
  const texts = (value.kind === 'list' ? value.items : [value]).map((one) =>
    one.kind === 'regkey' ? `Registry::${one.path}` : (textOf(one) ?? ''),
  );
  const location = textOf(call.runner.lookup(' location') ?? NULL) ?? '';
  return texts.map((path) => registryPath(fullPath(path, location))).filter((path) => path !== undefined);
}

/** A path that names no drive begins where the script stands, once it has gone somewhere. */
function fullPath(path: string, location: string): string {
  if (location === '' || path === '' || /:|^[\\/]/.test(path)) return path;
  const below = path.replace(/^\.(?:[\\/]+|$)/, '');
  return below === '' ? location : `${location}\\${below}`;
}

function setProperty(call: Call, signature: Signature, typeName: string): undefined {
  const { runner, at } = call;
  const bound = bind(runner, call.args, signature);
  const keys = keysOf(call, bound);
  const name = bound.get('name') ?? NULL;
  const value = bound.get('value') ?? (bound.has(' unknown') ? unknown('a table') : NULL);
  const type = bound.get(typeName);
  const label = unknownIn(name) === undefined ? textOf(name) : undefined;
  const from = unknownIn(name) ?? unknownIn(value) ?? ('from' in keys ? keys.from : undefined);
  if ('from' in keys || from !== undefined || label === undefined) {
    runner.sink.computed({ path: 'from' in keys ? undefined : keys[0], name: label }, from ?? 'a name', at);
    return;
  }
  const data = registryData(
    value,
    type === undefined || unknownIn(type) !== undefined ? undefined : textOf(type),
  );
  for (const path of keys)
    if (data === undefined) runner.sink.computed({ path, name: label }, 'an object', at);
    else
      runner.sink.write({
        path,
        name: label,
        data,
        at: (name.kind === 'text' ? name.at : undefined) ?? at,
        view: 'default',
        conditional: runner.isConditional(),
        needsKey: true,
      });
}

function newItem(call: Call): Value | undefined {
  const bound = bind(call.runner, call.args, ITEM);
  const keys = keysOf(call, bound);
  const name = textOf(bound.get('name') ?? NULL) ?? '';
  if ('from' in keys) return unknown(keys.from);
  const made = keys.map((key) => (name === '' ? key : `${key}\\${name}`));
  for (const key of made) call.runner.sink.createKey(key);
  const [only] = made;
  return only === undefined ? unknown('New-Item') : { kind: 'regkey', path: only, view: 'default' };
}

function removeProperty(call: Call): undefined {
  const bound = bind(call.runner, call.args, SET);
  const keys = keysOf(call, bound);
  const name = bound.get('name');
  if ('from' in keys || name === undefined || unknownIn(name) !== undefined || call.runner.isConditional())
    return;
  for (const key of keys)
    for (const one of name.kind === 'list' ? name.items : [name])
      call.runner.sink.remove(key, textOf(one) ?? '', call.at);
}

function removeItem(call: Call): undefined {
  const keys = keysOf(call, bind(call.runner, call.args, ITEM));
  if ('from' in keys || call.runner.isConditional()) return;
  for (const key of keys) call.runner.sink.remove(key, undefined, call.at);
}

function setLocation(call: Call): undefined {
  const bound = bind(call.runner, call.args, { positional: ['path'], aliases: PATH_ALIASES });
  call.runner.assign(' location', bound.get('path') ?? NULL);
}

function item(call: Call): Value {
  const keys = keysOf(call, bind(call.runner, call.args, ITEM));
  if ('from' in keys) return unknown(keys.from);
  const [path] = keys;
  return path === undefined ? unknown('Get-Item') : { kind: 'regkey', path, view: 'default' };
}
