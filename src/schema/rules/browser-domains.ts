import { bootstraps } from './mode.ts';
import { listing, textsIn } from './reading.ts';
import type { Rule, RuleContext } from './rule.ts';

const ALLOWED = 'builtinBrowserAllowedDomains';
const BLOCKED = 'builtinBrowserBlockedDomains';

/** Second-level registries whose wildcard would cover everybody's sites (Public Suffix List, a small part). */
const REGISTRY = /^\*\.(?:[^.]+|(?:co|com|org|net|gov|ac|edu)\.[a-z]{2})$/i;

/** The lists of the built-in browser count under one policy each. */
export const browserDomains: Rule = {
  id: 'browser-domains',
  source: 'Vendor page "Built-in browser"',
  when: [
    'builtinBrowserAllowedDomains',
    'builtinBrowserBlockedDomains',
    'builtinBrowserEnabled',
    'builtinBrowserDefaultDomainPolicy',
  ],
  check(context) {
    const { config, has, report } = context;
    const known =
      config.builtinBrowserDefaultDomainPolicy !== undefined || !has('builtinBrowserDefaultDomainPolicy');
    const policy = config.builtinBrowserDefaultDomainPolicy ?? 'allow';
    if (known && policy === 'allow' && has(ALLOWED))
      report('setting-ignored', [ALLOWED], {
        fault: `${ALLOWED} counts only while builtinBrowserDefaultDomainPolicy is "block"`,
        fix: 'Set builtinBrowserDefaultDomainPolicy to "block", or remove the list.',
      });
    else if (known && policy === 'block') checkAllowed(context);
    if (known && policy === 'block' && has(BLOCKED))
      report('setting-ignored', [BLOCKED], {
        fault: `${BLOCKED} counts only while builtinBrowserDefaultDomainPolicy is "allow"`,
        fix: `Remove the list; what ${ALLOWED} does not name is blocked already.`,
      });
    if (has('builtinBrowserEnabled') && bootstraps(context))
      report('setting-ignored', ['builtinBrowserEnabled'], {
        fault:
          'builtinBrowserEnabled does nothing here: with a bootstrap server it must come from the served configuration',
        fix: 'Set it on the bootstrap server.',
      });
  },
};

function checkAllowed(context: RuleContext): void {
  const domains = textsIn(context, ALLOWED);
  for (const { text, path } of domains)
    if (text === '*' || REGISTRY.test(text))
      context.report('setting-ignored', path, {
        fault: `"${text}" in ${ALLOWED} is ignored, because it would cover everybody's sites`,
        fix: 'Name the domains, such as *.example.com.',
      });
  const egress = textsIn(context, 'coworkEgressAllowedHosts').map(({ text }) => text.toLowerCase());
  const list = context.settings.get('coworkEgressAllowedHosts');
  // A reference or a mistake in the list may name what seems to be missing.
  if (!Array.isArray(list) || list.length !== egress.length || egress.length === 0 || egress.includes('*'))
    return;
  const closed = domains.filter(
    ({ text }) => text !== '*' && !egress.some((host) => covers(host, text.toLowerCase())),
  );
  const [first] = closed;
  if (first !== undefined)
    context.report('setting-risky', first.path, {
      fault: `coworkEgressAllowedHosts narrows the sites further and does not name ${listing(closed.slice(0, 3).map(({ text }) => `"${text}"`))}${closed.length > 3 ? ' and others' : ''}`,
      fix: 'Add them to coworkEgressAllowedHosts.',
    });
}

function covers(pattern: string, domain: string): boolean {
  const host = pattern.replace(/:\d+$/, '');
  return host === domain || (host.startsWith('*.') && domain.endsWith(host.slice(1)));
}
