import { flagOf, has, listOf, textOf } from '../read.ts';
import type { EgressGroup } from '../types.ts';
import { oidcHosts } from './sign-in.ts';

/** Where the configuration itself comes from. */
export const bootstrap: EgressGroup = {
  cause: 'bootstrap',
  keys: ['bootstrapUrl', 'bootstrapEnabled', 'bootstrapOidc'],
  find(settings, found) {
    if (!has(settings, 'bootstrapUrl') || flagOf(settings, 'bootstrapEnabled') === false) return;
    found.url(settings.bootstrapUrl, {
      key: 'bootstrapUrl',
      why: 'Each user’s configuration is fetched here.',
      required: true,
      note: 'Redirects are not followed.',
    });
    if (has(settings, 'bootstrapOidc')) oidcHosts(settings, 'bootstrapOidc', found);
    found.remark(
      'bootstrapUrl',
      'What the bootstrap server delivers takes the place of this configuration as a whole: list the hosts of that, too (--bootstrap fetches it).',
    );
  },
};

/** The proxy: with one, the device needs the proxy, and the proxy needs the list. */
export const proxy: EgressGroup = {
  cause: 'proxy',
  keys: ['egressProxyUrl', 'egressProxyPacUrl'],
  find(settings, found) {
    const pac = 'egressProxyPacUrl';
    const url = 'egressProxyUrl';
    if (has(settings, pac)) {
      found.url(settings[pac], {
        key: pac,
        why: 'The PAC script is downloaded from here.',
        required: true,
        note: 'Where it cannot be downloaded, the app connects directly.',
      });
      found.remark(
        pac,
        'The PAC script decides the proxy for each request; the proxies it names are not listed here.',
      );
    } else if (has(settings, url)) {
      found.url(settings[url], {
        key: url,
        why: 'App and agent connect through this proxy.',
        required: true,
      });
      found.remark(
        url,
        'Open the way from the device to the proxy, and from the proxy to the other hosts; nothing connects directly.',
      );
    }
  },
};

/** SSH remote sessions. The same list grants and limits them. */
export const ssh: EgressGroup = {
  cause: 'ssh',
  keys: ['sshHostAllowlist'],
  find(settings, found) {
    for (const [index, entry] of listOf(settings, 'sshHostAllowlist').entries()) {
      if (typeof entry !== 'string' || !/^[^\s/]+$/.test(entry)) continue;
      const key = `sshHostAllowlist[${index}]`;
      const host = entry.replace(/^.*@/, '').replace(/^\[(.*)\]$/, '$1');
      const facts = {
        key,
        why: 'Code sessions may run on this host over SSH.',
        required: false,
        note: 'The list limits no port; 22 is the usual one.',
      };
      found.host(host, facts, { port: 22, protocol: 'ssh' });
      // Unlike elsewhere, *.example.com covers example.com itself here.
      if (host.startsWith('*.')) found.host(host.slice(2), facts, { port: 22, protocol: 'ssh' });
    }
  },
};

/** Keys of which little but the name is known, where they hold an address. */
export const other: EgressGroup = {
  cause: 'other',
  keys: ['selfHostedUrl'],
  find(settings, found) {
    for (const key of ['selfHostedUrl'])
      if (textOf(settings, key) !== undefined)
        found.url(settings[key], {
          key,
          why: 'The setting holds an address.',
          required: false,
          note: 'Only the name of this key is known; whether and when it is connected to is not established.',
        });
  },
};
