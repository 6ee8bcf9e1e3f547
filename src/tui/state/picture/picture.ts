import type { Levels } from '../../../market/levels/levels.ts';
import type { LevelsPoint } from '../../../market/levels/levels-history.ts';
import type { Quote } from '../../../market/quotes/quote.ts';
import type { ArchiveState } from '../../../protocol/archive.ts';
import type { RebuildState } from '../../../protocol/rebuild.ts';
import type { Snapshot } from '../../../protocol/events.ts';
import type {
  Health,
  JobCoverage,
  JobState,
  PhaseState,
  SessionPriceLine,
  Usage,
} from '../../../protocol/state.ts';
import type { ChainSubscriptionState, Watched } from '../../../protocol/chain-subscription.ts';
import type { RecordedUnderlying } from '../../../protocol/recorded.ts';
import { type ChainSlice, chainSlice } from '../chain/chain-slice.ts';
import { type OwnPhase, ownPhase } from '../../present/own-phase.ts';
import type { Flash } from '../chain/price-moves.ts';

/** What the daemon has sent, one slice an event. `null` until it has arrived. */
export interface Picture {
  /** The symbol and expiration of quote, chain, price line and levels. */
  subscription: ChainSubscriptionState | null;
  watch: readonly Watched[];
  /** Every recorded symbol with its latest values, each as of its own time; empty where one symbol is recorded. */
  recorded: readonly RecordedUnderlying[];
  quote: Quote | null;
  chain: ChainSlice | null;
  priceLine: SessionPriceLine | null;
  usage: Usage | null;
  /** As the daemon has sent it. */
  marketPhase: PhaseState | null;
  /** By the options of the subscription. */
  phase: OwnPhase | null;
  health: Health;
  jobs: readonly JobState[];
  /** How much of the session each job has recorded. */
  coverage: readonly JobCoverage[];
  /** How the archive stands; `null` also where the daemon is of a version without one. */
  archive: ArchiveState | null;
  /** How the last rebuild of a past day stands; `null` where there was none since the daemon started. */
  rebuild: RebuildState | null;
  levels: Levels | null;
  /** What moved with the newest chain, for a moment. */
  flash: Flash | null;
  /** The levels of the session, poll by poll, oldest first. */
  levelsHistory: readonly LevelsPoint[];
}

const oneRecorded: readonly RecordedUnderlying[] = [];
const noHistory: readonly LevelsPoint[] = [];

export const emptyPicture: Picture = {
  subscription: null,
  watch: [],
  recorded: oneRecorded,
  quote: null,
  chain: null,
  priceLine: null,
  usage: null,
  marketPhase: null,
  phase: null,
  health: { problems: [] },
  jobs: [],
  coverage: [],
  archive: null,
  rebuild: null,
  levels: null,
  flash: null,
  levelsHistory: noHistory,
};

/** The picture without the values of its subscription. */
export function withoutSubscription(picture: Picture): Picture {
  return {
    ...picture,
    quote: null,
    chain: null,
    priceLine: null,
    levels: null,
    flash: null,
    levelsHistory: noHistory,
  };
}

export function pictureOf(snapshot: Snapshot): Picture {
  const { quote, chain, priceLine, usage, phase, health, jobs, coverage, levels, levelsHistory } = snapshot;
  const { subscription, watch, recorded = oneRecorded } = snapshot;
  return {
    ...{ subscription, watch, recorded },
    ...{ quote, priceLine, usage, health, jobs, coverage, levels, levelsHistory },
    ...{ marketPhase: phase, phase: ownPhase(phase, subscription.optionsEnd) },
    archive: snapshot.archive ?? null,
    rebuild: snapshot.rebuild ?? null,
    chain: chain && chainSlice(chain),
    flash: null,
  };
}
