import { BARE_TOOLS, BUILTIN_TOOLS } from '../catalogue/tools.ts';
import { nearest } from '../nearest.ts';
import { pathText } from '../path.ts';
import type { Path } from '../document.ts';
import { membersOf, textsIn } from './reading.ts';
import type { Rule, RuleContext } from './rule.ts';

/** A misspelt tool name protects nothing; the two web tools take no arguments in a rule. */
export const toolNames: Rule = {
  id: 'tool-names',
  source: 'Vendor reference of October 2026, disabledBuiltinTools and builtinToolPolicy',
  when: ['builtinToolPolicy', 'disabledBuiltinTools'],
  check(context) {
    for (const { text, path } of textsIn(context, 'disabledBuiltinTools')) checkRule(text, path, context);
    for (const rule of Object.keys(membersOf(context.settings.get('builtinToolPolicy')) ?? {}))
      checkRule(rule, ['builtinToolPolicy', rule], context);
  },
};

function checkRule(rule: string, path: Path, context: RuleContext): void {
  const [, name = '', argument] = /^([^(]*)(\(.*)?$/s.exec(rule) ?? [];
  checkName(name, path, context);
  if (argument === undefined && !rule.includes(')')) return;
  const bare = (BARE_TOOLS as readonly string[]).includes(name);
  if (bare)
    context.report('setting-ignored', path, {
      fault: `${pathText(path)} is dropped: ${name} takes the bare name only`,
      fix: `Write "${name}".`,
    });
  else if (argument?.endsWith(')') !== true || !isBalanced(rule))
    context.report('setting-ignored', path, {
      fault: `${pathText(path)} has a parenthesis without its partner, so it matches nothing`,
      fix: 'Write the argument as Tool(argument).',
    });
}

function isBalanced(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character === '(') open += 1;
    if (character === ')') open -= 1;
    if (open < 0) return false;
  }
  return open === 0;
}

function checkName(name: string, path: Path, { report }: RuleContext): void {
  if ((BUILTIN_TOOLS as readonly string[]).includes(name)) return;
  const plain = name.replace(/[_-]/g, '').toLowerCase();
  const meant =
    BUILTIN_TOOLS.find((tool) => tool.toLowerCase() === plain) ??
    (plain.length > 4 ? nearest(plain, BUILTIN_TOOLS) : undefined);
  if (meant !== undefined)
    report('setting-risky', path, {
      fault: `${pathText(path)} names no built-in tool; there is one named ${meant}`,
      fix: `Write "${meant}" if that is meant.`,
    });
  else if (/^[a-z][A-Za-z]*$/.test(name))
    report('setting-risky', path, {
      fault: `${pathText(path)} begins with a small letter, as no built-in tool does, so it matches nothing`,
      fix: 'Write the name of the tool as the vendor spells it.',
    });
}
