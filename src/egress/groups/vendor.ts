import { flagOf, has, listOf, membersOf, textOf, textsOf } from '../read.ts';
import type { EgressGroup } from '../types.ts';

/*
 * Hosts of Anthropic and of its suppliers, each with the switch that closes it.
 * Vendor: "Telemetry and egress" (claude.com/docs/third-party/claude-desktop/telemetry), read in its state of
 * October 2026; the app's own window computes the list of a given build and is the last word.
 */

export const downloads: EgressGroup = {
  cause: 'downloads',
  keys: ['coworkTabEnabled', 'isClaudeCodeForDesktopEnabled'],
  find(settings, found) {
    const cowork = flagOf(settings, 'coworkTabEnabled') !== false;
    const code = flagOf(settings, 'isClaudeCodeForDesktopEnabled') !== false;
    const offline = 'Not needed where the app came from the offline installer, which holds both.';
    found.host('downloads.claude.ai', {
      key: cowork || !code ? 'coworkTabEnabled' : 'isClaudeCodeForDesktopEnabled',
      why: 'The virtual machine of Cowork and the Claude CLI are fetched at the start of a session; without them no session starts.',
      required: true,
      note:
        cowork || code
          ? offline
          : `${offline} The vendor lists it as always required; whether Chat alone needs it is not established.`,
    });
  },
};

export const updates: EgressGroup = {
  cause: 'updates',
  keys: ['disableAutoUpdates', 'updateViaUpdatesHost'],
  find(settings, found) {
    if (flagOf(settings, 'disableAutoUpdates') === true) return;
    const required = false;
    if (flagOf(settings, 'updateViaUpdatesHost') === true)
      found.host('releases.claude.com', {
        key: 'updateViaUpdatesHost',
        why: 'The app asks here for new versions.',
        required,
        note: 'Releases before 1.26832.0 ask api.anthropic.com.',
      });
    else {
      const key = 'disableAutoUpdates';
      found.host('api.anthropic.com', { key, why: 'The app asks here for new versions.', required });
      found.host('claude.ai', {
        key,
        why: 'The vendor lists it as a second host of the update feed.',
        required,
        note: 'What it is asked for is not established.',
      });
    }
    found.host('downloads.claude.ai', {
      key: 'disableAutoUpdates',
      why: 'New versions are downloaded from here.',
      required,
      note: 'While it is closed, devices stay on the version they have.',
    });
  },
};

/** Regional intakes of Datadog, as the vendor lists them. */
const DATADOG = [
  'datadoghq.com',
  'us3-datadoghq.com',
  'us5-datadoghq.com',
  'ap1-datadoghq.com',
  'ap2-datadoghq.com',
  'datadoghq.eu',
  'ddog-gov.com',
] as const;

export const telemetry: EgressGroup = {
  cause: 'telemetry',
  keys: [
    'disableEssentialTelemetry',
    'disableNonessentialTelemetry',
    'inferenceProvider',
    'inferenceGatewayAuthScheme',
  ],
  find(settings, found) {
    if (flagOf(settings, 'disableEssentialTelemetry') !== true) {
      const facts = {
        key: 'disableEssentialTelemetry',
        why: 'Crash reports go here; they hold no conversation.',
        required: false,
      };
      found.host('sentry.io', facts);
      found.host('*.sentry.io', facts);
      found.host('*.ingest.us.sentry.io', {
        ...facts,
        note: 'For firewalls whose wildcard covers one label only.',
      });
      found.host('claude.ai', {
        ...facts,
        note: 'Since 2.7032.0, whichever host updates come from.',
      });
      for (const region of DATADOG)
        found.host(`browser-intake-${region}`, {
          ...facts,
          why: 'Performance timings go here; they hold no conversation.',
          note: 'Which of the regional hosts a device uses, no configuration says.',
        });
    }
    if (flagOf(settings, 'disableNonessentialTelemetry') !== true) {
      const key = 'disableNonessentialTelemetry';
      const required = false;
      found.host('claude.ai', {
        key,
        why: 'Product analytics go here.',
        required,
        note: 'Releases before 2.110.0 use a-cdn.anthropic.com and a-api.anthropic.com as well.',
      });
      const gatewayKey =
        textOf(settings, 'inferenceProvider') === 'gateway' &&
        textOf(settings, 'inferenceGatewayAuthScheme') === 'x-api-key';
      found.host('api.anthropic.com', {
        key,
        why: 'Usage telemetry of Claude Code goes here, from inside the sandbox.',
        required,
        ...(gatewayKey && { note: 'With inferenceGatewayAuthScheme "x-api-key" it stops since 2.9939.2.' }),
      });
    }
  },
};

export const previews: EgressGroup = {
  cause: 'previews',
  keys: ['disableNonessentialServices', 'userContentRendererUrl'],
  find(settings, found) {
    if (flagOf(settings, 'disableNonessentialServices') === true) return;
    const key = 'disableNonessentialServices';
    const required = false;
    const renderer = 'userContentRendererUrl';
    const frame = 'Previews of artifacts and files run in a frame from here.';
    if (has(settings, renderer)) found.url(settings[renderer], { key: renderer, why: frame, required: true });
    else found.host('www.claudeusercontent.com', { key, why: frame, required });
    for (const host of ['cdnjs.cloudflare.com', 'cdn.jsdelivr.net', 'fonts.googleapis.com'])
      found.host(host, { key, why: 'Previews load scripts and fonts from here.', required });
    found.host('*.claudemcpcontent.com', {
      key,
      why: 'Each widget of an MCP App runs in a frame on a subdomain of its own.',
      required,
      note: 'The names are generated, so only the wildcard will do.',
    });
    found.host('assets.claude.ai', { key, why: 'Widgets of MCP Apps load fonts from here.', required });
  },
};

export const services: EgressGroup = {
  cause: 'services',
  keys: ['disableNonessentialServices'],
  find(settings, found) {
    if (flagOf(settings, 'disableNonessentialServices') === true) return;
    const key = 'disableNonessentialServices';
    const required = false;
    for (const host of ['www.google.com', '*.gstatic.com'])
      found.host(host, { key, why: 'Icons of connectors are fetched here.', required });
    for (const host of ['redirector.gvt1.com', '*.gvt1.com'])
      found.host(host, {
        key,
        why: 'On Linux, dictionaries for spell checking come from here.',
        required,
        note: 'Linux only, since 2.19675.0.',
      });
  },
};

export const modelCatalog: EgressGroup = {
  cause: 'catalog',
  keys: ['modelCatalogEnabled', 'modelCatalogUrl'],
  find(settings, found) {
    if (flagOf(settings, 'modelCatalogEnabled') === false) return;
    const why =
      'Names and effort levels in the model picker are fetched here, at launch and every few minutes.';
    const note = 'Since 2.110.0; without it the app uses the copy that it came with.';
    if (has(settings, 'modelCatalogUrl'))
      found.url(settings.modelCatalogUrl, { key: 'modelCatalogUrl', why, required: false, note });
    else found.host('downloads.claude.ai', { key: 'modelCatalogEnabled', why, required: false, note });
  },
};

export const imports: EgressGroup = {
  cause: 'import',
  keys: ['claudeAiImport'],
  find(settings, found) {
    if (membersOf(settings.claudeAiImport)?.enabled !== true) return;
    for (const host of ['claude.ai', 'api.anthropic.com', 'storage.googleapis.com'])
      found.host(host, {
        key: 'claudeAiImport.enabled',
        why: 'Users import their data from claude.ai through these hosts.',
        required: true,
      });
  },
};

export const webfetch: EgressGroup = {
  cause: 'webfetch',
  keys: ['skipWebFetchPreflight', 'isClaudeCodeForDesktopEnabled', 'disabledBuiltinTools'],
  find(settings, found) {
    if (flagOf(settings, 'skipWebFetchPreflight') === true) return;
    if (flagOf(settings, 'isClaudeCodeForDesktopEnabled') === false) return;
    if (textsOf(settings, 'disabledBuiltinTools').includes('WebFetch')) return;
    found.host('api.anthropic.com', {
      key: 'skipWebFetchPreflight',
      why: 'Code sessions ask here whether a domain is safe before they fetch a page.',
      required: false,
    });
  },
};

export const browser: EgressGroup = {
  cause: 'browser',
  keys: [
    'builtinBrowserEnabled',
    'builtinBrowserDefaultDomainPolicy',
    'builtinBrowserAllowedDomains',
    'builtinBrowserBlockedDomains',
    'claudeInChromeEnabled',
  ],
  find(settings, found) {
    if (flagOf(settings, 'claudeInChromeEnabled') === true)
      found.host('bridge.claudeusercontent.com', {
        key: 'claudeInChromeEnabled',
        why: 'App and browser extension meet here.',
        required: false,
        note: 'Claude Code’s network page names it; for third-party inference it is not established.',
      });
    if (flagOf(settings, 'builtinBrowserEnabled') !== true) return;
    found.host('releases.claude.com', {
      key: 'builtinBrowserEnabled',
      why: 'The safety of a site is checked with what is fetched here.',
      required: true,
    });
    if (settings.builtinBrowserDefaultDomainPolicy !== 'block') {
      found.remark(
        'builtinBrowserDefaultDomainPolicy',
        'The built-in browser may open any site but those blocked: what people browse is not listed here.',
      );
      return;
    }
    for (const [index, domain] of listOf(settings, 'builtinBrowserAllowedDomains').entries()) {
      if (typeof domain !== 'string' || domain === '*' || !/^[\w*.-]+$/.test(domain)) continue;
      const facts = {
        key: `builtinBrowserAllowedDomains[${index}]`,
        why: 'The built-in browser may open this site.',
        required: false,
        note: 'Pages load further hosts.',
      };
      found.host(domain, facts);
      if (!domain.startsWith('*.') && !domain.startsWith('www.')) found.host(`www.${domain}`, facts);
    }
  },
};
