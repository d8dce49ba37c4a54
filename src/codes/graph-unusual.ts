import { worded } from './code.ts';
import { graphBody, type CodeDoc } from './example.ts';

export const row = worded('warning', 'The body for Microsoft Graph does something unexpected');

const SCRIPT = Buffer.from(
  "New-Item -Path 'HKLM:\\SOFTWARE\\Policies\\Claude' -Force\nSet-ItemProperty 'HKLM:\\SOFTWARE\\Policies\\Claude' isLocalDevMcpEnabled 'false'\n",
).toString('base64');
const body = (account: string): string =>
  JSON.stringify({
    '@odata.type': '#microsoft.graph.deviceManagementScript',
    runAs32Bit: false,
    runAsAccount: account,
    scriptContent: SCRIPT,
  });

export const docs = (): CodeDoc => ({
  why: 'What surrounds the settings decides whether they arrive: a script that runs as the user cannot write HKEY_LOCAL_MACHINE, one in the 32-bit host may write another view, and a preference file for another bundle is read by nobody.',
  fix: 'Correct the member of the body that the finding names.',
  wrong: graphBody(body('user')),
  right: graphBody(body('system')),
});
