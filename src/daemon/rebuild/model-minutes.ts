import type { OpeningMove, RecordedLevels } from '../../market/levels/levels.ts';
import { lastInstant } from '../../market/calendar/instants.ts';
import { levelsOf } from '../../market/levels/compute-levels.ts';
import type { PricingAssumptions } from '../../market/pricing/assumptions.ts';
import { fillChain } from '../../market/pricing/chain-greeks.ts';
import { chainModel } from '../../market/pricing/model/chain-model.ts';
import { modelVersion } from '../../market/pricing/model-version.ts';
import { paritySpot } from '../../market/pricing/parity/parity-spot.ts';
import { withMinutePrices } from '../../market/pricing/rebuilt-prices.ts';
import { chainSession } from '../../market/products/chain-series.ts';
import { chainTimes } from '../../market/products/series-times.ts';
import type { Chain } from '../../market/quotes/chain.ts';
import type { MinuteGreeks, RebuiltProgress } from '../../recordings/rebuilt.ts';
import { createOpeningMoves } from '../underlyings/opening-moves.ts';
import type { RebuildContext } from './rebuild-context.ts';
import type { RebuiltHours } from './rebuilt-hours.ts';

const minuteMs = 60_000;

/** Real time that a step takes at most, but for its first minute and its write: the daemon has other work. */
const stepMs = 100;

/**
 * Computes volatilities, greeks and levels of the next minutes of a day and stores them.
 * @returns the end of the last one; from `session.optionClose` on nothing is left
 */
export async function modelMinutes(
  context: RebuildContext,
  { key, session }: RebuiltHours,
  { modelledUntil }: Pick<RebuiltProgress, 'modelledUntil'>,
  signal: AbortSignal,
): Promise<number> {
  const { db, clock } = context;
  const openings = createOpeningMoves();
  const before = await openingBefore(context, { key, session }, modelledUntil);
  if (before) openings.learn(before);
  const greeks: MinuteGreeks[] = [];
  const levels: RecordedLevels[] = [];
  const began = clock.monotonic();
  let until = modelledUntil ?? session.open;
  do {
    until += minuteMs;
    const chain = await db.rebuilt.chain(key.underlying, key.expiration, until);
    if (!chain) continue;
    const computed = modelMinute(context, chain, (of) => openings.of(of));
    if (!computed) continue;
    openings.learn(computed.levels);
    levels.push(computed.levels);
    greeks.push(...computed.greeks);
  } while (until < session.optionClose && !signal.aborted && clock.monotonic() - began < stepMs);
  const { refused } = await db.rebuilt.modelled(key, { greeks, levels, modelVersion, until });
  if (refused[0]) await db.rebuilt.note(key, `Levels of some minutes broke a rule: ${refused[0].reason}`);
  return until;
}

/** `null` for a minute of which nothing is known: neither a price of the underlying nor of a contract. */
function modelMinute(
  { assumptions, dealerSign }: RebuildContext,
  chain: Chain,
  openingOf: (chain: Chain) => OpeningMove | null,
): { levels: RecordedLevels; greeks: MinuteGreeks[] } | null {
  const traded = new Set(chain.contracts.flatMap(({ symbol, last }) => (last === null ? [] : [symbol])));
  if (traded.size === 0 && chain.underlyingPrice === null) return null;
  const assumed = assumptions();
  const filled = fillChain(withSpot(chain, assumed), assumed);
  const { underlying, expiration, timestamp } = chain;
  const { profile: _, ...levels } = levelsOf(filled, {
    session: chainSession(underlying, expiration, assumed.calendar),
    dealerSign: dealerSign(),
    opening: openingOf(chain),
  });
  const start = timestamp - minuteMs;
  const greeks = filled.chain.contracts
    .filter(({ symbol }) => traded.has(symbol))
    .map(({ symbol, impliedVolatility, delta, gamma, theta, vega }) => ({
      ...{ symbol, start, impliedVolatility, delta, gamma, theta, vega },
    }));
  return { levels, greeks };
}

/** Where the underlying has no bar of the minute, its options may imply the price: of that minute's trades alone. */
function withSpot(chain: Chain, assumptions: PricingAssumptions): Chain {
  if (chain.underlyingPrice !== null) return chain;
  const { underlying, expiration, timestamp } = chain;
  const times = chainTimes(underlying, expiration, assumptions.calendar);
  const model = chainModel(chain, times, timestamp, assumptions);
  const { contracts } = withMinutePrices(chain);
  const implied = model && paritySpot(contracts, { ...model, quotedAt: timestamp });
  if (!implied) return chain;
  return {
    ...chain,
    underlyingPrice: Math.round(implied.spot * 1e4) / 1e4,
    underlyingPriceSource: 'parity',
    underlyingPriceAt: timestamp,
  };
}

/** Levels that know the opening move: recorded ones where there are, else those of the minutes before. */
async function openingBefore(
  { db }: RebuildContext,
  { key, session }: RebuiltHours,
  modelledUntil: number | null,
): Promise<RecordedLevels | undefined> {
  const { underlying, date, expiration } = key;
  const hasOpening = (levels: RecordedLevels) =>
    levels.expiration === expiration && levels.expectedMove.opening !== null;
  const recorded = await db.levels.ofSession(underlying, date, session.optionClose, lastInstant);
  const found = recorded.find(hasOpening);
  if (found || modelledUntil === null) return found;
  return (await db.rebuilt.levels(underlying, session.open, modelledUntil)).find(hasOpening);
}
