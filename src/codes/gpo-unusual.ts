import { worded } from './code.ts';
import { policyPreferences, type CodeDoc } from './example.ts';

export const row = worded('warning', 'The Group Policy file does something unexpected');

const item = (attributes: string, inside = ''): string =>
  `<Registry clsid="{9CD4B2F4-923D-47f5-A062-E897DD1DAD50}" name="isLocalDevMcpEnabled"${attributes}>${inside}<Properties action="U" hive="HKEY_LOCAL_MACHINE" key="SOFTWARE\\Policies\\Claude" name="isLocalDevMcpEnabled" type="REG_SZ" value="false"/></Registry>`;

export const docs = (): CodeDoc => ({
  why: 'A preference item that is switched off, targeted at a few users or created only where nothing stands says less than it seems to, and the devices of a fleet then differ.',
  fix: 'Apply each value to every device that the policy is linked to, and let it replace what is there.',
  wrong: policyPreferences(item(' disabled="1"')),
  right: policyPreferences(item('')),
});
