import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

/*
 * A headless Chromium, driven over its pipe in the DevTools protocol, for pages of this machine. No library is needed
 * for as little as this. https://chromedevtools.github.io/devtools-protocol/
 */

/** The browser on this machine; `BROWSER_PROGRAM` names another. Undefined where there is none. */
export function findBrowser(): string | undefined {
  const names = [
    process.env.BROWSER_PROGRAM,
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
  ];
  return names.find((name) => name !== undefined && spawnSync(name, ['--version']).status === 0);
}

type Reply = Readonly<Record<string, unknown>>;
interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Reply;
  readonly result?: Reply;
  readonly error?: { readonly message: string };
}

/** One page, and what it did: everything asked of the network, everything said on the console. */
export interface Page {
  send(method: string, params?: object): Promise<Reply>;
  /** The value of an expression in the page. */
  evaluate<T>(expression: string): Promise<T>;
  /** Loads an address and waits until it is there. */
  open(url: string): Promise<void>;
  /** Presses and releases a key. */
  press(key: string, code: number): Promise<void>;
  readonly requests: readonly string[];
  readonly said: readonly string[];
}

/** A running browser. */
export interface Browser {
  page(): Promise<Page>;
  close(): Promise<void>;
}

export function startBrowser(program: string): Browser {
  const profile = mkdtempSync(path.join(tmpdir(), 'cowork-3p-browser-'));
  const child: ChildProcess = spawn(
    program,
    [
      '--headless=new',
      '--remote-debugging-pipe',
      // As root, in a container, without a graphics card.
      ...['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars'],
      ...[
        '--no-first-run',
        '--disable-extensions',
        '--disable-background-networking',
        '--force-color-profile=srgb',
      ],
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const input = child.stdio[3] as Writable;
  const output = child.stdio[4] as Readable;
  const waiting = new Map<number, { resolve: (value: Reply) => void; reject: (error: Error) => void }>();
  const listeners: ((message: Message) => void)[] = [];
  let held = '';
  let last = 0;
  output.setEncoding('utf8');
  output.on('data', (chunk: string) => {
    const parts = (held + chunk).split('\0');
    held = parts.pop() ?? '';
    for (const part of parts) {
      const message = JSON.parse(part) as Message;
      const asked = message.id === undefined ? undefined : waiting.get(message.id);
      if (asked === undefined) for (const listener of listeners) listener(message);
      else if (message.error === undefined) asked.resolve(message.result ?? {});
      else asked.reject(new Error(message.error.message));
      if (message.id !== undefined) waiting.delete(message.id);
    }
  });
  const send = (method: string, params: object = {}, sessionId?: string): Promise<Reply> =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      input.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
    });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    async page() {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      return pageOf(String(sessionId), send, (listener) => listeners.push(listener));
    },
    async close() {
      await send('Browser.close').catch(() => undefined);
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(timer);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function pageOf(
  session: string,
  sendTo: (method: string, params: object, sessionId: string) => Promise<Reply>,
  listen: (listener: (message: Message) => void) => void,
): Promise<Page> {
  const requests: string[] = [];
  const asked = new Map<unknown, string>();
  const said: string[] = [];
  let loaded: (() => void) | undefined;
  listen(({ sessionId, method, params = {} }) => {
    if (sessionId !== session) return;
    if (method === 'Network.requestWillBeSent') {
      const { url } = params.request as { url: string };
      asked.set(params.requestId, url);
      requests.push(url);
    }
    // Told of, and never sent.
    if (method === 'Network.loadingFailed' && params.blockedReason === 'csp')
      requests.splice(requests.indexOf(asked.get(params.requestId) ?? ''), 1);
    if (method === 'Log.entryAdded') said.push((params.entry as { text: string }).text);
    if (method === 'Runtime.consoleAPICalled' || method === 'Runtime.exceptionThrown')
      said.push(JSON.stringify(params));
    if (method === 'Page.loadEventFired') loaded?.();
  });
  const send = (method: string, params: object = {}): Promise<Reply> => sendTo(method, params, session);
  for (const domain of ['Page', 'Network', 'Log', 'Runtime', 'Accessibility']) await send(`${domain}.enable`);
  return {
    send,
    requests,
    said,
    async evaluate<T>(expression: string) {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression,
        returnByValue: true,
        awaitPromise: true,
        userGesture: true,
      });
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { value: T }).value;
    },
    async open(url) {
      const there = new Promise<void>((resolve) => (loaded = resolve));
      await send('Page.navigate', { url });
      await there;
    },
    async press(key, code) {
      const which = { key, code: key, windowsVirtualKeyCode: code };
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...which });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...which });
    },
  };
}
