import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/* Programs by others that read forms and what Group Policy and Intune take; each optional, as in oracles.ts. */

const PYTHON = '/usr/bin/python3';
const REFERENCES = resolve('../shared/deploy/oracles/admx_refs.py');
/** A folder with the three files of Microsoft's schema (MS-GPREG), which are not ours to keep here. */
const XSD = process.env.ADMX_XSD ?? '';
/** A folder with `node_modules`, where `.ci/run` puts packages that only check something. */
const PROGRAMS = process.env.COWORK_3P_PROGRAMS ?? '';

export const FORM_TOOLS = {
  'admx-xsd': () => existsSync(join(XSD, 'PolicyDefinitionFiles.xsd')),
  'admx-references': () => existsSync(REFERENCES),
  'python3-samba': () => spawnSync(PYTHON, ['-c', 'import samba.dcerpc.preg']).status === 0,
  'powershell-grammar': () => existsSync(join(PROGRAMS, 'node_modules/tree-sitter-powershell')),
} as const;
export type FormTool = keyof typeof FORM_TOOLS;

function python(script: string, args: readonly string[]): unknown {
  const { stdout, stderr } = spawnSync(PYTHON, ['-c', script, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** What Microsoft's schema has against a file. libxml2 refuses two patterns of it as they are printed. */
export function complaintsOfAdmxSchema(file: string, folder: string): string {
  for (const name of readdirSync(XSD).filter((one) => one.endsWith('.xsd')))
    writeFileSync(join(folder, name), readFileSync(join(XSD, name), 'utf8').replaceAll('"\\$', '"$'));
  const { stderr } = spawnSync(
    'xmllint',
    ['--nonet', '--noout', '--schema', join(folder, 'PolicyDefinitionFiles.xsd'), file],
    { encoding: 'utf8' },
  );
  return stderr.replace(`${file} validates\n`, '');
}

/** What the reference rules have against a pair. */
export function complaintsOfReferences(admx: string, adml: string): string {
  return spawnSync(PYTHON, [REFERENCES, admx, adml], { encoding: 'utf8' }).stdout.replace(/^OK\n$/, '');
}

/** The values Samba reads from a Registry.pol, and whether it would write the same bytes. */
export function readPolWithSamba(file: string): {
  readonly version: number;
  readonly same: boolean;
  readonly entries: readonly (readonly [key: string, name: string, type: number, text: string])[];
} {
  const script = `
import json, sys
from samba.dcerpc import preg
from samba.ndr import ndr_unpack, ndr_pack
data = open(sys.argv[1], 'rb').read()
f = ndr_unpack(preg.file, data)
json.dump({'version': f.header.version, 'same': ndr_pack(f) == data,
  'entries': [[e.keyname, e.valuename, e.type, e.data] for e in f.entries]}, sys.stdout)`;
  return python(script, [file]) as ReturnType<typeof readPolWithSamba>;
}

/** The attributes of each `Properties` element that Python's XML reader (expat) finds. */
export function readGppWithPython(file: string): readonly Readonly<Record<string, string>>[] {
  const script = `
import json, sys, xml.etree.ElementTree as ET
json.dump([dict(p.attrib) for p in ET.parse(sys.argv[1]).getroot().iter('Properties')], sys.stdout)`;
  return python(script, [file]) as ReturnType<typeof readGppWithPython>;
}

/** State and value of each policy row of a Graph body, and the policies its template declares. */
export function readOmaWithPython(file: string): {
  readonly values: Readonly<Record<string, readonly [state: string, value: string | null]>>;
  readonly declared: readonly string[];
} {
  const script = `
import json, sys, xml.etree.ElementTree as ET
rows = json.load(open(sys.argv[1], encoding='utf-8'))['omaSettings']
def one(row):
    children = list(ET.fromstring('<r>' + row['value'] + '</r>'))
    return [children[0].tag, children[1].get('value') if len(children) > 1 else None]
root = ET.fromstring(rows[0]['value'].encode('utf-8'))
json.dump({'values': {r['displayName']: one(r) for r in rows[1:]},
  'declared': [p.get('name') for p in root.iter() if p.tag.endswith('}policy')]}, sys.stdout)`;
  return python(script, [file]) as ReturnType<typeof readOmaWithPython>;
}

interface SyntaxNode {
  readonly type: string;
  readonly isMissing: boolean;
  readonly startPosition: { readonly row: number; readonly column: number };
  readonly children: readonly SyntaxNode[];
}
interface TreeSitter {
  readonly Parser: {
    new (): { setLanguage(language: unknown): void; parse(text: string): { readonly rootNode: SyntaxNode } };
    init(): Promise<void>;
  };
  readonly Language: { load(file: string): Promise<unknown> };
}

/** Every place that the PowerShell grammar cannot read, as `line:column`. */
export async function complaintsOfPowerShell(text: string): Promise<readonly string[]> {
  const require = createRequire(join(PROGRAMS, 'x.js'));
  const { Parser, Language } = require('web-tree-sitter') as TreeSitter;
  await Parser.init();
  const grammar = require.resolve('tree-sitter-powershell/package.json');
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar.replace('package.json', 'tree-sitter-powershell.wasm')));
  const found: string[] = [];
  const walk = (node: SyntaxNode): void => {
    if (node.type === 'ERROR' || node.isMissing)
      found.push(`${node.startPosition.row + 1}:${node.startPosition.column + 1}`);
    for (const child of node.children) walk(child);
  };
  walk(parser.parse(text).rootNode);
  return found;
}
