import { parseJson } from '../../text/json.ts';
import path from 'node:path';
import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { checkAdmx } from '../../templates/check/admx.ts';
import type { FormFault } from '../../templates/check/fault.ts';
import { checkJamfSchema } from '../../templates/check/jamf.ts';
import { checkManifest } from '../../templates/check/manifest.ts';
import type { TemplateKind } from '../../templates/template.ts';
import { proseWithoutCredentials } from '../../text/credentials.ts';
import { readForm } from './read.ts';

/** The faults of a form of any origin. */
export async function checkForm(kind: TemplateKind, file: string, io: Io): Promise<readonly FormFault[]> {
  const faults = await faultsOf(kind, file, io);
  return faults.map((one) => ({ ...one, message: proseWithoutCredentials(one.message) }));
}

async function faultsOf(kind: TemplateKind, file: string, io: Io): Promise<readonly FormFault[]> {
  const text = await readForm(file, io);
  switch (kind) {
    case 'admx':
      return checkAdmx({ admx: text, adml: await readForm(await admlOf(file, io), io) });
    case 'jamf-schema':
      return checkJamfSchema(readJson(text, file));
    case 'profile-manifest':
      return checkManifest(text);
  }
}

/** The texts of an ADMX: in the folder of the culture, or beside it. */
async function admlOf(file: string, io: Io): Promise<string> {
  const name = `${path.basename(file).replace(/\.admx$/i, '')}.adml`;
  const places = ['en-US', 'en-us', ''].map((folder) => path.join(path.dirname(file), folder, name));
  for (const place of places) if (await io.exists(place)) return place;
  throw new UserError(
    `The texts of ${file} are missing: there is no ${places[0] ?? name}.`,
    'Put the .adml there, or beside the .admx.',
  );
}

function readJson(text: string, file: string): unknown {
  const value = parseJson(text);
  if (value !== undefined) return value;
  throw new UserError(`${file} is no JSON.`, 'A custom schema for Jamf Pro is a JSON file.');
}
