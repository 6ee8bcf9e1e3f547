import type { Clock } from '../../base/clock.ts';
import type { Calendar } from '../../market/calendar/calendar.ts';
import { addDays, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import { levelsOf } from '../../market/levels/compute-levels.ts';
import type { DealerSign } from '../../market/levels/dealer-sign.ts';
import type { RecordedLevels } from '../../market/levels/levels.ts';
import type { PricingAssumptions } from '../../market/pricing/assumptions.ts';
import { fillChain } from '../../market/pricing/chain-greeks.ts';
import { modelVersion } from '../../market/pricing/model-version.ts';
import { chainSession } from '../../market/products/chain-series.ts';
import { expirationsOf } from '../../market/products/expirations.ts';
import type { Chain } from '../../market/quotes/chain.ts';
import type { RecomputeStep } from '../../protocol/state.ts';
import type { PollKey } from '../../recordings/levels.ts';
import type { Recording } from '../../recordings/recording.ts';
import { createOpeningMoves, type OpeningMoves } from '../underlyings/opening-moves.ts';

/** Which day's levels to compute again. */
export interface RecomputeRequest {
  symbol: string;
  /** Date in New York, `YYYY-MM-DD`. */
  date: string;
  /** Epoch ms of the first poll of this step; the day's first by default. */
  from?: number | undefined;
}

/** The recordings, and what the levels are computed with. */
export interface RecomputeDeps {
  db: {
    chains: Pick<Recording['chains'], 'at' | 'polledAt'>;
    levels: Pick<Recording['levels'], 'ofSession'>;
    recomputedLevels: Recording['recomputedLevels'];
  };
  assumptions: PricingAssumptions;
  dealerSign: DealerSign;
  /** Epoch ms: what was recorded later is not there. */
  asOf: number;
  clock: Clock;
  /** Epoch ms at which they are computed again; the clock's time by default. */
  recomputedAt?: number;
  signal: AbortSignal;
}

/** Real time that a step takes at most, but for its first poll and its write: the daemon has other work. */
const stepMs = 100;

/**
 * Computes the levels of some recorded polls of a day by the present model and settings, and stores them beside those of
 * the time. Whoever wants the whole day asks again from `nextFrom` on. What is stored already is replaced, so that it can
 * be run again at any time. The opening move is that of the first recorded chain that has one, as when it was recorded.
 */
export async function recomputeStep(deps: RecomputeDeps, request: RecomputeRequest): Promise<RecomputeStep> {
  const { db, clock, recomputedAt, signal } = deps;
  const polls = await pollsOf(deps, request);
  const from = request.from ?? 0;
  const found = polls.findIndex(({ timestamp }) => timestamp >= from);
  const first = found < 0 ? polls.length : found;
  const openings = createOpeningMoves();
  await learnBefore(deps, polls.slice(0, first), openings);
  const computed: RecordedLevels[] = [];
  let missing = 0;
  let next = first;
  const began = clock.monotonic();
  const isTime = () => !signal.aborted && clock.monotonic() - began < stepMs;
  // Polls of one instant are never divided: the next step begins at an instant.
  const isSameInstant = () => polls[next]!.timestamp === polls[next - 1]!.timestamp;
  for (; next < polls.length && (next === first || isTime() || isSameInstant()); next++) {
    const { underlying, expiration, timestamp, recorded } = polls[next]!;
    const chain = await db.chains.at(underlying, expiration, timestamp);
    if (chain?.timestamp !== timestamp) {
      missing += 1;
      continue;
    }
    const levels = levelsAgain(deps, chain, openings, recorded);
    openings.learn(levels);
    computed.push(levels);
  }
  const { stored, refused } = await db.recomputedLevels.record(computed, recomputedAt ?? clock.now());
  return {
    ...{ polls: polls.length, done: next, stored, missing, modelVersion },
    refused: refused.map(({ reason }) => reason),
    nextFrom: polls[next]?.timestamp ?? null,
  };
}

interface Poll extends PollKey {
  /** Its levels as they were recorded; `null` where none were. */
  recorded: RecordedLevels | null;
}

/** The polls of a day whose levels are recorded, and those of the nearest expiration from before levels were, oldest first. */
async function pollsOf(
  { db, assumptions: { calendar }, asOf: last }: RecomputeDeps,
  { symbol, date }: RecomputeRequest,
): Promise<Poll[]> {
  const from = newYorkInstant(date, '00:00');
  const end = newYorkInstant(addDays(date, 1), '00:00');
  const asOf = Math.min(end - 1, last);
  const recorded = await db.levels.ofSession(symbol, date, end, asOf);
  const polls: Poll[] = recorded.map((levels) => ({
    ...{ underlying: symbol, expiration: levels.expiration, timestamp: levels.timestamp, recorded: levels },
  }));
  const known = new Set(polls.map(({ timestamp }) => timestamp));
  for (const expiration of nearestOn(symbol, calendar, { from, end })) {
    for (const timestamp of await db.chains.polledAt(symbol, expiration, from, asOf)) {
      const isNearest = nearestAt(symbol, calendar, timestamp) === expiration;
      if (isNearest && !known.has(timestamp)) {
        polls.push({ underlying: symbol, expiration, timestamp, recorded: null });
      }
    }
  }
  return polls.sort((one, other) => one.timestamp - other.timestamp);
}

const nearestAt = (symbol: string, calendar: Calendar, at: number) => expirationsOf(symbol, calendar, at)[0]!;

/** The nearest expirations of the day: the one in force until the options' close, and the next. */
function nearestOn(symbol: string, calendar: Calendar, { from, end }: { from: number; end: number }) {
  return new Set([nearestAt(symbol, calendar, from), nearestAt(symbol, calendar, end - 1)]);
}

/** The opening move that the steps before have found: it is exact in the row of the poll that measured it. */
async function learnBefore(
  { db, asOf }: RecomputeDeps,
  before: readonly Poll[],
  openings: OpeningMoves,
): Promise<void> {
  for (const poll of before) {
    const found = await db.recomputedLevels.at(poll, asOf);
    if (found?.levels.modelVersion !== modelVersion) continue;
    openings.learn(found.levels);
    if (found.levels.expectedMove.opening !== null) return;
  }
}

function levelsAgain(
  { assumptions, dealerSign }: RecomputeDeps,
  chain: Chain,
  openings: OpeningMoves,
  recorded: RecordedLevels | null,
): RecordedLevels {
  const filled = fillChain(chain, assumptions);
  const session = chainSession(chain.underlying, chain.expiration, assumptions.calendar);
  const levelsWith = (opening: RecordedLevels['expectedMove']['opening']) =>
    levelsOf(filled, { session, dealerSign, opening });
  const levels = levelsWith(openings.of(chain));
  const known = recorded?.expectedMove.opening ?? null;
  // The chain that measured it may be gone.
  return levels.expectedMove.opening === null && known !== null ? levelsWith(known) : levels;
}
