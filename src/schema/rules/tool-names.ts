import { BARE_TOOLS, BUILTIN_TOOLS } from '../catalogue/tools.ts';
import { nearest } from '../nearest.ts';
import { pathText } from '../path.ts';
import type { Path } from '../document.ts';
import { membersOf, textsIn } from './reading.ts';
import type { Rule, RuleContext } from './rule.ts';

/** A misspelt tool name protects nothing; the two web tools take no arguments in a rule. */
export const toolNames: Rule = {
  id: 'tool-names',
  source: 'Public profile manifest, disabledBuiltinTools; vendor reference, builtinToolPolicy',
  when: ['builtinToolPolicy', 'disabledBuiltinTools'],
  check(context) {
    for (const { text, path } of textsIn(context, 'disabledBuiltinTools')) checkName(text, path, context);
    for (const rule of Object.keys(membersOf(context.settings.get('builtinToolPolicy')) ?? {})) {
      const [, name = '', argument] = /^([^(]*)(\(.*)?$/s.exec(rule) ?? [];
      const path = ['builtinToolPolicy', rule];
      checkName(name, path, context);
      if (argument !== undefined && (BARE_TOOLS as readonly string[]).includes(name))
        context.report('setting-ignored', path, {
          fault: `${pathText(path)} is dropped: ${name} takes the bare name only`,
          fix: `Write "${name}".`,
        });
    }
  },
};

function checkName(name: string, path: Path, { report }: RuleContext): void {
  if ((BUILTIN_TOOLS as readonly string[]).includes(name)) return;
  const plain = name.replace(/[_-]/g, '').toLowerCase();
  const meant =
    BUILTIN_TOOLS.find((tool) => tool.toLowerCase() === plain) ??
    (plain.length > 4 ? nearest(plain, BUILTIN_TOOLS) : undefined);
  if (meant === undefined) return;
  report('setting-risky', path, {
    fault: `${pathText(path)} names no built-in tool; there is one named ${meant}`,
    fix: `Write "${meant}" if that is meant.`,
  });
}
