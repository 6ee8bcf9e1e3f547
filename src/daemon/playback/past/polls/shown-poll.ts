import type { Levels, RecordedLevels } from '../../../../market/levels/levels.ts';
import { type FilledChain, fillChain } from '../../../../market/pricing/chain-greeks.ts';
import type { Chain } from '../../../../market/quotes/chain.ts';
import type { ChainSubscription } from '../../../../protocol/chain-subscription.ts';
import { computedLevels, drawnLevels } from '../../../underlyings/recorded-levels.ts';
import { lastNearest, type NearestPoll } from './nearest-polls.ts';
import type { LookedAt, PastContext } from '../past-context.ts';

/** A poll of a subscription's chain, as a client is shown it. */
export interface ShownPoll {
  /** `null` where retention has taken it. */
  filled: FilledChain | null;
  levels: Levels | null;
}

/** The last poll of a subscription's chain up to an instant; `null` before the first. */
export async function lastPollOf(
  { recording, marketAt }: PastContext,
  { subscription: { symbol, expiration }, at }: LookedAt,
): Promise<NearestPoll | null> {
  if (expiration === null) {
    return lastNearest(recording, (await marketAt(at)).hours.calendar, symbol, at);
  }
  const polledAt = await recording.chains.lastPollAt(symbol, expiration, at);
  return polledAt === null ? null : { expiration, at: polledAt, levels: null, isKept: true };
}

/** Reads a poll's chain, fills in its greeks, and draws its levels. */
export async function shownPoll(
  context: PastContext,
  { symbol, expiration }: ChainSubscription,
  poll: NearestPoll,
): Promise<ShownPoll> {
  const { recording, settings, marketAt, chains } = context;
  const { dealerSign } = settings;
  const { assumptions } = await marketAt(poll.at);
  const chain = poll.isKept ? await chains.at(symbol, poll.expiration, poll.at) : null;
  const filled = chain && fillChain(chain, assumptions);
  if (poll.levels) return { filled, levels: drawnLevels(poll.levels, filled, dealerSign) };
  if (!filled) return { filled, levels: null };
  // Of an expiration that is looked at by its date: on its own day its opening is known from the nearest chain's levels.
  const recorded = expiration === null ? null : await recording.levels.at(symbol, poll.at);
  const opening = openingOf(recorded, filled.chain);
  return { filled, levels: computedLevels(filled, assumptions.calendar, { dealerSign, opening }) };
}

function openingOf(recorded: RecordedLevels | null, { expiration }: Pick<Chain, 'expiration'>) {
  return recorded?.expiration === expiration ? recorded.expectedMove.opening : null;
}
