import { bootstrap } from '../../src/exporters/bootstrap.ts';
import { gpp } from '../../src/exporters/gpp.ts';
import { intuneRemediation } from '../../src/exporters/intune-remediation.ts';
import { json } from '../../src/exporters/json.ts';
import { mobileconfig } from '../../src/exporters/mobileconfig.ts';
import { omaUri } from '../../src/exporters/oma-uri.ts';
import { plist } from '../../src/exporters/plist.ts';
import { pol } from '../../src/exporters/pol.ts';
import { preferenceFile } from '../../src/exporters/preference-file.ts';
import { reg } from '../../src/exporters/reg.ts';

/** All that are one file at once, loaded: tests need no start-up budget. */
export const exporters = {
  mobileconfig,
  plist,
  reg,
  json,
  'preference-file': preferenceFile,
  pol,
  gpp,
  'oma-uri': omaUri,
  bootstrap,
} as const;

/** All that are a folder. */
export const folderExporters = { 'intune-remediation': intuneRemediation } as const;
