import type { PriceKind } from './quote.ts';
import { spreadOf } from './spread.ts';

/** A price and the vendor's time of it (epoch ms), `null` where the vendor gives none. */
export interface TimedPrice {
  price: number;
  at: number | null;
}

interface Range {
  low: number;
  high: number;
}

/** What else one answer says of where the market is. */
export interface PriceEvidence {
  quote: { bid: number | null; ask: number | null; at: number | null };
  /** The last minute with trades; `start` is epoch ms. */
  minute: (Range & { start: number | null }) | null;
  /** The regular session so far. */
  day: Range | null;
}

/** Whether a price agrees with the rest of its answer. */
export interface Agreement {
  /** What the price does not agree with; `null` where nothing speaks against it. */
  against: 'quote' | 'last minute' | 'day range' | null;
  /** Whether the quote or the last minute speaks for it. */
  isConfirmed: boolean;
}

/** Quotes this much older or newer say nothing about a price, and minutes this much older than a price either. */
const nearMs = { quote: 60_000, minute: 180_000 };
/** A wider market, in per cent of its middle, does not say where the price is. */
const widestPercent = 2;

/** How far a price may lie outside of a range: in parts of the price, and in parts of the range's height. */
interface Slack {
  ofPrice: number;
  ofHeight: number;
}

/** A trade is made within the quote; the close of a minute may be two minutes old, and a minute is made of trades. */
const slacks = {
  tradeToQuote: { ofPrice: 0.001, ofHeight: 1 },
  tradeToMinute: { ofPrice: 0.002, ofHeight: 2 },
  minuteToQuote: { ofPrice: 0.005, ofHeight: 2 },
  quoteToMinute: { ofPrice: 0.005, ofHeight: 2 },
  toDay: { ofPrice: 0.005, ofHeight: 0.25 },
} as const satisfies Record<string, Slack>;

/**
 * Holds one price of an answer against the others. A quote at the time of the price decides, without one the last
 * minute does, and no price in regular hours lies far outside of the day's range. SPY moves by 0.04 % in an ordinary
 * minute. Too strict is better than too lax: the next best value of the same answer is as new.
 * @param isRegular whether the price was made in regular hours; others do not move the day's range
 */
export function agreementOf(
  kind: Extract<PriceKind, 'trade' | 'minute' | 'quote'>,
  value: TimedPrice,
  evidence: PriceEvidence,
  isRegular: boolean,
): Agreement {
  const quote = kind === 'quote' ? null : byQuote(kind, value, evidence);
  const minute = kind === 'minute' ? null : byMinute(kind, value, evidence);
  const day = isRegular && evidence.day ? isWithin(value.price, evidence.day, slacks.toDay) : null;
  const isConfirmed = quote ?? minute ?? false;
  if (quote !== null) return { against: quote ? null : 'quote', isConfirmed };
  // A wrong minute does not silence a quote that lies in the day's range.
  if (minute === false && !(kind === 'quote' && day)) return { against: 'last minute', isConfirmed };
  return { against: day === false ? 'day range' : null, isConfirmed };
}

function byQuote(kind: 'trade' | 'minute', { price, at }: TimedPrice, evidence: PriceEvidence) {
  const { bid, ask, at: quotedAt } = evidence.quote;
  const { shape, percent } = spreadOf({ bid, ask });
  const isTelling = shape === 'two-sided' && percent! <= widestPercent;
  if (!isTelling || !isNear(at, quotedAt, nearMs.quote)) return null;
  return isWithin(price, { low: bid!, high: ask! }, slacks[`${kind}ToQuote`]);
}

function byMinute(kind: 'trade' | 'quote', { price, at }: TimedPrice, { minute }: PriceEvidence) {
  if (!minute || !isNear(at, minute.start, nearMs.minute)) return null;
  return isWithin(price, minute, slacks[`${kind}ToMinute`]);
}

/** Without a time, values of one answer count as made at the same time. */
function isNear(a: number | null, b: number | null, withinMs: number): boolean {
  return a === null || b === null || Math.abs(a - b) <= withinMs;
}

const cent = 0.01;

function isWithin(price: number, { low, high }: Range, { ofPrice, ofHeight }: Slack): boolean {
  const slack = Math.max(cent, ofPrice * high, ofHeight * (high - low));
  return price >= low - slack && price <= high + slack;
}
