import { calendarOf } from '../../market/products/product-calendar.ts';
import { productOf, type ProductRules } from '../../market/products/products.ts';
import type { OptionsEnd } from '../../protocol/chain-subscription.ts';
import type { MarketDays } from './market-hours.ts';

/** The market's days by the options of an underlying, or of one of its chains. */
export type OptionHours = Pick<MarketDays, 'calendar' | 'scheduled' | 'stoodClosed'>;

/** The market's days as they are now, by the options of an underlying or of one of its chains: see `calendarOf`. */
export function optionHours(
  of: { underlying: string; expiration?: string | null },
  hours: OptionHours,
): OptionHours {
  return {
    get calendar() {
      return calendarOf(of, hours.calendar);
    },
    get scheduled() {
      return calendarOf(of, hours.scheduled);
    },
    stoodClosed: hours.stoodClosed,
  };
}

/** When a symbol's options stop trading as of a date, for clients; empty where they trade as long as SPY's. */
export function optionsEndOf(symbol: string, date: string, rules: ProductRules): { optionsEnd?: OptionsEnd } {
  const { end, lastDayEnd } = productOf(symbol, date, rules);
  return end === 'late' && lastDayEnd === 'late' ? {} : { optionsEnd: { end, lastDayEnd } };
}
