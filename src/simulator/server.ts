import { createHash } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../base/clock.ts';
import { messageOf, SpyglassError } from '../base/errors.ts';
import { http } from '../base/node-http.ts';
import { type Calendar, createCalendar } from '../market/calendar/calendar.ts';
import { type Answer, missingKey, tooManyRequests, unknownKey } from './answer.ts';
import { createChainModel } from './options/chain-model.ts';
import { createDelivery } from './delivery.ts';
import type { Exchange, World } from './exchange.ts';
import { type FaultName, faults } from './faults.ts';
import { createMarketModel } from './market/market-model.ts';
import { type Profile, rateOf } from './profiles.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import { answerOf } from './routes.ts';

/**
 * Idle connections stay open this long, as behind the vendor's load balancer. Node's five seconds would also cut
 * requests that arrive while a busy test process was away from its event loop: timers run before sockets.
 */
const keepAliveMs = 75_000;

export interface SimulatorOptions {
  /** The simulated world's time. Slow faults wait real time, as far as the clock knows it (`ms * speed`). */
  clock: Clock;
  /** The same seed is the same world for ever. */
  seed?: number;
  /** The account's plan; `advanced` by default. */
  profile?: Profile;
  /** 0, the default, takes any free port. */
  port?: number;
  /** Told one line for each request: method, path and query without key, status, milliseconds. */
  log?: (line: string) => void;
  /** Keys that are known; by default any that is not empty. */
  apiKeys?: readonly string[];
  /** Fault at work from the start. */
  fault?: FaultName | null;
  /** `false` lifts the plan's rate limit, for tests that ask a lot while their clock stands still. */
  hasRateLimit?: boolean;
  /** The exchange's days, where they differ from the rules. */
  calendar?: Calendar;
  /** A world that several servers share, instead of one made of seed and calendar: its days are made once. */
  world?: World;
}

export interface Simulator {
  /** Base URL on the loopback interface, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Where a client must go to meet the fault at work: another address than `url` for a few of them. */
  readonly baseUrl: string;
  /** Requests received so far, whatever became of them. */
  requests(): number;
  setProfile(profile: Profile): void;
  /** Takes effect with the next request, and counts requests from there; `null` behaves well again. */
  setFault(name: FaultName | null): void;
  /** Breaks off what is under way and frees the port. */
  close(): Promise<void>;
}

/**
 * A server that speaks the API's shapes over a simulated market, on the loopback interface only. Throws
 * `SpyglassError` (`upstream_unreachable`) if the port is taken.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { clock, seed = 1, log, apiKeys, hasRateLimit = true } = options;
  const world = options.world ?? createWorld(seed, options.calendar ?? createCalendar());
  const closing = new AbortController();
  const limits = new Map<string, RateLimit>();
  let { profile = 'advanced', fault: faultName = null } = options;
  let received = 0;
  let sinceFault = 0;

  function activeFault() {
    const fault = faultName === null ? null : faults[faultName];
    return fault && sinceFault > (fault.startsAfter ?? 0) ? fault : null;
  }

  function admit(exchange: Exchange, key: string): Answer | null {
    if (key === '') return missingKey(exchange.requestId);
    if (apiKeys && !apiKeys.includes(key)) return unknownKey(exchange.requestId);
    if (!hasRateLimit) return null;
    let limit = limits.get(key);
    if (!limit) {
      limit = createRateLimit();
      limits.set(key, limit);
    }
    return limit.take(exchange.now, rateOf(exchange.profile)) ? null : tooManyRequests(exchange.requestId);
  }

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const startedAt = clock.monotonic();
    const { now, url, key } = read(request, clock);
    const fault = activeFault();
    const exchange: Exchange = {
      world,
      origin: `http://${request.headers.host}`,
      path: url.pathname,
      query: url.searchParams,
      now,
      profile,
      requestId: createHash('md5').update(`${seed} ${now} ${url.pathname}${url.search}`).digest('hex'),
      faultyRequest: fault ? sinceFault - (fault.startsAfter ?? 0) : 0,
    };
    const refused =
      request.method === 'GET' ? admit(exchange, key) : { status: 405, text: 'method not allowed\n' };
    let answer: Answer;
    if (refused) {
      answer = refused;
    } else {
      fault?.apply.rewrite?.(exchange);
      answer = fault?.apply.replace?.({ ...exchange, now }) ?? answerOf(exchange);
      answer = fault?.apply.alter?.(answer, { ...exchange, now }) ?? answer;
    }
    const acceptsGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    const { requestId } = exchange;
    const delivery = createDelivery({
      response,
      answer,
      requestId,
      now,
      clock,
      acceptsGzip,
      signal: closing.signal,
    });
    log?.(
      `${request.method} ${url.pathname}${url.search} ${answer.status} ${Math.round(clock.monotonic() - startedAt)} ms`,
    );
    if (fault?.apply.deliver && !refused) await fault.apply.deliver(delivery);
    else delivery.send();
  }

  const server = http.createServer((request, response) => {
    received++;
    sinceFault++;
    handle(request, response).catch((error: unknown) => {
      log?.(`${request.method} ${pathOf(request)} failed: ${messageOf(error)}`);
      if (!response.headersSent) response.writeHead(500);
      response.end(`the simulator failed: ${messageOf(error)}`);
    });
  });
  server.keepAliveTimeout = keepAliveMs;
  const port = await listen(server, options.port ?? 0);
  const url = `http://127.0.0.1:${port}`;
  let closed: Promise<void> | null = null;

  return {
    url,
    port,
    get baseUrl() {
      return (faultName && faults[faultName].baseUrl?.(port)) ?? url;
    },
    requests: () => received,
    setProfile(name) {
      profile = name;
    },
    setFault(name) {
      faultName = name;
      sinceFault = 0;
    },
    close() {
      closed ??= new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closed;
    },
  };
}

/** The world of a seed; without a server, for whoever wants its prices only. */
export function createWorld(seed: number, calendar: Calendar): World {
  const market = createMarketModel({ seed, calendar });
  return { calendar, market, chains: createChainModel({ model: market, seed }) };
}

/** The request's address with the key taken out of it. */
function read(request: IncomingMessage, clock: Clock) {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const bearer = /^Bearer +(.*)$/i.exec(request.headers.authorization ?? '')?.[1]?.trim();
  const key = bearer || (url.searchParams.get('apiKey') ?? '');
  url.searchParams.delete('apiKey');
  return { now: clock.now(), url, key };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0]!;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const message = `The simulated market cannot listen on port ${port}: ${messageOf(error)}`;
      reject(
        new SpyglassError('upstream_unreachable', message, { cause: error, hint: 'Choose another port.' }),
      );
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
