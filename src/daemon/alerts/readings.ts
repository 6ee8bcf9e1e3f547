import { alertLevelNames, type AlertLevel, priceOfLevel } from '../../market/alerts/alert-levels.ts';
import type { AlertMeasure } from '../../market/alerts/alert-measures.ts';
import type { Chain, OptionQuote } from '../../market/quotes/chain.ts';
import { freshnessOf, timesOfQuote } from '../../market/quotes/freshness.ts';
import type { RecordedLevels } from '../../market/levels/levels.ts';
import { changeOf, type Quote } from '../../market/quotes/quote.ts';
import { type PhaseAt, type Session, sessionStart } from '../../market/calendar/session.ts';
import { spreadOf } from '../../market/quotes/spread.ts';
import { minYearsOfVolatility } from '../../market/pricing/years-to-expiry.ts';
import type { BudgetState } from '../../recordings/usage.ts';
import type { Reading } from './rule-step.ts';

/** An alert says how late its value is; a value later than this is too old for one. */
const staleAfterMs = 30 * 60_000;

type Times = { at: number; madeAt: number | null };

const reading = (value: number | null, times: Times, session: string, missing: string): Reading =>
  value === null ? { idle: missing } : { value, ...times, session };

/** Price or change of a quote that has just come; a stale one is no value. */
export function quoteReading(measure: AlertMeasure, quote: Quote, { phase, session }: PhaseAt): Reading {
  const { date } = session;
  // In the session a close is all that the plan gives; before it, it may be all that is left of the day before.
  const isLast = quote.tier === 'end-of-day' || quote.priceKind === 'close';
  if (isLast && phase === 'regular') return { idle: 'this plan has closing prices only' };
  if (isLast || quote.timestamp < sessionStart(session)) return { idle: 'no price of this session yet' };
  const at = quote.receivedAt;
  // Before the open and in the evening minutes may pass between two trades, and the last one is still the price.
  const { behindMs } = freshnessOf(timesOfQuote(quote), { phase, session }, at);
  if (phase === 'regular' && behindMs !== null && behindMs > staleAfterMs) {
    return { idle: 'the vendor’s price is stale' };
  }
  const times = { at, madeAt: quote.timestamp };
  if (measure === 'price') return reading(quote.price, times, date, 'no price');
  return reading(changeOf(quote)?.percent ?? null, times, date, 'no previous close is known');
}

/**
 * Spread, volatility or put/call ratio of a poll, if it is of the 0-DTE chain of a session under way. Without the chain the
 * spread is that of its levels.
 * @param session by the underlying's options; those that expire on it may stop before
 */
export function chainReading(
  measure: AlertMeasure,
  chain: Chain | null,
  levels: RecordedLevels,
  session: Session,
): Reading {
  const { timestamp: at, quotedAt: madeAt } = levels;
  const idle = whyNoPoll(levels, session);
  if (idle !== null) return { idle };
  if (measure === 'put/call') {
    return reading(levels.putCallRatio.volume, { at, madeAt }, session.date, 'no calls have traded yet');
  }
  if (measure === 'iv') {
    if ((levels.yearsToExpiry ?? 0) < minYearsOfVolatility) return { idle: 'not in the last half hour' };
    const { atTheMoney } = levels.volatility;
    return reading(
      atTheMoney && atTheMoney * 100,
      { at, madeAt },
      session.date,
      'no volatility at the money',
    );
  }
  const spread = chain ? straddleSpread(chain, levels.atTheMoney?.strike ?? null) : spreadOfLevels(levels);
  return reading(spread, { at, madeAt }, session.date, 'no two-sided straddle at the money');
}

/** Why a poll counts for no rule; `null` where it does. */
function whyNoPoll({ timestamp, expiration, closes, tier }: RecordedLevels, session: Session): string | null {
  const end = closes?.option ?? session.optionClose;
  if (expiration !== session.date || timestamp < session.open || timestamp >= end) {
    return 'options are not trading';
  }
  return tier === 'end-of-day' ? 'this plan has closing prices only' : null;
}

/** The spot of a poll, and where a level of the same poll lies. @param session as of `chainReading` */
export function levelReading(level: AlertLevel, levels: RecordedLevels, session: Session): Reading {
  const idle = whyNoPoll(levels, session);
  if (idle !== null) return { idle };
  const line = priceOfLevel(level, levels);
  if (line === null) return { idle: `the chain has no ${alertLevelNames[level]} now` };
  const { spot, timestamp: at, spotAt: madeAt } = levels;
  return spot === null ? { idle: 'no price' } : { value: spot, at, madeAt, session: session.date, line };
}

/**
 * Time left until an expiration's options stop trading.
 * @param end epoch ms; `null` where that date has no session
 */
export function expiryReading(expiration: string, end: number | null, now: number): Reading {
  if (end === null) return { idle: `there is no session on ${expiration}` };
  if (now >= end) return { idle: `${expiration} has expired` };
  return { value: end - now, at: now, madeAt: null, session: expiration };
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

function spreadOfLevels({
  expectedMove: { straddle, straddleSpread: width },
}: RecordedLevels): number | null {
  return straddle === null || width === null || straddle === 0 ? null : (width / straddle) * 100;
}

/** Calls of the last minute in per cent of those allowed. */
export function budgetReading({ used, callsPerMinute }: BudgetState, at: number, session: string): Reading {
  return { value: (used / callsPerMinute) * 100, at, madeAt: null, session };
}
