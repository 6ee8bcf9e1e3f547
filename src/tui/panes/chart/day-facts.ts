import { changeOf, type Quote } from '../../../market/quotes/quote.ts';
import { remembered } from '../../../base/remembered.ts';
import type { PastDay } from '../../state/answers.ts';
import { pastDate, shownPastDay } from '../../state/chart/past-day.ts';
import { shownPicture } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';

/** Figures of the day that the chart shows, of one source: the quote, or the minutes of a past day. `null` is not known. */
export interface DayFacts {
  previousClose: number | null;
  low: number | null;
  high: number | null;
  /** Shares. */
  volume: number | null;
  /** Minutes whose volume is known, where that is not all of them; else `null`. */
  volumeMinutes: { known: number; of: number } | null;
  /** Against the previous close, in dollars. */
  change: number | null;
}

/** `null` while nothing of the day is known. */
export function dayFactsOf(state: DashboardState): DayFacts | null {
  if (pastDate(state) !== null) {
    const day = shownPastDay(state);
    return day && factsOfPastDay(day);
  }
  const { quote } = shownPicture(state);
  return quote && factsOfQuote(quote);
}

const factsOfQuote = remembered((quote: Quote): DayFacts => {
  const { previousClose, dayLow: low, dayHigh: high, volume } = quote;
  return { previousClose, low, high, volume, volumeMinutes: null, change: changeOf(quote)?.change ?? null };
});

const minuteMs = 60_000;

const factsOfPastDay = remembered(({ bars, previousClose, open, close }: PastDay): DayFacts => {
  const last = bars.at(-1);
  if (!last) {
    return { previousClose, low: null, high: null, volume: null, volumeMinutes: null, change: null };
  }
  const of = (close - open) / minuteMs;
  return {
    previousClose,
    low: Math.min(...bars.map((bar) => bar.low)),
    high: Math.max(...bars.map((bar) => bar.high)),
    volume: bars.reduce((sum, bar) => sum + bar.volume, 0),
    volumeMinutes: bars.length < of ? { known: bars.length, of } : null,
    change: previousClose === null ? null : last.close - previousClose,
  };
});
