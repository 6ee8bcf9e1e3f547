import { countdownText } from '../../base/countdown-text.ts';
import { signedText } from '../../base/fixed-text.ts';
import { priceText } from '../quotes/price-text.ts';

/** What a rule can watch. Each is a standard figure of the trade; `measures` says exactly which. */
export const alertMeasures = [
  'price',
  'change',
  'spread',
  'iv',
  'put/call',
  'budget',
  'stale',
  'expiry',
] as const;

/** What an alert rule watches. */
export type AlertMeasure = (typeof alertMeasures)[number];

/** What a measure is, and which thresholds it takes. */
export interface MeasureTraits {
  /** What it is, exactly, for the docs. */
  summary: string;
  /**
   * What it is read from: a quote of the rule's symbol, the 0-DTE chain, the calls made, the age of a quote, or the time
   * left to an expiration.
   */
  from: 'quote' | 'chain' | 'budget' | 'clock' | 'calendar';
  /** What must stand after the number, with what one of it is worth; none where the number stands alone. */
  units: Readonly<Record<string, number>> | null;
  /** Thresholds that make sense, in the measure's own unit. */
  min: number;
  max: number;
  /** How far a value must go back past the threshold before the rule can fire again. */
  margin(threshold: number): number;
  /** A figure of one session: it starts anew with the next. */
  isOfSession: boolean;
}

const minuteMs = 60_000;

const percent = { '%': 1 };

/**
 * Margins are a few times what the figure moves by from poll to poll when nothing happens: 35 cents of SPY at 700, half
 * of a tenth of a per cent of change, a tenth of a spread, a fiftieth of volatility.
 */
export const measures: Readonly<Record<AlertMeasure, MeasureTraits>> = {
  price: {
    summary: 'price in dollars a share: the last trade, or what stands in for it; never a close',
    from: 'quote',
    units: null,
    min: 0.01,
    max: 1_000_000,
    margin: (threshold) => threshold * 0.0005,
    isOfSession: false,
  },
  change: {
    summary: 'change of the price since the previous close in per cent',
    from: 'quote',
    units: percent,
    min: -100,
    max: 1000,
    margin: () => 0.05,
    isOfSession: true,
  },
  spread: {
    summary:
      'bid–ask spread of the at-the-money straddle of the 0-DTE chain: both asks less both bids, in per cent of the straddle’s mid',
    from: 'chain',
    units: percent,
    min: 0,
    max: 200,
    margin: (threshold) => threshold * 0.1,
    isOfSession: true,
  },
  iv: {
    summary:
      'at-the-money implied volatility of the 0-DTE chain, annualized, in per cent; not in the last half hour, when it is mostly the size of a tick',
    from: 'chain',
    units: percent,
    min: 0,
    max: 1000,
    margin: (threshold) => threshold * 0.02,
    isOfSession: true,
  },
  'put/call': {
    summary: 'put/call ratio of the 0-DTE chain by today’s volume',
    from: 'chain',
    units: null,
    min: 0,
    max: 1000,
    margin: (threshold) => threshold * 0.02,
    isOfSession: true,
  },
  budget: {
    summary: 'API calls of the last 60 s in per cent of those allowed a minute',
    from: 'budget',
    units: percent,
    min: 1,
    max: 100,
    margin: () => 10,
    isOfSession: false,
  },
  stale: {
    summary:
      'age of the last price, bid or ask by the vendor’s time, in `s`, `m` or `h`, counted from the open while the stock trades (regular hours); never under 15m on a delayed plan',
    from: 'clock',
    units: { s: 1000, m: minuteMs, h: 60 * minuteMs },
    min: 5000,
    max: 12 * 60 * minuteMs,
    margin: () => 0,
    isOfSession: true,
  },
  expiry: {
    summary:
      'time left until the options of the nearest expiration stop trading, or of a date that is named: `expiry 2026-12-18 < 1d`; with `<` only',
    from: 'calendar',
    units: { s: 1000, m: minuteMs, h: 60 * minuteMs, d: 24 * 60 * minuteMs },
    min: 5000,
    max: 60 * 24 * 60 * minuteMs,
    margin: () => 0,
    isOfSession: true,
  },
};

/** A value of a measure as people read it: `700.12`, `-1.04%`, `1.52`, `2:05` for an age, `24m 45s` for time left; of one that is not known, the number. */
export function formatMeasure(measure: AlertMeasure | 'unknown', value: number): string {
  switch (measure) {
    case 'price':
      return priceText(value);
    case 'change':
      return `${signedText(value, 2)}%`;
    case 'spread':
    case 'iv':
      return `${value.toFixed(1)}%`;
    case 'put/call':
      return value.toFixed(2);
    case 'unknown':
      return String(value);
    case 'budget':
      return `${value.toFixed(0)}%`;
    case 'expiry':
      return countdownText(value);
    case 'stale': {
      const seconds = Math.max(0, Math.floor(value / 1000));
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    }
  }
}
