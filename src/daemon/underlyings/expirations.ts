import type { Clock } from '../../base/clock.ts';
import { steadyTime } from '../../base/steady-time.ts';
import { expirationsOf, hasDailyExpirations, nearestExpiration } from '../../market/calendar/expirations.ts';
import { addDays, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { ListedExpirations } from '../../protocol/chain-subscription.ts';
import type { CachedFetch } from '../../sources/polygon/cache.ts';
import type { MarketHours } from '../market-days/market-hours.ts';
import type { PollRequest } from '../../sources/request.ts';
import type { LatestQuotes } from './latest-quotes.ts';
import type { Endpoints } from '../../sources/polygon/endpoints/endpoints.ts';
import type { StrikeBand } from '../../sources/polygon/endpoints/queries.ts';
import { parseExpirations } from '../../sources/polygon/parse/options/parse-expirations.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';

/** What is listed for each symbol. The calendar knows SPY's, QQQ's and IWM's; of any other symbol the API is asked. */
export interface Expirations {
  /** From the nearest on, in order. By the calendar while the API has not been asked. */
  of(symbol: string): string[];
  /** Today's until its options stop trading, where one expires today. */
  nearest(symbol: string): string;
  /**
   * Asks what is listed, once a day, where the calendar does not say it.
   * @throws UpstreamError while nothing is known, not even from the day before
   */
  learn(symbol: string, request: PollRequest): Promise<void>;
  /**
   * The API has no contracts of the date that is the nearest by the calendar: the one that it lists instead, `null`
   * where it lists none other.
   */
  insteadOf(date: string, symbol: string, request: PollRequest): Promise<string | null>;
}

export interface ExpirationsDeps {
  clock: Clock;
  hours: MarketHours;
  quotes: Pick<LatestQuotes, 'of'>;
  cached: CachedFetch;
  endpoints: Pick<Endpoints, 'expirations'>;
  /** Told what is listed, where that is not what was known before. */
  onListed: (listed: ListedExpirations) => void;
}

const dayMs = 24 * 3_600_000;
/** Dailies and weeklies; monthlies lie farther apart, and nobody steps that far. */
const daysAhead = 60;
/** Strikes this near the price are listed for every expiration, and are few enough for one page. */
const band = { share: 0.04, minDollars: 1.25 };
/** A list that does not help is not asked for again at each poll. */
const pauseMs = 15 * 60_000;

function bandAround(price: number | null): StrikeBand | null {
  if (price === null) return null;
  const half = Math.max(band.minDollars, price * band.share);
  return { low: price - half, high: price + half };
}

const isMissing = (error: unknown) => error instanceof UpstreamError && error.failure === 'not-found';
/** Every plan may read the list; a key that may not has the calendar's rule. */
const isRefused = (error: unknown) => error instanceof UpstreamError && error.failure === 'not-entitled';

const noOptions = (symbol: string) =>
  new UpstreamError('not-found', `The API lists no options on ${symbol}.`);

export function createExpirations(deps: ExpirationsDeps): Expirations {
  const { clock, hours, quotes, cached, endpoints, onListed } = deps;
  /** As listed on a day. */
  const listed = new Map<string, { on: string; dates: readonly string[]; isWhole: boolean }>();
  const time = steadyTime(clock);
  const fruitlessAt = new Map<string, number>();
  const today = () => newYorkDate(clock.now());

  /** What of a list has not expired; `null` where nothing is left of it. */
  const known = (symbol: string): string[] | null => {
    const list = listed.get(symbol);
    if (!list || (hasDailyExpirations(symbol) && list.on !== today())) return null;
    const first = hours.calendar.zeroDteExpiry(clock.now());
    const dates = list.dates.filter((date) => date >= first);
    return dates.length > 0 ? dates : null;
  };
  const of = (symbol: string) => known(symbol) ?? expirationsOf(symbol, hours.calendar, clock.now());
  const nearest = (symbol: string) =>
    known(symbol)?.[0] ?? nearestExpiration(symbol, hours.calendar, clock.now());

  /** Nothing where nothing is listed, which is not kept: it may be a fault of this very answer. */
  const list = async (symbol: string, near: StrikeBand | null, request: PollRequest): Promise<string[]> => {
    const from = today();
    const range = { symbol, from, to: addDays(from, daysAhead) };
    try {
      const { value } = await cached(
        {
          key: `expirations:${symbol}:${from}:${near === null ? 'all' : 'near'}`,
          dataType: 'options',
          ttlMs: dayMs,
          maxAgeMs: request.isForced ? 0 : dayMs,
          priority: request.priority,
        },
        // The dates alone are kept: the contracts are a thousand rows.
        async () =>
          parseExpirations(await endpoints.expirations({ ...range, strikes: near }, request), range),
        (dates) => {
          if (Array.isArray(dates) && dates.length > 0) return dates as string[];
          throw noOptions(symbol);
        },
      );
      return value;
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  };

  const ask = async (symbol: string, request: PollRequest): Promise<readonly string[]> => {
    const near = bandAround(quotes.of(symbol)?.price ?? null);
    const nearDates = near === null ? [] : await list(symbol, near, request);
    // Without a price, or with one that no strike is near, the first page still has the nearest dates.
    const dates = nearDates.length > 0 ? nearDates : await list(symbol, null, request);
    if (dates.length === 0) throw noOptions(symbol);
    const before = of(symbol);
    listed.set(symbol, { on: today(), dates, isWhole: near !== null });
    if (before.join() !== of(symbol).join()) onListed({ symbol, dates: of(symbol) });
    return dates;
  };

  /** Whether the API has said all that there is to know today. */
  const isSettled = (symbol: string) => {
    const list = listed.get(symbol);
    return list?.on === today() && (list.isWhole || quotes.of(symbol) === null);
  };

  /** As `ask`, but for a pause after an answer that did not help. */
  const askAtTimes = async (symbol: string, request: PollRequest): Promise<readonly string[]> => {
    const last = fruitlessAt.get(symbol);
    if (last !== undefined && !request.isForced && time.now() - last < pauseMs) throw noOptions(symbol);
    try {
      return await ask(symbol, request);
    } catch (error) {
      if (isMissing(error)) fruitlessAt.set(symbol, time.now());
      throw error;
    }
  };

  return {
    of,
    nearest,
    async learn(symbol, request) {
      if (hasDailyExpirations(symbol) || (isSettled(symbol) && !request.isForced)) return;
      try {
        await askAtTimes(symbol, request);
      } catch (error) {
        // What was listed yesterday is still better than a rule.
        if (known(symbol) === null && !isRefused(error)) throw error;
      }
    },
    async insteadOf(date, symbol, request) {
      if (!hasDailyExpirations(symbol)) return null;
      try {
        await askAtTimes(symbol, request);
      } catch (error) {
        if (error instanceof UpstreamError) return null;
        throw error;
      }
      const listedNearest = nearest(symbol);
      if (listedNearest !== date) return listedNearest;
      fruitlessAt.set(symbol, time.now());
      return null;
    },
  };
}
