import { assumptionsOf, type ModelSettings } from '../../config/settings/model/model-assumptions.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import { chainSession } from '../../market/products/chain-series.ts';
import type { Chain } from '../../market/quotes/chain.ts';
import type { RecordedLevels, Levels } from '../../market/levels/levels.ts';
import { type LevelsPoint, withPoint } from '../../market/levels/levels-history.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { EventBus } from '../event-bus.ts';
import { type FilledChain, fillChain } from '../../market/pricing/chain-greeks.ts';
import type { AlertEngine } from '../alerts/alert-engine.ts';
import type { LevelsWatch } from '../alerts/follow-levels.ts';
import { levelsOf } from '../../market/levels/compute-levels.ts';
import type { MarketHours } from '../market-days/market-hours.ts';
import { createOpeningMoves } from './opening-moves.ts';
import type { RecordedSoFar } from './recorded-levels.ts';

/** The levels of the polled chains of one subscription: recorded with each chain, and shown. */
export interface LevelsTracker {
  /** Goes on from what is recorded; to be called once, before the first poll. */
  begin(recorded: RecordedSoFar): void;
  /** Of the chain polled last; `null` before the first. */
  current(): Levels | null;
  /** The chain that those are of, with what it was priced with. */
  currentChain(): FilledChain | null;
  /** The strip of the session shown, oldest first. */
  history(): readonly LevelsPoint[];
  /** The chain with greeks filled. */
  filled(chain: Chain): Chain;
  /**
   * What is stored with a chain: its levels without the contracts that were rejected; `null` where none are recorded. It
   * reads nothing but memory, since it is called within the chain's transaction.
   */
  recordedOf(chain: Chain, rejected: readonly { symbol: string }[]): RecordedLevels | null;
  /** Whether a chain is the one that is shown, and its levels have changed since: it has lost contracts. */
  isOutdated(chain: Chain): boolean;
  /** Makes a chain's levels the current ones, emits them, and has the alert engine look at them. */
  show(chain: Chain): void;
}

/** The subscription, what its levels are computed with, and where they are emitted. */
export interface LevelsTrackerOptions {
  /** What it is about; events carry this very object. */
  subscription: ChainSubscription;
  /** Whether its alerts reach every client. */
  isMain: boolean;
  /** Read at each poll: they may change meanwhile. */
  settings: Pick<Settings, 'dealerSign'> & ModelSettings;
  hours: MarketHours;
  bus: EventBus;
  alerts: Pick<AlertEngine, 'follow'>;
}

/** @returns a tracker that has seen no chain */
export function createLevelsTracker(options: LevelsTrackerOptions): LevelsTracker {
  const { subscription, isMain, settings, hours, bus, alerts } = options;
  // Levels are recorded of the nearest expiration only: those of a day are one line, and not a mixture of chains.
  const isRecorded = subscription.expiration === null;
  /** So that what is recorded and what is shown are computed once, and are the same. */
  const computed = new WeakMap<Chain, Computed>();
  const openings = createOpeningMoves();
  let current: Levels | null = null;
  let currentChain: FilledChain | null = null;
  let shown: Chain | null = null;
  let history: readonly LevelsPoint[] = [];
  let watch: LevelsWatch = () => {};

  const compute = (chain: Chain, opening = openings.of(chain)): Computed => {
    const filled = fillChain(chain, assumptionsOf(settings, hours.calendar));
    const terms = { dealerSign: settings.dealerSign, opening };
    const levels = levelsOf(filled, {
      ...terms,
      session: chainSession(chain.underlying, chain.expiration, hours.calendar),
    });
    return { filled, levels, opening };
  };
  const computedOf = (chain: Chain) => {
    const known = computed.get(chain) ?? compute(chain);
    computed.set(chain, known);
    return known;
  };
  const makeCurrent = (chain: Chain): Levels => {
    const { levels, filled } = computedOf(chain);
    openings.learn(levels);
    current = levels;
    currentChain = filled;
    return levels;
  };
  const longer = (points: readonly LevelsPoint[], levels: RecordedLevels) =>
    withPoint(points, levels, hours.calendar.sessionOn(newYorkDate(levels.timestamp)));

  return {
    begin({ chain, session, newest }) {
      for (const levels of [...session, ...newest]) openings.learn(levels);
      if (chain) makeCurrent(chain);
      history = session.reduce(longer, []);
      watch = alerts.follow({ subscription, isMain, recorded: session });
    },
    current: () => current,
    currentChain: () => currentChain,
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
      const levels = makeCurrent(chain);
      history = longer(history, levels);
      bus.emit('levels', levels, subscription);
      watch(levels);
    },
  };
}

/** What comes of a chain, and the move at its session's opening that was known before it. */
interface Computed {
  filled: FilledChain;
  levels: Levels;
  opening: Levels['expectedMove']['opening'];
}

function without(chain: Chain, rejected: readonly { symbol: string }[]): Chain {
  const left = new Set(rejected.map(({ symbol }) => symbol));
  return { ...chain, contracts: chain.contracts.filter(({ symbol }) => !left.has(symbol)) };
}
