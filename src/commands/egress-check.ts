import { reach, type Checked, type EgressHost, type HostCheck } from '../egress/index.ts';
import { UserError } from '../errors.ts';
import { proxyFor } from '../net/proxy.ts';
import type { Io } from '../io/io.ts';

interface CheckHostsOptions {
  readonly io: Io;
  readonly timeoutMs: number;
  /** PEM bundles to trust beside the usual roots. */
  readonly ca: readonly string[];
}

const AT_ONCE = 8;

/** Tries each host once, several at a time, until done or cancelled. */
export async function checkHosts(
  hosts: readonly EgressHost[],
  settings: Readonly<Record<string, unknown>>,
  { io, timeoutMs, ca }: CheckHostsOptions,
): Promise<Checked> {
  const checks = new Map<string, HostCheck>();
  const queue: { readonly host: EgressHost; readonly proxy: URL | undefined }[] = [];
  const queued = new Set<string>();
  for (const host of hosts) {
    if (host.wildcard)
      checks.set(idOf(host), { status: 'untried', detail: 'a wildcard names no host to try' });
    else if (!queued.has(idOf(host))) queue.push({ host, proxy: routeTo(host, settings, io) });
    queued.add(idOf(host));
  }
  const total = queue.length;
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      io.signal.throwIfAborted();
      const { host, proxy } = next;
      const { ok, ...rest } = await reach({ ...host, proxy, ca, timeoutMs, signal: io.signal });
      checks.set(idOf(host), { status: ok ? 'reached' : 'failed', ...rest });
      done += 1;
      if (io.stderr.isTTY) io.stderr.write(`\r${String(done)}/${String(total)} hosts tried `);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, total) }, worker));
    io.signal.throwIfAborted();
  } finally {
    if (io.stderr.isTTY) io.stderr.write('\r\u001b[K');
  }
  const number = (status: HostCheck['status']): number =>
    [...checks.values()].filter((check) => check.status === status).length;
  return {
    of: (host) => checks.get(idOf(host)),
    failed: hosts.filter((host) => checks.get(idOf(host))?.status === 'failed'),
    reached: number('reached'),
    untried: number('untried'),
  };
}

function idOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host}:${String(port)}`;
}

/**
 * The proxy a host is tried through: the one of the configuration, which the app uses for everything, else
 * that of the environment. A PAC script is not run; then, too, the environment decides.
 */
function routeTo(
  { host, port, protocol, cause }: EgressHost,
  settings: Readonly<Record<string, unknown>>,
  io: Io,
): URL | undefined {
  if (cause === 'proxy' || protocol === 'ssh') return undefined;
  const { egressProxyUrl, egressProxyPacUrl } = settings;
  const configured =
    egressProxyPacUrl === undefined && typeof egressProxyUrl === 'string' ? { proxy: egressProxyUrl } : {};
  const proxy = proxyFor(new URL(`${protocol}://${host}:${String(port)}`), { env: io.env, ...configured });
  if (typeof proxy === 'string') throw new UserError(`${proxy}.`);
  return proxy;
}
