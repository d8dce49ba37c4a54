import type { RuleContext } from './rule.ts';

/** Each user's configuration comes from a bootstrap server, which then replaces the one checked here as a whole. */
export function bootstraps({ config, has }: RuleContext): boolean {
  return has('bootstrapUrl') && config.bootstrapEnabled !== false;
}

/** The configuration starts third-party mode. */
export function isThirdParty(context: RuleContext): boolean {
  return context.has('inferenceProvider') || bootstraps(context);
}

/** The file itself goes to devices: every container but JSON, and JSON checked as the managed file of Linux. */
export function isDeployed({ format, platform, deployed }: RuleContext): boolean {
  return format !== 'json' || (deployed && platform === 'linux');
}
