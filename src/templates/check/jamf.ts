import { membersOf } from '../../schema/index.ts';
import { shownName } from '../../text/credentials.ts';
import type { FormFault } from './fault.ts';

type Members = Readonly<Record<string, unknown>>;

const TYPES = new Set(['string', 'integer', 'number', 'boolean', 'array', 'object']);

/**
 * Checks that an untouched form of a custom schema writes nothing, and that what it offers can be written.
 * `schema` is the parsed JSON.
 */
export function checkJamfSchema(schema: unknown): readonly FormFault[] {
  const root = membersOf(schema);
  const properties = membersOf(root?.properties);
  if (root === undefined || properties === undefined)
    return [fault('syntax', 'This is no custom schema: it has no "properties".')];
  const found: FormFault[] = [];
  const optIn = membersOf(root.options)?.display_required_only === true;
  if (!optIn)
    found.push(
      fault(
        'not-opt-in',
        'options.display_required_only is not true: the form shows, and so writes, every property.',
        'warning',
      ),
    );
  if (!/\([\w.-]+\)/.test(typeof root.title === 'string' ? root.title : ''))
    found.push(fault('no-domain', 'The title names no preference domain in brackets.', 'warning'));
  if (Array.isArray(root.required) && root.required.length > 0)
    found.push(
      fault('required', 'Required properties are written by an untouched form; leave "required" out.'),
    );
  for (const [key, value] of Object.entries(properties)) checkProperty(key, membersOf(value), optIn, found);
  return found;
}

function checkProperty(
  name: string,
  property: Members | undefined,
  optIn: boolean,
  found: FormFault[],
): void {
  const key = shownName(name);
  if (property === undefined) {
    found.push(fault('syntax', `${key} is no object.`));
    return;
  }
  if ('default' in property)
    found.push(
      fault('default', `${key} has a default, which the form writes as if the admin had chosen it.`),
    );
  if (property.required === true)
    found.push(fault('required', `${key} is required, so an untouched form writes it.`));
  const branches = Array.isArray(property.anyOf) ? property.anyOf.map(membersOf) : undefined;
  if (branches === undefined || branches[0]?.type !== 'null')
    found.push(
      optIn
        ? fault(
            'not-configured',
            `${key} cannot be "Not Configured": put a branch of type null first.`,
            'warning',
          )
        : fault('writes-unasked', `An untouched form writes ${key}: put a branch of type null first.`),
    );
  for (const branch of branches ?? [property]) {
    if (branch === undefined || branch.type === 'null') continue;
    checkValue(key, branch, found);
  }
}

function checkValue(key: string, branch: Members, found: FormFault[]): void {
  const { type, minimum, maximum } = branch;
  if ('default' in branch)
    found.push(
      fault('default', `${key} has a default, which the form writes as if the admin had chosen it.`),
    );
  if (typeof type !== 'string' || !TYPES.has(type))
    found.push(fault('type', `${key} has no type that a form knows.`));
  if (type === 'array' || type === 'object')
    found.push(
      fault(
        'native-structure',
        `${key} is written as a native ${type}, which older releases do not read; ask for a text of JSON.`,
        'warning',
      ),
    );
  if ('enum' in branch && (!Array.isArray(branch.enum) || branch.enum.length === 0))
    found.push(fault('no-choice', `${key} offers nothing to choose from.`));
  if (typeof minimum === 'number' && typeof maximum === 'number' && minimum > maximum)
    found.push(fault('range', `${key} has a minimum above its maximum.`));
}

function fault(rule: string, message: string, severity: FormFault['severity'] = 'error'): FormFault {
  return { rule, severity, message };
}
