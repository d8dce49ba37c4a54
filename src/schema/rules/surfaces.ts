import { isThirdParty } from './mode.ts';
import type { Rule, RuleContext } from './rule.ts';

/** Unified Claude has one home for the three surfaces and passes over these. */
const UNIFIED = ['chatTabEnabled', 'chatAdvancedFileAnalysisEnabled', 'coworkTabEnabled'] as const;

/** Chat is off unless it is switched on; with all surfaces off the app brings Cowork back. */
export const surfaces: Rule = {
  id: 'surfaces',
  source: "Vendor reference, chatTabEnabled and desktopHome; a third party's observation of the app",
  when: [
    'chatTabEnabled',
    'chatAdvancedFileAnalysisEnabled',
    'coworkTabEnabled',
    'isClaudeCodeForDesktopEnabled',
    'desktopHome',
  ],
  check(context) {
    const { config, has, report } = context;
    if (!isThirdParty(context)) return;
    checkUnified(context);
    if (config.desktopHome === 'standard') return;
    const chatOff = has('chatTabEnabled') ? config.chatTabEnabled === false : true;
    if (chatOff && config.coworkTabEnabled === false && config.isClaudeCodeForDesktopEnabled === false)
      report('setting-ignored', ['coworkTabEnabled'], {
        fault: 'Every surface is switched off, and Claude Desktop then switches Cowork on again',
        fix: 'Leave one of chatTabEnabled, coworkTabEnabled and isClaudeCodeForDesktopEnabled on.',
      });
    if (chatOff && config.chatAdvancedFileAnalysisEnabled === true)
      report('setting-ignored', ['chatAdvancedFileAnalysisEnabled'], {
        fault:
          'chatAdvancedFileAnalysisEnabled does nothing while Chat is off, which it is unless chatTabEnabled is true',
        fix: 'Set chatTabEnabled to true, or remove it.',
      });
  },
};

function checkUnified({ config, has, report }: RuleContext): void {
  const unified = config.desktopHome === 'standard';
  for (const key of UNIFIED)
    if (has(key) && unified)
      report('setting-ignored', [key], {
        fault: `${key} is ignored, because desktopHome "standard" turns Unified Claude on`,
        fix: `Remove ${key}, or desktopHome; isClaudeCodeForDesktopEnabled still counts.`,
      });
  const first = UNIFIED.find((key) => has(key));
  if (first !== undefined && !has('desktopHome'))
    report(
      'behaviour-changed',
      [first],
      {
        fault: `${first} is ignored under Unified Claude, which the vendor announced for every third-party deployment from 2026-11-10 on`,
        fix: 'Check on a device which surfaces it offers; isClaudeCodeForDesktopEnabled still counts.',
      },
      'info',
    );
}
