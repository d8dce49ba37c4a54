import { setMaxListeners } from 'node:events';
import { parseJson } from '../text/json.ts';
import { fail, ok, type Outcome } from '../errors.ts';
import { clearTextProblem } from '../net/clear-text.ts';
import { limitsOf, startDeadline, TIMEOUTS } from '../net/deadline.ts';
import { failure, proxyStatusFailure, type FailureContext } from '../net/failure.ts';
import { toFailure } from '../net/thrown-failure.ts';
import { boundResolver } from '../net/resolver.ts';
import type { Failure, Use } from '../net/types.ts';
import { callable, hostPort, isAbsolute, joinUrl, trimBase } from '../net/url.ts';
import type { GatewayAnswer } from '../protocol/answer.ts';
import type { SseEvent } from '../protocol/sse-event.ts';
import { sseParser } from '../protocol/sse.ts';
import { bytesOf } from './request-body.ts';
import { decode, endedFailure, head, isStop, readBody, type Opened } from './answer-body.ts';
import { carriesSecret, holdsOne, secretsOf } from './client-secrets.ts';
import type { Taken } from './connection.ts';
import { pickFetch, watched, Ways } from './dispatcher.ts';
import { HeaderProblem, requestHeaders } from './headers.ts';
import { askLeniently, isLooseSyntax } from './lenient.ts';
import { leaveOutZstd, letGo, PackedBody } from './packed-body.ts';
import type { ClientOptions, GatewayClient, GatewayRequest, StreamAnswer } from './types.ts';
import { unreadable } from './unreadable.ts';
import { validityOf } from './validity.ts';

/* The one way to a gateway: requests in, answers or failures as values out, each phase bounded. */

const MB = 1024 * 1024;
const MAX_BODY = MB;
const MAX_STREAM = 8 * MB;
const MAX_EVENTS = 10_000;
/** How long we listen on after message_stop: what comes then is worth a warning, but the socket may stay open for good. */
const LINGER_MS = 150;

/** The connection that a failed request took. */
interface Trace {
  use?: Use | undefined;
}

/** A client for one gateway. Loads undici at its first request. */
export function createClient(options: ClientOptions): GatewayClient {
  const baseUrl = trimBase(options.baseUrl);
  const closing = new AbortController();
  // Each request under way listens; Node would take more than ten for a leak and say so.
  setMaxListeners(0, closing.signal);
  const ways = new Ways(options.route);
  const { connect, total } = { ...TIMEOUTS, ...options.timeouts };
  boundResolver(Math.min(connect, total));
  let unpacksZstd = true;
  /** The answers break the syntax of HTTP in a way that the engine takes. */
  let loose = false;

  async function open(request: GatewayRequest, trace: Trace = {}): Promise<Outcome<Opened, Failure>> {
    const begun = performance.now();
    const since = (): number => performance.now() - begun;
    const absolute = isAbsolute(request.path);
    const url = callable(
      absolute ? request.path : baseUrl.trim() === '' ? '' : joinUrl(baseUrl, request.path),
    );
    if (typeof url === 'string')
      return fail(failure({ kind: 'url', message: url }, { target: '', ms: since() }));
    const target = hostPort(url);

    let headers: Record<string, string>;
    const body = bytesOf(request);
    try {
      headers = requestHeaders(request, options, body !== undefined, absolute);
      if (!unpacksZstd) leaveOutZstd(headers);
    } catch (error) {
      if (!(error instanceof HeaderProblem)) throw error;
      return fail(
        failure(
          { kind: 'protocol', code: 'INVALID_HEADER', message: error.message },
          { target, ms: since() },
        ),
      );
    }

    const limits = limitsOf(options.timeouts, request.timeouts);
    const deadline = startDeadline(limits, [closing.signal, options.signal, request.signal]);
    let proxy: string | undefined;
    // Set from inside fetch, which the compiler does not see in a plain variable.
    const seen = { dialled: false, taken: undefined as Taken | undefined, status: 0, body: new PackedBody() };
    try {
      const way = await ways.to(url);
      if ('kind' in way) {
        deadline.stop();
        return fail(failure(way, { target, ms: since() }));
      }
      proxy = way.proxy;
      const problem =
        carriesSecret(request, options, absolute) || holdsOne(url, options.moreSecrets)
          ? clearTextProblem(url, way.proxyUrl)
          : undefined;
      if (problem !== undefined) {
        deadline.stop();
        return fail(failure({ kind: 'url', code: 'CLEAR_TEXT', message: problem }, { target, ms: since() }));
      }
      deadline.enter('first-byte');
      const { secureContext } = way;
      const { method } = request;
      const { signal } = deadline;
      const lenient = (): Promise<Response> =>
        deadline.race(askLeniently({ url, method, headers, body, secureContext, signal }));
      const strict = (): Promise<Response> =>
        deadline.race(
          pickFetch(way.undici)(url.href, {
            method,
            headers,
            redirect: 'manual',
            signal,
            ...(body === undefined ? {} : { body }),
            dispatcher: watched(way.dispatcher, deadline, seen),
          } as RequestInit),
        );
      // With a proxy the syntax of HTTP is the proxy's.
      const mayBeLoose = (error: unknown): boolean =>
        proxy === undefined && seen.status === 0 && deadline.ended === undefined && isLooseSyntax(error);
      const twice = async (error: unknown): Promise<Response> => {
        if (!mayBeLoose(error)) throw error;
        const answer = await lenient().catch(() => {
          throw error;
        });
        loose = true;
        return answer;
      };
      const response = loose && proxy === undefined ? await lenient() : await strict().catch(twice);
      const why = unreadable(response.headers, target);
      if (why !== undefined) {
        deadline.stop();
        letGo(response);
        return fail(failure({ kind: 'protocol', ...why }, { target, proxy, ms: since() }));
      }
      const coding = response.headers.get('content-encoding');
      if (headers['accept-encoding']?.includes('zstd') === true && coding?.trim().toLowerCase() === 'zstd') {
        // The engine unpacks it, fetch of Node 20 does not: asked for once more, without it.
        unpacksZstd = false;
        deadline.stop();
        letGo(response);
        return await open(request);
      }
      deadline.enter('idle');
      return ok({
        response,
        url,
        begun,
        firstByteMs: since(),
        deadline,
        limits,
        proxy,
        packed: seen.body,
        loose,
        connection: seen.taken?.connection,
        use: seen.taken?.use,
      });
    } catch (error) {
      deadline.stop();
      trace.use = seen.taken?.use;
      const at: FailureContext = { target, proxy, ms: since() };
      if (deadline.ended !== undefined) return fail(endedFailure(deadline.ended, limits, at));
      if (seen.status === 407) return fail(proxyStatusFailure(at));
      const found = toFailure(error, at);
      const dated =
        seen.dialled && proxy === undefined && /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/.test(found.code ?? '');
      return fail(dated ? toFailure(error, { ...at, validity: await validityOf(url) }) : found);
    }
  }

  /** A connection that broke before the answer began may have been a stale one: once more, and only once. */
  async function openTwice(request: GatewayRequest): Promise<Outcome<Opened, Failure>> {
    const trace: Trace = {};
    const first = await open(request, trace);
    const cutInUse = (trace.use?.served ?? 0) > 0 ? trace.use : undefined;
    const again =
      !first.ok && first.failure.kind === 'reset' && (cutInUse !== undefined || request.retryCut !== 'stale');
    if (!again) return first;
    const second = await open(request);
    if (cutInUse !== undefined)
      return second.ok ? ok({ ...second.value, cutInUse }) : fail({ ...second.failure, cutInUse });
    // The engine has seen a cut there, whoever asks again.
    return second.ok ? ok({ ...second.value, isSecond: true }) : second;
  }

  return {
    baseUrl,
    secrets: secretsOf(options),

    async send(request) {
      const opened = await openTwice(request);
      if (!opened.ok) return opened;
      const { begun, firstByteMs } = opened.value;
      const limit = request.maxBytes ?? MAX_BODY;
      const chunks: Uint8Array[] = [];
      const end = await readBody(opened.value, limit, (chunk) => {
        chunks.push(chunk);
        return false;
      });
      if (end !== undefined) return fail(end);
      const text = decode(chunks);
      return ok({
        ...head(opened.value),
        text,
        ...(request.bytes === true ? { bytes: Buffer.concat(chunks) } : {}),
        json: parseJson(text),
        firstByteMs: Math.round(firstByteMs),
        ms: Math.round(performance.now() - begun),
      } satisfies GatewayAnswer);
    },

    async stream(request) {
      const opened = await openTwice(request);
      if (!opened.ok) return opened;
      const { begun, firstByteMs, deadline, url, proxy } = opened.value;
      const parser = sseParser();
      const chunks: Uint8Array[] = [];
      const events: SseEvent[] = [];
      const reads: { at: number; bytes: number }[] = [];
      let received = 0;
      let stoppedAt: number | undefined;
      let capped: Failure | undefined;
      let linger: NodeJS.Timeout | undefined;
      let overheard: (() => void) | undefined;
      const tail = { open: false };
      const silence = new Promise<void>((resolve) => {
        overheard = () => {
          tail.open = true;
          resolve();
        };
      });

      const broken = await readBody(
        opened.value,
        request.maxBytes ?? MAX_STREAM,
        (chunk) => {
          const at = Math.round(performance.now() - begun);
          received += chunk.length;
          chunks.push(chunk);
          reads.push({ at, bytes: chunk.length });
          for (const event of parser.push(chunk)) {
            if (events.length === MAX_EVENTS) {
              const where = { target: hostPort(url), proxy, ms: at, received };
              capped = failure(
                {
                  kind: 'too-large',
                  message: `The stream of ${where.target} has more than ${String(MAX_EVENTS)} events`,
                },
                where,
              );
              return true;
            }
            events.push({ ...event, at });
            if (stoppedAt === undefined && isStop(event)) {
              stoppedAt = at;
              // From here on only the end of the body is waited for, for as long as was asked.
              deadline.stop();
              linger = setTimeout(() => overheard?.(), request.lingerMs ?? LINGER_MS);
            }
          }
          return false;
        },
        silence,
      );
      clearTimeout(linger);
      deadline.stop();
      const isOpen = tail.open || broken?.kind === 'timeout';
      const tailMs = isOpen ? ('open' as const) : Math.round(performance.now() - begun) - (stoppedAt ?? 0);
      // What was not waited for tells nothing.
      const isTold = stoppedAt !== undefined && (!isOpen || request.lingerMs !== undefined);
      const why = capped ?? broken;
      const end =
        stoppedAt !== undefined
          ? 'stopped'
          : why === undefined
            ? 'ended'
            : why.kind === 'too-large'
              ? 'capped'
              : 'cut';
      const text = decode(chunks);
      return ok({
        ...head(opened.value),
        text,
        json: events.length > 0 ? undefined : parseJson(text),
        firstByteMs: Math.round(firstByteMs),
        ms: stoppedAt ?? Math.round(performance.now() - begun),
        events,
        reads,
        ...(isTold ? { tailMs } : {}),
        end,
        ...(why === undefined || end === 'stopped' ? {} : { failure: why }),
        ...(end === 'stopped' && broken?.kind === 'protocol' ? { brokenEnd: broken } : {}),
      } satisfies StreamAnswer);
    },

    async close() {
      closing.abort();
      await ways.close();
    },
  };
}
