import type { AlertMeasure } from '../../market/alert-rule.ts';
import type { Chain, OptionQuote } from '../../market/chain.ts';
import { changeOf, type Quote } from '../../market/quote.ts';
import { type PhaseAt, type Session, sessionStart } from '../../market/session.ts';
import { spreadOf } from '../../market/spread.ts';
import { minutesPerYear } from '../../market/years-to-expiry.ts';
import type { ChainMetrics } from '../../protocol/levels.ts';
import type { Usage } from '../../protocol/state.ts';
import type { Reading } from './rule-step.ts';

/** Prices of a delayed plan are a quarter of an hour old by design; beyond this, and on other plans, one is stale. */
const staleAfterMs = { delayed: 30 * 60_000, other: 5 * 60_000 };
/** In the last half hour implied volatility is mostly the size of a tick. */
const leastYears = 30 / minutesPerYear;

const reading = (value: number | null, at: number, session: string, missing: string): Reading =>
  value === null ? { idle: missing } : { value, at, session };

/** Price or change of a quote that has just come; a stale one is no value. */
export function quoteReading(measure: AlertMeasure, quote: Quote, { phase, session }: PhaseAt): Reading {
  const { date } = session;
  // In the session a close is all that the plan gives; before it, it may be all that is left of the day before.
  const isLast = quote.tier === 'end-of-day' || quote.priceKind === 'close';
  if (isLast && phase === 'regular') return { idle: 'this plan has closing prices only' };
  if (isLast || quote.timestamp < sessionStart(session)) return { idle: 'no price of this session yet' };
  const allowedMs = quote.tier === 'delayed' ? staleAfterMs.delayed : staleAfterMs.other;
  // Before the open and in the evening minutes may pass between two trades, and the last one is still the price.
  if (phase === 'regular' && quote.receivedAt - quote.timestamp > allowedMs) {
    return { idle: 'the vendor’s price is stale' };
  }
  if (measure === 'price') return reading(quote.price, quote.receivedAt, date, 'no price');
  return reading(changeOf(quote)?.percent ?? null, quote.receivedAt, date, 'no previous close is known');
}

/** Spread, volatility or put/call ratio of a chain that has just come, if it is the 0-DTE chain of a session under way. */
export function chainReading(
  measure: AlertMeasure,
  chain: Chain | null,
  metrics: ChainMetrics,
  session: Session,
): Reading {
  const { timestamp: at, expiration } = metrics;
  if (expiration !== session.date || at < session.open || at >= session.optionClose) {
    return { idle: 'options are not trading' };
  }
  if (metrics.tier === 'end-of-day') return { idle: 'this plan has closing prices only' };
  if (measure === 'put/call') {
    return reading(metrics.putCallRatio.volume, at, session.date, 'no calls have traded yet');
  }
  if (measure === 'iv') {
    if ((metrics.yearsToExpiry ?? 0) < leastYears) return { idle: 'not in the last half hour' };
    const { atTheMoney } = metrics.volatility;
    return reading(atTheMoney && atTheMoney * 100, at, session.date, 'no volatility at the money');
  }
  const spread = chain && straddleSpread(chain, metrics.atTheMoney?.strike ?? null);
  return reading(spread, at, session.date, 'no two-sided straddle at the money');
}

/** Both asks less both bids in per cent of the straddle's mid; `null` unless both sides have a two-sided market. */
function straddleSpread({ contracts }: Chain, strike: number | null): number | null {
  const sideOf = (optionType: OptionQuote['optionType']) => {
    const contract = contracts.find((entry) => entry.strike === strike && entry.optionType === optionType);
    return contract ? spreadOf(contract) : null;
  };
  const call = sideOf('call');
  const put = sideOf('put');
  if (!call || !put || call.width === null || put.width === null) return null;
  return ((call.width + put.width) / (call.mid! + put.mid!)) * 100;
}

export function budgetReading(
  { used, callsPerMinute }: Usage['budget'],
  at: number,
  session: string,
): Reading {
  return { value: (used / callsPerMinute) * 100, at, session };
}
