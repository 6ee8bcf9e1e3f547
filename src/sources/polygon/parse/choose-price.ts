import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import { agreementOf, type PriceEvidence, type TimedPrice } from '../../../market/quotes/price-agreement.ts';
import type { PriceKind } from '../../../market/quotes/quote.ts';
import { spreadOf } from '../../../market/quotes/spread.ts';
import { tradeDateOf } from '../../../market/calendar/trade-date.ts';
import { priceEffect } from '../../../market/quotes/trade-conditions.ts';
import { hasTooManyDecimals } from './fields.ts';
import type { ParseContext } from './parse-quote.ts';

/** A trade as an answer gives it; its price is that of the field `name`. */
export interface TradedPrice extends TimedPrice {
  name: string;
  /** Numbers of the vendor; empty where it gives none. */
  conditions: readonly number[];
}

/** The values of one answer that may be its price. */
export interface PriceCandidates {
  /** Best first. */
  trades: readonly TradedPrice[];
  minute: (TimedPrice & { low: number | null; high: number | null; start: number | null }) | null;
  quote: PriceEvidence['quote'];
  day: (TimedPrice & { low: number | null; high: number | null }) | null;
}

/** The price of an answer, in dollars a share, and which of its values it is. */
export interface ChosenPrice extends TimedPrice {
  kind: PriceKind;
}

/** A market this wide (in per cent of its middle) has no middle that could stand in for a price. */
const widestMiddlePercent = 0.25;

/**
 * The price of one answer: the last trade that may set one and agrees with the rest, else the newer of the last
 * minute's close and the middle of the quote, else the day's close; `null` without any of them. Why a value was passed
 * over is reported, unless it is an odd lot, which most trades are.
 */
export function choosePrice(candidates: PriceCandidates, context: ParseContext): ChosenPrice | null {
  const { trades, day } = candidates;
  const minute = rangeOf(candidates.minute);
  const evidence: PriceEvidence = {
    quote: candidates.quote,
    minute: minute && { ...minute, start: candidates.minute?.start ?? null },
    day: rangeOf(day),
  };
  const trade = trades.find((candidate) => isUsableTrade(candidate, evidence, context));
  if (trade) return { kind: 'trade', price: trade.price, at: trade.at };
  const values = [...of('minute', candidates.minute), ...of('quote', middleOf(candidates.quote))].filter(
    (value) => isUsable(value, evidence, context),
  );
  const [newest] = values.sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  return newest ?? of('day', day)[0] ?? null;
}

/** The close of the last session before the trade date of an answer, which is all that is left of it at night. */
export function closingPrice(close: number, { calendar, receivedAt }: ParseContext): ChosenPrice {
  return { kind: 'close', price: close, at: calendar.previousSession(tradeDateOf(receivedAt)).close };
}

/**
 * When the close of a day was made: with its session's end, or just before, while the session goes on. What is known at
 * night is a close of the session before.
 */
export function closeSoFar(knownUntil: number, { calendar }: ParseContext): number {
  const date = newYorkDate(knownUntil);
  const today = calendar.sessionOn(date);
  const session = today && knownUntil >= today.open ? today : calendar.previousSession(date);
  return Math.min(knownUntil, session.close);
}

function of<K extends PriceKind>(kind: K, value: TimedPrice | null): (TimedPrice & { kind: K })[] {
  return value ? [{ kind, price: value.price, at: value.at }] : [];
}

function rangeOf(bar: { low: number | null; high: number | null } | null) {
  if (!bar || bar.low === null || bar.high === null || bar.low > bar.high) return null;
  return { low: bar.low, high: bar.high };
}

function isUsableTrade(trade: TradedPrice, evidence: PriceEvidence, context: ParseContext): boolean {
  const { name, price, at, conditions } = trade;
  // Minutes are made of trades that set a price: a later one knows of a later trade.
  if (at !== null && at < (evidence.minute?.start ?? 0)) return false;
  const isRegular = isRegularAt(at, context);
  const effect = priceEffect(conditions, 'stocks', isRegular);
  const reject = (reason: string) => {
    context.onRejection?.(`${name}: ${reason}`);
    return false;
  };
  if (!effect.sets) return effect.isCommon ? false : reject(effect.reason);
  if (hasTooManyDecimals(price)) return reject('a price of more than four decimals');
  const { against, isConfirmed } = agreementOf('trade', trade, evidence, isRegular);
  if (against) return reject(`it does not agree with the ${against}`);
  return effect.isKnown || isConfirmed || reject('its conditions are unknown and nothing confirms it');
}

function isUsable(
  value: TimedPrice & { kind: 'minute' | 'quote' },
  evidence: PriceEvidence,
  context: ParseContext,
): boolean {
  const { against } = agreementOf(value.kind, value, evidence, isRegularAt(value.at, context));
  const name = { minute: 'last minute', quote: 'middle of the quote' }[value.kind];
  if (against) context.onRejection?.(`${name}: it does not agree with the ${against}`);
  return against === null;
}

/** Whether a moment lies in regular hours; without one, whether the answer came in them. */
function isRegularAt(at: number | null, { calendar, receivedAt }: ParseContext): boolean {
  const moment = at ?? receivedAt;
  const session = calendar.sessionOn(newYorkDate(moment));
  return session !== null && moment >= session.open && moment < session.close;
}

/** The middle of a narrow two-sided market, to a hundredth of a cent. */
function middleOf({ bid, ask, at }: PriceEvidence['quote']): TimedPrice | null {
  const { mid, percent } = spreadOf({ bid, ask });
  if (mid === null || percent === null || percent > widestMiddlePercent) return null;
  return { price: Math.round(mid * 1e4) / 1e4, at };
}
