import { compareReleases, type Release } from '../releases.ts';
import { isThirdParty } from './mode.ts';
import { hasMember, membersOf, objectsIn } from './reading.ts';
import type { Rule, RuleContext } from './rule.ts';
import { pathText } from '../path.ts';

/**
 * Where a key is left out, and releases before and after a change read that differently. Only with a target on both
 * sides of the change; of Auto mode, which nobody chose, and of traces also without one.
 */
export const changedDefaults: Rule = {
  id: 'changed-defaults',
  source: 'Vendor changelog, 1.19367.0, 1.24012.0, 1.52386.0, 2.9939.2 and 2.16120.0',
  check(context) {
    const { target, has, report } = context;
    if (!isThirdParty(context)) return;
    checkAutoMode(context);
    checkTraces(context);
    if (target === undefined) return;
    // Only a fleet with releases on both sides of a change sees two behaviours.
    const before = (release: Release): boolean =>
      compareReleases(target.oldest, release) < 0 && compareReleases(target.newest, release) >= 0;
    if (before([1, 19367, 0]) && !has('isDesktopExtensionEnabled'))
      report('behaviour-changed', [], {
        fault:
          'isDesktopExtensionEnabled is not set: releases before 1.19367.0 then load desktop extensions, later ones do not',
        fix: 'Set isDesktopExtensionEnabled to what is meant.',
      });
    if (before([2, 16120, 0]) && context.config.userPluginMarketplacesEnabled === false)
      report(
        'behaviour-changed',
        ['userPluginMarketplacesEnabled'],
        {
          fault:
            'Before 2.16120.0 userPluginMarketplacesEnabled false leaves marketplaces that users have added alone; later releases hide them',
          fix: 'Offer what users need through allowedPluginMarketplaces.',
        },
        'info',
      );
    if (!before([1, 24012, 0])) return;
    for (const { value, path } of objectsIn(context, 'managedMcpServers')) {
      if (value.transport !== 'http' && value.transport !== 'sse') continue;
      const headers = Object.keys(membersOf(value.headers) ?? {});
      if (hasMember(value, 'oauth') || hasMember(value, 'headersHelper')) continue;
      if (headers.some((name) => name.toLowerCase() === 'authorization')) continue;
      report('behaviour-changed', path, {
        fault: `${pathText(path)} has no way to sign in: before 1.24012.0 none is tried, later releases sign in when the server asks`,
        fix: 'Set oauth to true if the server asks for a sign-in.',
      });
    }
  },
};

const TRACES: Release = [1, 52386, 0];

/** An endpoint alone brought traces once. Without a target it is a note where somebody asks what the file does on a device. */
function checkTraces({ target, deployed, has, as, report }: RuleContext): void {
  if (!has('otlpEndpoint') || has('otlpTracesEnabled')) return;
  if (target !== undefined && compareReleases(target.newest, TRACES) < 0) return;
  const older = target !== undefined && compareReleases(target.oldest, TRACES) < 0;
  if (!older && (!deployed || as === 'bootstrap')) return;
  report(
    'behaviour-changed',
    ['otlpEndpoint'],
    {
      fault: older
        ? 'otlpTracesEnabled is not set: releases before 1.52386.0 then export traces to otlpEndpoint, later ones do not'
        : 'otlpTracesEnabled is not set: since 1.52386.0 otlpEndpoint alone brings logs and metrics, and no traces',
      fix: older
        ? 'Set otlpTracesEnabled to what is meant.'
        : 'Set otlpTracesEnabled to true if traces are wanted, and to false if not.',
    },
    older ? undefined : 'info',
  );
}

const AUTO_MODE: Release = [2, 9939, 2];

/** The presets of the vendor leave the key out as well, so it is told where somebody asks what the file does on a device. */
function checkAutoMode({ target, deployed, config, has, provider, as, report }: RuleContext): void {
  if (has('autoModeEnabled') || config.isClaudeCodeForDesktopEnabled === false) return;
  const older = target === undefined || compareReleases(target.oldest, AUTO_MODE) < 0;
  const newer = target === undefined || compareReleases(target.newest, AUTO_MODE) >= 0;
  if (target === undefined && (provider === undefined || as === 'bootstrap')) return;
  if (!newer || (!deployed && (!older || target === undefined))) return;
  report(
    'behaviour-changed',
    [],
    {
      fault: older
        ? 'autoModeEnabled is not set: releases before 2.9939.2 then offer no Auto mode, later ones start new Code sessions in it'
        : 'autoModeEnabled is not set: since 2.9939.2 new Code sessions then start in Auto mode',
      fix: 'Set autoModeEnabled to what is meant.',
    },
    'info',
  );
}
