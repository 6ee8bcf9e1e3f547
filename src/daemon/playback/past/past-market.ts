import { calendarDays } from '../../../config/settings/calendar-days.ts';
import { assumptionsOf } from '../../../config/settings/model/model-assumptions.ts';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import type { PricingAssumptions } from '../../../market/pricing/assumptions.ts';
import { createMarketDays, type MarketDays } from '../../market-days/market-hours.ts';
import type { PastRecording, PastSettings } from './past-recording.ts';

/** The market's days as they were known at an instant, and what the model takes for granted with them. */
export interface PastMarket {
  readonly hours: MarketDays;
  readonly assumptions: PricingAssumptions;
}

/** Gives the market as it was known at an instant. */
export type MarketAt = (asOf: number) => Promise<PastMarket>;

/** The exchange's word changes a few times a year: calendars of this many are kept. */
const maxKept = 8;

/**
 * Puts calendars together from the present settings and what the exchange had said. What it says about a night is not
 * recorded: nights are as the settings have them.
 */
export function createMarketAt(
  settings: PastSettings,
  { exchangeDays }: Pick<PastRecording, 'exchangeDays'>,
): MarketAt {
  const days = calendarDays(settings);
  const kept = new Map<string, PastMarket>();
  return async (asOf) => {
    const said = await exchangeDays.all(asOf);
    const today = newYorkDate(asOf);
    // On which day it is asked matters only for a day that the exchange has said it is closed on.
    const key = JSON.stringify([said, said.some(({ origin }) => origin === 'status') && today]);
    const known = kept.get(key);
    if (known) return known;
    const hours = createMarketDays(days, { said, today, keep: () => {} });
    const market = { hours, assumptions: assumptionsOf(settings, hours.calendar) };
    kept.set(key, market);
    for (const oldest of kept.keys()) {
      if (kept.size <= maxKept) break;
      kept.delete(oldest);
    }
    return market;
  };
}
