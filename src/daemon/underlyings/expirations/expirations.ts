import type { Clock } from '../../../base/clock.ts';
import { steadyTime } from '../../../base/steady-time.ts';
import { hasDailyExpirations } from '../../../market/products/expirations.ts';
import { rootsOf } from '../../../market/products/products.ts';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import type { ListedExpirations } from '../../../protocol/chain-subscription.ts';
import {
  type ExpirationsContext,
  fetchExpirations,
  type ListQuery,
  noOptions,
} from '../../../sources/poll/fetch-expirations.ts';
import { UpstreamError } from '../../../sources/polygon/http/upstream-error.ts';
import type { PollRequest } from '../../../sources/request.ts';
import type { MarketHours } from '../../market-days/market-hours.ts';
import type { LatestQuotes } from '../latest-quotes.ts';
import { createListedDates } from './listed-dates.ts';

/** What is listed for each symbol. Where something expires on every trading day the calendar knows; of any other symbol the API is asked. */
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

/** What the lists are asked with, and who is notified of a new one. */
export interface ExpirationsDeps extends ExpirationsContext {
  clock: Clock;
  hours: MarketHours;
  quotes: Pick<LatestQuotes, 'of'>;
  /** Called with the new list where it differs from what was known before. */
  onListed: (listed: ListedExpirations) => void;
}

/** A list that does not help is not asked for again at each poll. */
const pauseMs = 15 * 60_000;

const isMissing = (error: unknown) => error instanceof UpstreamError && error.failure === 'not-found';
/** Every plan may read the list; a key that may not has the calendar's rule. */
const isDenied = (error: unknown) => error instanceof UpstreamError && error.failure === 'not-entitled';

function listQuery(symbol: string, { clock, hours, quotes }: ExpirationsDeps): ListQuery {
  const from = newYorkDate(clock.now());
  const roots = rootsOf(symbol, from, hours.calendar);
  return { symbol, roots, price: quotes.of(symbol)?.price ?? null, from };
}

/** Keeps the expirations of every symbol; nothing is asked before `learn` or `insteadOf`. */
export function createExpirations(deps: ExpirationsDeps): Expirations {
  const { clock, hours, quotes, onListed } = deps;
  const listed = createListedDates(clock, hours);
  const time = steadyTime(clock);
  /** When each symbol's list last did not help. */
  const fruitlessAt = new Map<string, number>();

  const ask = async (symbol: string, request: PollRequest): Promise<void> => {
    const query = listQuery(symbol, deps);
    const dates = await fetchExpirations(deps, query, request);
    const before = listed.of(symbol);
    listed.keep(symbol, dates, query.price !== null);
    const after = listed.of(symbol);
    if (before.join() !== after.join()) onListed({ symbol, dates: after });
  };

  /** As `ask`, but for a pause after an answer that did not help. */
  const askAtTimes = async (symbol: string, request: PollRequest): Promise<void> => {
    const last = fruitlessAt.get(symbol);
    if (last !== undefined && !request.isForced && time.now() - last < pauseMs) throw noOptions(symbol);
    try {
      await ask(symbol, request);
    } catch (error) {
      if (isMissing(error)) fruitlessAt.set(symbol, time.now());
      throw error;
    }
  };

  const isDaily = (symbol: string) => hasDailyExpirations(symbol, hours.calendar, clock.now());
  /** Whether the API has listed all that it can today. */
  const isSettled = (symbol: string) =>
    listed.isWholeToday(symbol) || (listed.isOfToday(symbol) && quotes.of(symbol) === null);

  return {
    of: listed.of,
    nearest: listed.nearest,
    async learn(symbol, request) {
      if (isDaily(symbol) || (isSettled(symbol) && !request.isForced)) return;
      try {
        await askAtTimes(symbol, request);
      } catch (error) {
        // What was listed yesterday is still better than a rule.
        if (!listed.isKnown(symbol) && !isDenied(error)) throw error;
      }
    },
    async insteadOf(date, symbol, request) {
      if (!isDaily(symbol)) return null;
      try {
        await askAtTimes(symbol, request);
      } catch (error) {
        if (error instanceof UpstreamError) return null;
        throw error;
      }
      const listedNearest = listed.nearest(symbol);
      if (listedNearest !== date) return listedNearest;
      fruitlessAt.set(symbol, time.now());
      return null;
    },
  };
}
