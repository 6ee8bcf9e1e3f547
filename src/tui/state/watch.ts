import { type Freshness, freshnessOf, timesOfQuote } from '../../market/quotes/freshness.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import { type Staleness, stalenessOf } from '../present/staleness.ts';
import { jobNamed } from './jobs.ts';
import { closeOfExpiration, type OwnPhase } from '../present/own-phase.ts';
import type { Picture } from './picture/picture.ts';
import { shownNow, shownPicture, shownSubscription } from './selectors.ts';
import type { DashboardState } from './state.ts';

/** A symbol that can be switched to. */
export interface WatchedRow {
  symbol: string;
  quote: Quote | null;
  freshness: Freshness | null;
  stale: Staleness | null;
  /** The API does not know this symbol. */
  isUnknown: boolean;
  isActive: boolean;
}

/** The watch list, and the symbol on screen if it is not on the list. */
export function watchedRows(state: DashboardState): WatchedRow[] {
  const picture = shownPicture(state);
  const active = shownSubscription(state).symbol;
  const listed = picture.watch.some(({ symbol }) => symbol === active);
  const all = listed || active === '' ? picture.watch : [...picture.watch, { symbol: active, quote: null }];
  const main = state.connection.hello?.symbol;
  const recorded = picture.recorded.map((each) => each.symbol);
  const jobOf = (symbol: string) => {
    if (symbol === main) return 'quote';
    return recorded.includes(symbol) ? `quote ${symbol}` : 'watch';
  };
  return all.map(({ symbol, quote }) => ({
    symbol,
    quote,
    freshness: quote && freshnessOf(timesOfQuote(quote), picture.phase, shownNow(state)),
    stale: quote && staleness(picture, jobOf(symbol), quote, shownNow(state)),
    isUnknown: picture.health.problems.some(
      ({ code, subject }) => code === 'unknown_symbol' && subject === `watch ${symbol}`,
    ),
    isActive: symbol === active,
  }));
}

function staleness({ phase, jobs }: Picture, job: string, quote: Quote, now: number): Staleness | null {
  const times = timesOfQuote(quote);
  return stalenessOf({ times, now, phase, job: jobNamed(jobs, job), usualIntervalMs: 15_000 });
}

/** By today's session, since symbols differ in their nearest expiration. */
function isOver(date: string, phase: OwnPhase, now: number): boolean {
  const { session } = phase;
  return date < session.date || (date === session.date && now >= closeOfExpiration(date, phase));
}

/**
 * The subscription that many expirations from the one on screen; `null` where the list ends. The nearest expiration
 * has no date, since it changes each day.
 */
export function steppedSubscription(state: DashboardState, step: number): ChainSubscription | null {
  const { subscription, phase } = shownPicture(state);
  const { symbol, expiration } = shownSubscription(state);
  if (!subscription || subscription.symbol !== symbol) return null;
  // A dashboard that has been open for days may list past dates.
  const dates = phase ? subscription.expirations.filter((date) => !isOver(date, phase, shownNow(state))) : [];
  const index = expiration === null ? 0 : dates.indexOf(expiration);
  const next = dates[index + step];
  if (next === undefined || index < 0) return null;
  return { symbol, expiration: index + step === 0 ? null : next };
}
