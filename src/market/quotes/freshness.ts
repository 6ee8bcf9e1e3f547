import { remembered } from '../../base/remembered.ts';
import type { Chain, OptionQuote } from './chain.ts';
import type { DataTier, Quote } from './quote.ts';
import type { Phase, Session } from '../calendar/session.ts';

/** What is known of the times of a value. All decisions about ages, lateness and badges are made of these. */
export interface ValueTimes {
  /** What the vendor or the plan says of it. */
  tier: DataTier;
  /** Epoch ms of the value by the vendor's account; `null` where it gives none. */
  valueAt: number | null;
  /** Epoch ms of the newest thing in the same answer (price, bid or ask) by the vendor's account; `null` likewise. */
  newestAt: number | null;
  /** Epoch ms at which the answer arrived. */
  receivedAt: number;
  /** A closing price: it is of its day, and no later answer can make it fresher. */
  isClose: boolean;
  market: 'stock' | 'option';
}

/** The hours that a value is seen in; a `PhaseAt` and the protocol's `PhaseState` both have them. */
export interface PhaseHours {
  /** `unknown`: a newer daemon's word. */
  phase: Phase | 'unknown';
  session: Pick<Session, 'preOpen' | 'open'>;
}

/** How fresh a value is, in one word. */
export type Badge =
  | { kind: 'real-time' | 'end-of-day' | 'close' | 'unknown' }
  /** `delayed` as far as is to be expected of the plan; `late` beyond that. */
  | { kind: 'delayed' | 'late'; minutes: number };

/** How fresh a value is, for every screen and command. */
export interface Freshness {
  /** Epoch ms that the age counts from: the vendor's time of the value, or of its receipt where there is none. */
  at: number;
  isTimeKnown: boolean;
  ageMs: number;
  /** How far the feed was behind when the answer arrived; `null` where that cannot be measured. */
  behindMs: number | null;
  badge: Badge;
  /** Nothing trades, or it is a closing price: it says when it was made, and its age does not matter. */
  isAtRest: boolean;
  /** The feed goes on and the value does not: nothing has traded since, as in a halt. */
  isQuiet: boolean;
}

const minuteMs = 60_000;
/** A poll, a minute's bar and clocks that disagree a little are within this. */
const toleranceMs = 3 * minuteMs;
/** The delayed plans are a quarter of an hour behind. */
const plannedDelayMs = 15 * minuteMs;
/** A trade this much older than bid and ask was not followed by another one. */
const quietAfterMs = minuteMs;

/** The times of a quote that decide how fresh it is. */
export function timesOfQuote(
  quote: Pick<Quote, 'tier' | 'timestamp' | 'quotedAt' | 'receivedAt' | 'priceKind'>,
): ValueTimes {
  const { tier, timestamp, quotedAt, receivedAt, priceKind } = quote;
  const isClose = priceKind === 'close' || tier === 'end-of-day';
  const newestAt = Math.max(timestamp, quotedAt ?? timestamp);
  return { tier, valueAt: timestamp, newestAt, receivedAt, isClose, market: 'stock' };
}

const isQuoted = ({ bid, ask }: Pick<OptionQuote, 'bid' | 'ask'>) => bid !== null || ask !== null;

/**
 * A chain is as old as its quotes, and as its trades on plans without quotes. Many contracts are quoted once in minutes
 * and one stamp may be wrong: what counts is how far a tenth of the contracts have come.
 */
export const timesOfChain = remembered(({ contracts, timestamp, tier, isStrikesOnly }: Chain): ValueTimes => {
  const stamps = (isStrikesOnly ? [] : contracts)
    .map((contract) => (isQuoted(contract) ? contract.quotedAt : contract.tradedAt))
    .filter((at) => at !== null)
    .sort((a, b) => b - a);
  // What a few contracts say is not the time of all the quotes.
  const isTelling = stamps.length * 2 >= contracts.filter(isQuoted).length;
  const at = isTelling ? (stamps[Math.floor((stamps.length - 1) / 10)] ?? null) : null;
  return timesOfOptions({ tier, timestamp, quotedAt: at });
});

/** Of levels, or of a chain of which the time of its quotes is known. */
export function timesOfOptions({
  tier,
  timestamp,
  quotedAt,
}: {
  tier: DataTier;
  timestamp: number;
  quotedAt: number | null;
}): ValueTimes {
  const isClose = tier === 'end-of-day';
  return { tier, valueAt: quotedAt, newestAt: quotedAt, receivedAt: timestamp, isClose, market: 'option' };
}

const traded: Record<ValueTimes['market'], readonly PhaseHours['phase'][]> = {
  stock: ['overnight', 'pre', 'regular', 'options-late', 'post'],
  option: ['regular', 'options-late'],
};
/**
 * What the vendor gives overnight is not known, and options of many underlyings stop with the stock: nothing is measured
 * by either.
 */
const measured: Record<ValueTimes['market'], readonly PhaseHours['phase'][]> = {
  stock: ['pre', 'regular', 'options-late', 'post'],
  option: ['regular'],
};

/**
 * How fresh a value is: the same for the screen, the screen reader, JSON, health and alerts. The vendor's word counts
 * where it agrees with the times of its values, else what was measured.
 * @param hours at `now`; `null` while they are not known, which measures nothing
 */
export function freshnessOf(times: ValueTimes, hours: PhaseHours | null, now: number): Freshness {
  const { valueAt, newestAt, receivedAt, isClose, market } = times;
  const at = valueAt ?? receivedAt;
  const isPhaseKnown = hours !== null && hours.phase !== 'unknown';
  const isAtRest = isClose || (isPhaseKnown && !traded[market].includes(hours.phase));
  const behind = hours === null || isAtRest ? null : behindOf(times, hours);
  return {
    at,
    isTimeKnown: valueAt !== null,
    ageMs: Math.max(0, now - at),
    behindMs: behind?.isExact ? behind.ms : null,
    badge: badgeOf(times, behind),
    isAtRest,
    isQuiet: !isAtRest && valueAt !== null && newestAt !== null && newestAt - valueAt >= quietAfterMs,
  };
}

/** Whether chains with quotes of two instants (epoch ms) may be added up: they are polled in turn, a poll apart. */
export function isSummable(one: number, other: number): boolean {
  return Math.abs(one - other) <= toleranceMs;
}

/** Whether a feed is behind what its plan promises. */
export function isLate({ badge }: Pick<Freshness, 'badge'>): boolean {
  return badge.kind === 'late';
}

interface Behind {
  ms: number;
  /** `false`: nothing of the session has come yet, so that it is this much at least. */
  isExact: boolean;
}

function behindOf(
  { newestAt, receivedAt, market }: ValueTimes,
  { phase, session }: PhaseHours,
): Behind | null {
  const from = market === 'option' ? session.open : session.preOpen;
  if (newestAt === null || receivedAt < from || !measured[market].includes(phase)) return null;
  if (newestAt >= from) return { ms: Math.max(0, receivedAt - newestAt), isExact: true };
  // Before the bell nothing needs to have traded.
  return receivedAt < session.open ? null : { ms: receivedAt - session.open, isExact: false };
}

function badgeOf({ tier, isClose }: ValueTimes, behind: Behind | null): Badge {
  if (tier === 'end-of-day') return { kind: 'end-of-day' };
  if (isClose) return { kind: 'close' };
  const planned: Badge = tier === 'delayed' ? { kind: 'delayed', minutes: 15 } : { kind: tier };
  if (behind === null) return planned;
  const minutes = Math.floor(behind.ms / minuteMs);
  const expectedMs = tier === 'real-time' ? 0 : plannedDelayMs;
  if (behind.ms > expectedMs + toleranceMs) return { kind: 'late', minutes };
  if (!behind.isExact) return planned;
  if (behind.ms <= toleranceMs) return { kind: 'real-time' };
  const isAsPlanned = behind.ms >= plannedDelayMs - toleranceMs;
  return { kind: 'delayed', minutes: isAsPlanned ? 15 : minutes };
}

/** `real-time`, `delayed 15m`, `late 20m`. */
export function badgeText(badge: Badge): string {
  switch (badge.kind) {
    case 'delayed':
    case 'late':
      return `${badge.kind} ${badge.minutes}m`;
    case 'end-of-day':
      return 'end of day';
    case 'close':
      return 'last close';
    case 'unknown':
      return 'tier unknown';
    case 'real-time':
      return 'real-time';
  }
}

/**
 * What an alert says of a value that was made well before it: ` (20 min late)`; nothing of one that was just made.
 * @param valueAt of the value by the vendor's account; `null` where it gives none, so that the plan's word has to do
 */
export function lateNote(at: number, valueAt: number | null, tier: DataTier): string {
  if (valueAt === null) return tier === 'delayed' ? ' (delayed)' : '';
  const minutes = Math.floor((at - valueAt) / minuteMs);
  return minutes < 1 ? '' : ` (${minutes} min late)`;
}
