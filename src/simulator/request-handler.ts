import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../base/clock.ts';
import { type Answer, missingKey, tooManyRequests, unknownKey } from './answer.ts';
import { createDelivery } from './delivery.ts';
import type { Exchange, SimulatedMarket } from './exchange.ts';
import { type FaultName, faults } from './faults.ts';
import { type Profile, rateOf } from './profiles.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import { answerOf } from './routes.ts';

/** The account and the fault at work; changed while the server runs. */
export interface ServerState {
  profile: Profile;
  faultName: FaultName | null;
  /** Requests since the fault was set, the one at hand included. */
  sinceFault: number;
}

/** What requests are answered with. */
export interface RequestHandlerOptions {
  clock: Clock;
  seed: number;
  simulated: SimulatedMarket;
  apiKeys: readonly string[] | undefined;
  hasRateLimit: boolean;
  log: ((line: string) => void) | undefined;
  /** Breaks off what is being delivered. */
  closing: AbortSignal;
}

/**
 * Answers requests: key and rate limit first, then the endpoint, each bent by the fault at work.
 * @returns a function that rejects only on a fault of the simulator itself
 */
export function createRequestHandler(
  { clock, seed, simulated, apiKeys, hasRateLimit, log, closing }: RequestHandlerOptions,
  state: ServerState,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const limits = new Map<string, RateLimit>();

  function activeFault() {
    const fault = state.faultName === null ? null : faults[state.faultName];
    return fault && state.sinceFault > (fault.startsAfter ?? 0) ? fault : null;
  }

  /** `null`, or why the request is not answered. */
  function refusalOf(exchange: Exchange, key: string): Answer | null {
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

  function answerWith(fault: ReturnType<typeof activeFault>, exchange: Exchange, now: number): Answer {
    fault?.apply.rewrite?.(exchange);
    const answer = fault?.apply.replace?.({ ...exchange, now }) ?? answerOf(exchange);
    return fault?.apply.alter?.(answer, { ...exchange, now }) ?? answer;
  }

  return async (request, response) => {
    const startedAt = clock.monotonic();
    const { now, url, key } = read(request, clock);
    const fault = activeFault();
    const requestId = createHash('md5').update(`${seed} ${now} ${url.pathname}${url.search}`).digest('hex');
    const exchange: Exchange = {
      simulated,
      origin: `http://${request.headers.host}`,
      path: url.pathname,
      query: url.searchParams,
      ...{ now, profile: state.profile, requestId },
      faultyRequest: fault ? state.sinceFault - (fault.startsAfter ?? 0) : 0,
    };
    const refused =
      request.method === 'GET' ? refusalOf(exchange, key) : { status: 405, text: 'method not allowed\n' };
    const answer = refused ?? answerWith(fault, exchange, now);
    const acceptsGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    const delivery = createDelivery({
      ...{ response, answer, requestId: exchange.requestId, now, clock, acceptsGzip, signal: closing },
    });
    const tookMs = Math.round(clock.monotonic() - startedAt);
    log?.(`${request.method} ${url.pathname}${url.search} ${answer.status} ${tookMs} ms`);
    if (fault?.apply.deliver && !refused) await fault.apply.deliver(delivery);
    else delivery.send();
  };
}

/** The request's address with the key taken out of it. */
function read(request: IncomingMessage, clock: Clock) {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const bearer = /^Bearer +(.*)$/i.exec(request.headers.authorization ?? '')?.[1]?.trim();
  const key = bearer || (url.searchParams.get('apiKey') ?? '');
  url.searchParams.delete('apiKey');
  return { now: clock.now(), url, key };
}
