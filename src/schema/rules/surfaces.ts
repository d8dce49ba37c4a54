import { isThirdParty } from './mode.ts';
import type { Rule } from './rule.ts';

/** Chat is off unless it is switched on; with all surfaces off the app brings Cowork back. */
export const surfaces: Rule = {
  id: 'surfaces',
  source: "Vendor reference, chatTabEnabled; a third party's observation of the app",
  when: [
    'chatTabEnabled',
    'chatAdvancedFileAnalysisEnabled',
    'coworkTabEnabled',
    'isClaudeCodeForDesktopEnabled',
  ],
  check(context) {
    const { config, has, report } = context;
    if (!isThirdParty(context)) return;
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
