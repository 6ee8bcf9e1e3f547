import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../base/clock.ts';
import { messageOf, SpyglassError } from '../base/errors.ts';
import { http } from '../base/node-http.ts';
import { type Calendar, createCalendar } from '../market/calendar/calendar.ts';
import { createChainModel } from './options/chain-model.ts';
import type { SimulatedMarket } from './exchange.ts';
import { type FaultName, faults } from './faults.ts';
import { createMarketModel } from './market/market-model.ts';
import type { Profile } from './profiles.ts';
import { createRequestHandler, type ServerState } from './request-handler.ts';

/**
 * Idle connections stay open this long, as behind the vendor's load balancer. Node's five seconds would also cut
 * requests that arrive while a busy test process was away from its event loop: timers run before sockets.
 */
const keepAliveMs = 75_000;

/** What to simulate, and for whom. */
export interface SimulatorOptions {
  /** The simulated market's time. Slow faults wait real time, as far as the clock knows it (`ms * speed`). */
  clock: Clock;
  /** The same seed is the same market for ever. */
  seed?: number;
  /** The account's plan; `advanced` by default. */
  profile?: Profile;
  /** 0, the default, takes any free port. */
  port?: number;
  /** Takes one line for each request: method, path and query without key, status, milliseconds. */
  log?: (line: string) => void;
  /** Keys that are known; by default any that is not empty. */
  apiKeys?: readonly string[];
  /** Fault at work from the start. */
  fault?: FaultName | null;
  /** `false` lifts the plan's rate limit, for tests that ask a lot while their clock stands still. */
  hasRateLimit?: boolean;
  /** The exchange's days, where they differ from the rules. */
  calendar?: Calendar;
  /** A market that several servers share, instead of one made of seed and calendar: its days are made once. */
  market?: SimulatedMarket;
}

/** A running simulator. */
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
  const simulated = options.market ?? createSimulatedMarket(seed, options.calendar ?? createCalendar());
  const closing = new AbortController();
  let received = 0;
  const state: ServerState = {
    ...{ profile: options.profile ?? 'advanced', faultName: options.fault ?? null, sinceFault: 0 },
  };
  const handle = createRequestHandler(
    { clock, seed, simulated, apiKeys, hasRateLimit, log, closing: closing.signal },
    state,
  );

  const server = http.createServer((request, response) => {
    received++;
    state.sinceFault++;
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
      return (state.faultName && faults[state.faultName].baseUrl?.(port)) ?? url;
    },
    requests: () => received,
    setProfile(name) {
      state.profile = name;
    },
    setFault(name) {
      state.faultName = name;
      state.sinceFault = 0;
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

/** The market of a seed, without a server: for its prices alone. */
export function createSimulatedMarket(seed: number, calendar: Calendar): SimulatedMarket {
  const market = createMarketModel({ seed, calendar });
  return { calendar, market, chains: createChainModel({ model: market, seed }) };
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
