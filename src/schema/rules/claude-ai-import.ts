import { membersOf } from './reading.ts';
import type { Rule } from './rule.ts';

/** Members of claudeAiImport that lean on another. */
export const claudeAiImport: Rule = {
  id: 'claude-ai-import',
  source: 'Vendor reference, claudeAiImport',
  when: ['claudeAiImport'],
  check({ settings, has, report }) {
    const members = membersOf(settings.get('claudeAiImport'));
    if (members === undefined) return;
    if (members.exportEnabled === true && members.enabled !== true)
      report('setting-ignored', ['claudeAiImport', 'exportEnabled'], {
        fault: 'claudeAiImport.exportEnabled does nothing unless claudeAiImport.enabled is true',
        fix: 'Set enabled to true as well.',
      });
    if (members.automatic3pImport === true && !has('deploymentOrganizationUuid'))
      report('setting-ignored', ['claudeAiImport', 'automatic3pImport'], {
        fault: 'claudeAiImport.automatic3pImport does nothing without deploymentOrganizationUuid',
        fix: 'Set deploymentOrganizationUuid.',
      });
  },
};
