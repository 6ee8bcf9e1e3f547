import type { DealerSign } from '../../market/levels/dealer-sign.ts';
import type { RecordedLevels, Levels } from '../../market/levels/levels.ts';
import { sessionLevels } from '../../market/levels/levels-history.ts';
import { levelsOf, levelsProfile, type LevelsTerms } from '../../market/levels/compute-levels.ts';
import type { Calendar } from '../../market/calendar/calendar.ts';
import { chainSession } from '../../market/products/chain-series.ts';
import { calendarOf } from '../../market/products/product-calendar.ts';
import { nearestExpiration } from '../../market/products/expirations.ts';
import type { Session } from '../../market/calendar/session.ts';
import type { PricingAssumptions } from '../../market/pricing/assumptions.ts';
import { type FilledChain, fillChain } from '../../market/pricing/chain-greeks.ts';
import type { Chain } from '../../market/quotes/chain.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { RecomputedLevels } from '../../recordings/levels.ts';
import type { Recording } from '../../recordings/recording.ts';
import type { MarketHours } from '../market-days/market-hours.ts';

/** Where recorded levels are read, by the daemon or by a command without one. */
export interface LevelsSource {
  levels: Pick<Recording['levels'], 'at' | 'ofSession'>;
}

/** What was recorded of a subscription before its first poll. */
export interface RecordedSoFar {
  /** The newest chain as it was recorded; `null` before the first. */
  chain: Chain | null;
  /** The session's levels, oldest first; none of an expiration whose levels are not recorded. */
  session: readonly RecordedLevels[];
  /** Those of the newest poll of the underlying, and of the poll of `chain`. */
  newest: readonly RecordedLevels[];
}

/** What is known of an underlying that was never recorded, or cannot be read. */
export const nothingRecorded: RecordedSoFar = { chain: null, session: [], newest: [] };

/** Reads the levels that polls of a subscription go on from. @param chain its newest recorded chain */
export async function recordedSoFar(
  db: LevelsSource,
  hours: MarketHours,
  { symbol, expiration }: ChainSubscription,
  chain: Chain | null,
  now: number,
): Promise<RecordedSoFar> {
  const session = expiration === null ? await levelsOfSession(db, hours, symbol, now) : [];
  const newest = [await db.levels.at(symbol, now), chain && (await db.levels.at(symbol, chain.timestamp))];
  return { chain, session, newest: newest.filter((levels) => levels !== null) };
}

/** The recorded levels of the session at hand; of the last one while the market is closed or nothing is there yet. */
export async function levelsOfSession(
  db: LevelsSource,
  { calendar }: MarketHours,
  symbol: string,
  now: number,
): Promise<RecordedLevels[]> {
  const own = calendarOf({ underlying: symbol }, calendar);
  const { phase, session } = own.phaseAt(now);
  const of = async (one: Session) =>
    sessionLevels(await db.levels.ofSession(symbol, one.date, one.optionClose, now), one);
  const rows = phase === 'closed' ? [] : await of(session);
  return rows.length > 0 ? rows : await of(own.previousSession(session.date));
}

/** The recorded levels of a date; of one that has no session after all, those of the chain that expired on it. */
export async function levelsOn(
  db: LevelsSource,
  { calendar }: MarketHours,
  { symbol, date }: { symbol: string; date: string },
  asOf: number,
): Promise<RecordedLevels[]> {
  const session = calendarOf({ underlying: symbol }, calendar).sessionOn(date);
  const levels = await db.levels.ofSession(symbol, date, session?.optionClose ?? null, asOf);
  return session ? sessionLevels(levels, session) : levels;
}

/**
 * The levels of the last poll up to an instant as they were recorded, with the bars by strike, drawn now, where the chain
 * is still kept. A chain recorded before levels were is computed now, without the move that its session began with. `null`
 * where there is neither.
 */
export async function levelsAt(
  db: LevelsSource & { chains: Pick<Recording['chains'], 'at'> },
  assumptions: PricingAssumptions,
  symbol: string,
  instant: number,
  dealerSign: DealerSign,
): Promise<Levels | null> {
  const recorded = await db.levels.at(symbol, instant);
  const expiration = recorded?.expiration ?? nearestExpiration(symbol, assumptions.calendar, instant);
  const chain = await db.chains.at(symbol, expiration, recorded?.timestamp ?? instant);
  const filled = chain && fillChain(chain, assumptions);
  if (recorded) return drawnLevels(recorded, filled, dealerSign);
  return filled && computedLevels(filled, assumptions.calendar, { dealerSign, opening: null });
}

/**
 * Recorded levels with the bars by strike, drawn now.
 * @param filled the chain of their poll; bars of another poll are not drawn, nor are they without a chain
 */
export function drawnLevels(
  recorded: RecordedLevels,
  filled: FilledChain | null,
  dealerSign: DealerSign,
): Levels {
  const sign = recorded.assumptions.dealerSign;
  const isItsChain =
    filled?.chain.timestamp === recorded.timestamp && filled.chain.expiration === recorded.expiration;
  const profile = isItsChain ? levelsProfile(filled, sign === 'unknown' ? dealerSign : sign) : null;
  return { ...recorded, profile };
}

/** The levels of a chain of which none were recorded. */
export function computedLevels(
  filled: FilledChain,
  calendar: Calendar,
  terms: Omit<LevelsTerms, 'session'>,
): Levels {
  const { underlying, expiration } = filled.chain;
  return levelsOf(filled, { ...terms, session: chainSession(underlying, expiration, calendar) });
}

/**
 * The levels of the last poll up to an instant as they were computed again since; `null` where they were not.
 * @param request `at`: the instant of the poll; `asOf`: what was computed later is not there
 */
export async function recomputedAt(
  db: LevelsSource & {
    chains: Pick<Recording['chains'], 'lastPollAt'>;
    recomputedLevels: Pick<Recording['recomputedLevels'], 'at'>;
  },
  calendar: Calendar,
  { symbol, at, asOf }: { symbol: string; at: number; asOf: number },
): Promise<RecomputedLevels | null> {
  const recorded = await db.levels.at(symbol, at);
  const expiration = recorded?.expiration ?? nearestExpiration(symbol, calendar, at);
  const timestamp = recorded?.timestamp ?? (await db.chains.lastPollAt(symbol, expiration, at));
  if (timestamp === null) return null;
  return await db.recomputedLevels.at({ underlying: symbol, expiration, timestamp }, asOf);
}
