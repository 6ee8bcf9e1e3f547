import { calendarDays } from '../../../config/settings/calendar-days.ts';
import { assumptionsOf } from '../../../config/settings/model/model-assumptions.ts';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import type { PricingAssumptions } from '../../../market/pricing/assumptions.ts';
import type { RecordingReader } from '../../../recordings/recording.ts';
import { createMarketDays, type MarketDays } from '../../market-days/market-hours.ts';
import type { PastSettings } from './past-settings.ts';

/** The market's days as they were known at an instant, and what the model takes for granted with them. */
export interface PastMarket {
  readonly hours: MarketDays;
  readonly assumptions: PricingAssumptions;
}

/** Gives the market as it was known at an instant. */
export type MarketAt = (asOf: number) => Promise<PastMarket>;

/** A market and the instants between which it is known to have been the same. */
interface KeptMarket {
  key: string;
  market: PastMarket;
  from: number;
  to: number;
}

/** The exchange's word changes a few times a year: calendars of this many are kept. */
const maxKept = 8;

/**
 * Puts calendars together from the present settings and what the exchange had said. What it says about a night is not
 * recorded: nights are as the settings have them.
 */
export function createMarketAt(
  settings: PastSettings,
  { exchangeDays }: Pick<RecordingReader, 'exchangeDays'>,
): MarketAt {
  const days = calendarDays(settings);
  let kept: KeptMarket[] = [];
  return async (asOf) => {
    const between = kept.find(({ from, to }) => from <= asOf && asOf <= to);
    if (between) return between.market;
    const said = await exchangeDays.all(asOf);
    const today = newYorkDate(asOf);
    // On which day it is asked matters only for a day that the exchange has said it is closed on.
    const key = JSON.stringify([said, said.some(({ origin }) => origin === 'status') && today]);
    const known = kept.find((one) => one.key === key);
    if (known) {
      known.from = Math.min(known.from, asOf);
      known.to = Math.max(known.to, asOf);
      return known.market;
    }
    const hours = createMarketDays(days, { said, today, keep: () => {} });
    const market = { hours, assumptions: assumptionsOf(settings, hours.calendar) };
    kept = [{ key, market, from: asOf, to: asOf }, ...kept].slice(0, maxKept);
    return market;
  };
}
