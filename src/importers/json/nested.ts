import { oddIn, withoutHidden } from '../../text/hidden.ts';
import {
  type Document,
  type Entry,
  isNested,
  nearestPlace,
  type NestedReading,
  type Path,
  readNested,
  typeName,
} from '../../schema/index.ts';
import { Findings } from '../findings.ts';

/** As many are named in one sentence. */
const LISTED = 3;
/** To look for a similar name costs more than all else; after so many nobody reads on. */
const SUGGESTED = 50;

/**
 * A JSON document as the settings it stands for: itself when it is flat; when it is nested (v2), its known members
 * under their flat keys, each still found at its nested place. What has no known place is told and left out.
 */
export function flattened(document: Document): Document {
  if (!isNested(document.entries.keys(), document.entries.get('$schemaVersion')?.value)) return document;
  const members = new Map([...document.entries].map(([name, { value }]) => [name, value]));
  const reading = readNested(members);
  const entries = new Map<string, Entry>();
  const places = new Map<string, Path>();
  const moved = new Map<string, { since: string; now: string }>();
  const findings = new Findings(document.findings);
  for (const setting of reading.settings) {
    const { key, path, value } = setting;
    const earlier = places.get(key);
    if (earlier !== undefined)
      findings.add(
        'duplicate-key',
        { path, ...document.locate(path) },
        { key, how: `at ${earlier.join('.')} and at ${path.join('.')}` },
      );
    // The place of today wins over a former one.
    if (earlier !== undefined && setting.moved !== undefined) continue;
    const position = document.entries.get(String(path[0]))?.position && document.locate(path);
    entries.set(key, { key, value, encoding: 'JSON', ...(position && { position }) });
    places.set(key, path);
    if (setting.moved === undefined) moved.delete(key);
    else moved.set(key, setting.moved);
  }
  tellFaults(reading, document, findings);
  return {
    format: document.format,
    ...(document.ignores !== undefined && { ignores: document.ignores }),
    ...(document.json !== undefined && { json: document.json }),
    // No text: edits of it would go by flat keys.
    variant: 'nested (v2)',
    entries,
    findings: findings.all,
    locate: ([key, ...inside], part) =>
      document.locate([...(places.get(String(key)) ?? [key ?? '']), ...inside], part),
    nested: {
      places,
      moved,
      ...(members.has('expiresAt') && { expiresAt: members.get('expiresAt') }),
      ...(members.has('$schemaVersion') && { schemaVersion: members.get('$schemaVersion') }),
    },
    incomplete: [reading.unknown, reading.flatInside, reading.flatBeside, reading.misshapen].some(
      (list) => list.length > 0,
    ),
  };
}

function tellFaults(reading: NestedReading, document: Document, findings: Findings): void {
  const place = (path: Path): { path: Path; line?: number; column?: number } => ({
    path,
    ...document.locate(path),
  });
  const [beside] = reading.flatBeside;
  if (beside !== undefined)
    findings.add('mixed-shape', place([beside]), {
      keys: reading.flatBeside.slice(0, LISTED),
      more: Math.max(0, reading.flatBeside.length - LISTED),
    });
  for (const { path, place: known } of reading.flatInside)
    findings.add('nested-config', place(path), {
      key: path.slice(0, -1).join('.'),
      keys: [String(path.at(-1))],
      place: known,
    });
  for (const [index, { path }] of reading.unknown.entries())
    findings.add('unknown-key', place(path), {
      key: path.join('.'),
      nearest: index < SUGGESTED ? nearestPlace(withoutHidden(path.join('.'))) : undefined,
      odd: oddIn(path.join('.')),
      nested: true,
    });
  for (const { path, value } of reading.misshapen)
    findings.add('wrong-type', place(path), {
      what: path.join('.'),
      expected: 'an object of settings',
      got: typeName(value),
    });
}
