import type { ExecutionContext } from 'ava';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/server.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';

/** A Monday with an ordinary session, whose Friday before is one too. */
export const monday = '2026-11-23';
export const tuesday = '2026-11-24';

/** Anything, as parsed JSON: the tests say what they expect of it. */
// biome-ignore lint/suspicious/noExplicitAny: answers of the simulator are read as a client without types would
export type Json = any;

export interface Answered {
  status: number;
  text: string;
  json: Json;
  headers: Headers;
}

export interface Rig {
  simulator: Simulator;
  clock: ManualClock;
  get(pathOrUrl: string, headers?: Record<string, string>): Promise<Answered>;
  /** Moves the clock to a time of a New York date. */
  at(date: string, time: string): void;
  /** Rows of every page, with the pages. */
  pages(path: string): Promise<Json[]>;
}

/** A simulator on a clock that stands still, closed when the test is over. */
export async function startRig(
  t: ExecutionContext,
  date: string,
  time: string,
  options: Partial<SimulatorOptions> = {},
): Promise<Rig> {
  const clock = manualClock(newYorkInstant(date, time));
  const simulator = await startSimulator({ clock, hasRateLimit: false, ...options });
  t.teardown(() => simulator.close());
  const get = async (
    pathOrUrl: string,
    headers: Record<string, string> = { authorization: 'Bearer a-key' },
  ) => {
    const url = pathOrUrl.startsWith('/') ? simulator.url + pathOrUrl : pathOrUrl;
    const response = await fetch(url, { headers, redirect: 'manual' });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') && text !== '';
    return {
      status: response.status,
      text,
      json: isJson ? JSON.parse(text) : undefined,
      headers: response.headers,
    };
  };
  return {
    simulator,
    clock,
    get,
    at: (onDate, onTime) => clock.set(newYorkInstant(onDate, onTime)),
    async pages(path) {
      const pages: Json[] = [];
      for (let url: string | undefined = path; url; url = pages.at(-1).next_url)
        pages.push((await get(url)).json);
      return pages;
    },
  };
}

export const stockSnapshot = '/v2/snapshot/locale/us/markets/stocks/tickers/SPY';
export const chainOf = (underlying: string, expiration: string, more = '') =>
  `/v3/snapshot/options/${underlying}?expiration_date=${expiration}&limit=250${more}`;
export const chain = (expiration: string, more = '') => chainOf('SPY', expiration, more);

/** Milliseconds of a timestamp in nanoseconds. */
export const ms = (nanoseconds: number) => Math.floor(nanoseconds / 1e6);
