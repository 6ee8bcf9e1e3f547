import type { Settings } from '../../config/settings/settings-table.ts';
import type { Recording } from '../../recordings/recording.ts';
import type { Chain } from '../../market/quotes/chain.ts';
import type { DealerSign } from '../../market/levels/dealer-sign.ts';
import type { RecordedLevels, Levels } from '../../market/levels/levels.ts';
import { type LevelsPoint, withPoint } from '../../market/levels/levels-history.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { Session } from '../../market/calendar/session.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { EventBus } from '../event-bus.ts';
import { type FilledChain, fillChain, rates } from '../../market/pricing/chain-greeks.ts';
import type { AlertEngine } from '../alerts/alert-engine.ts';
import { levelsOf } from '../../market/levels/compute-levels.ts';
import type { MarketHours } from '../market-days/market-hours.ts';

/** The levels of the polled chains of one subscription: recorded with each chain, and shown. */
export interface LevelsTracker {
  /** Of the chain polled last; `null` before the first. */
  current(): Levels | null;
  /** The strip of the session shown, oldest first. */
  history(): readonly LevelsPoint[];
  /** The chain with greeks filled. */
  filled(chain: Chain): Chain;
  /** What is stored with a chain: its levels without the contracts that were rejected; `null` where none are recorded. */
  recordedOf(chain: Chain, rejected: readonly { symbol: string }[]): RecordedLevels | null;
  /** Whether a chain is the one that is shown, and its levels have changed since: it has lost contracts. */
  isOutdated(chain: Chain): boolean;
  /** Makes a chain's levels the current ones, emits them, and has the alert engine look at them. */
  show(chain: Chain): void;
}

/** The subscription, what its levels are computed with, and where they are recorded and emitted. */
export interface LevelsTrackerOptions {
  /** What it is about; events carry this very object. */
  subscription: ChainSubscription;
  /** Whether its alerts reach every client. */
  isMain: boolean;
  /** Read at each poll: they may change meanwhile. */
  settings: Pick<Settings, 'dealerSign'>;
  hours: MarketHours;
  db: LevelsSource;
  bus: EventBus;
  alerts: Pick<AlertEngine, 'follow'>;
  /** The newest recorded chain as it was recorded; `null` before the first. */
  lastChain: Chain | null;
  /** By the daemon's clock. */
  now: number;
  onStoreError: (error: unknown) => void;
}

/** @returns a tracker that shows the levels of `lastChain` until the first poll */
export function createLevelsTracker(options: LevelsTrackerOptions): LevelsTracker {
  const { subscription, isMain, settings, hours, db, bus, alerts, lastChain } = options;
  const { onStoreError } = options;
  // Levels are recorded of the nearest expiration only: those of a day are one line, and not a mixture of chains.
  const isRecorded = subscription.expiration === null;
  /** So that what is recorded and what is shown are computed once, and are the same. */
  const computed = new WeakMap<Chain, Computed>();
  let current: Levels | null = null;
  let shown: Chain | null = null;

  /** A database that cannot be read must not cost the picture. */
  const recordedUpTo = (underlying: string, timestamp: number) => {
    try {
      return db.levels.at(underlying, timestamp);
    } catch (error) {
      onStoreError(error);
      return null;
    }
  };
  const openingOf = ({ underlying, expiration, timestamp }: Chain) => {
    const isAfterCurrent =
      current?.underlying === underlying &&
      current.expiration === expiration &&
      current.timestamp <= timestamp;
    const before = isAfterCurrent ? current : recordedUpTo(underlying, timestamp);
    return before?.expiration === expiration ? before.expectedMove.opening : null;
  };
  const compute = (chain: Chain, opening = openingOf(chain)): Computed => {
    const filled = fillChain(chain, hours.calendar);
    const terms = { dealerSign: settings.dealerSign, opening };
    const levels = levelsOf(filled, {
      ...terms,
      ...rates,
      session: hours.calendar.sessionOn(chain.expiration),
    });
    return { filled, levels, opening };
  };
  const computedOf = (chain: Chain) => {
    const known = computed.get(chain) ?? compute(chain);
    computed.set(chain, known);
    return known;
  };

  current = lastChain && computedOf(lastChain).levels;
  const recorded = isRecorded ? levelsOfSession(db, hours, subscription.symbol, options.now) : [];
  const longer = (history: readonly LevelsPoint[], levels: RecordedLevels) =>
    withPoint(history, levels, hours.calendar.sessionOn(newYorkDate(levels.timestamp)));
  let history = recorded.reduce(longer, []);
  const watch = alerts.follow({ subscription, isMain, recorded });

  return {
    current: () => current,
    history: () => history,
    filled: (chain) => computedOf(chain).filled.chain,
    recordedOf(chain, rejected) {
      if (!isRecorded) return null;
      // With the terms of the first time: what is current by now may be of a later poll.
      if (rejected.length > 0)
        computed.set(chain, compute(without(chain, rejected), computedOf(chain).opening));
      return computedOf(chain).levels;
    },
    isOutdated: (chain) => shown === chain && current !== computedOf(chain).levels,
    show(chain) {
      shown = chain;
      current = computedOf(chain).levels;
      history = longer(history, current);
      bus.emit('levels', current, subscription);
      watch(current);
    },
  };
}

/** What comes of a chain, and the move at its session's opening that was known before it. */
interface Computed {
  filled: FilledChain;
  levels: Levels;
  opening: Levels['expectedMove']['opening'];
}

/** Where recorded levels are read, by the daemon or by a command without one. */
export interface LevelsSource {
  levels: Pick<Recording['levels'], 'at' | 'ofSession'>;
}

/** The recorded levels of the session at hand; of the last one while the market is closed or nothing is there yet. */
export function levelsOfSession(
  db: LevelsSource,
  { calendar }: MarketHours,
  symbol: string,
  now: number,
): RecordedLevels[] {
  const { phase, session } = calendar.phaseAt(now);
  const of = ({ date, optionClose }: Session) => db.levels.ofSession(symbol, date, optionClose, now);
  const rows = phase === 'closed' ? [] : of(session);
  return rows.length > 0 ? rows : of(calendar.previousSession(session.date));
}

/**
 * The levels of the last poll up to an instant as they were recorded, with the bars by strike, drawn now, where the chain
 * is still kept. A chain recorded before levels were is computed now, without the move that its session began with. `null`
 * where there is neither.
 */
export function levelsAt(
  db: LevelsSource & { chains: Pick<Recording['chains'], 'at'> },
  { calendar }: MarketHours,
  symbol: string,
  instant: number,
  dealerSign: DealerSign,
): Levels | null {
  const recorded = db.levels.at(symbol, instant);
  const expiration = recorded?.expiration ?? calendar.zeroDteExpiry(instant);
  const chain = db.chains.at(symbol, expiration, recorded?.timestamp ?? instant);
  if (!recorded && !chain) return null;
  const sign = recorded?.assumptions.dealerSign ?? 'unknown';
  const fresh =
    chain &&
    levelsOf(fillChain(chain, calendar), {
      ...rates,
      session: calendar.sessionOn(expiration),
      dealerSign: sign === 'unknown' ? dealerSign : sign,
      opening: recorded?.expectedMove.opening ?? null,
    });
  if (!recorded) return fresh;
  return { ...recorded, profile: fresh?.timestamp === recorded.timestamp ? fresh.profile : null };
}

function without(chain: Chain, rejected: readonly { symbol: string }[]): Chain {
  const left = new Set(rejected.map(({ symbol }) => symbol));
  return { ...chain, contracts: chain.contracts.filter(({ symbol }) => !left.has(symbol)) };
}
