import type { CountedDays } from '../outline/counted-days.ts';
import type { ChainSubscription } from '../../../protocol/chain-subscription.ts';
import { withRebuilt } from '../../rebuild/shown/with-rebuilt.ts';
import { createPastChains, type PastChains } from './polls/past-chains.ts';
import { keepSessionLevels } from './polls/session-levels.ts';
import { pollsOf } from './polls/polls-of.ts';
import { keepSessionPolls, type SessionPolls } from './polls/session-polls.ts';
import { createMarketAt, type MarketAt } from './past-market.ts';
import type { RecordingReader } from '../../../recordings/recording.ts';
import type { PastSettings } from './past-settings.ts';

/** What every read of the past works with. */
export interface PastContext {
  /** As it is shown: with what was rebuilt where nothing was recorded. */
  recording: RecordingReader;
  /** What was recorded alone: only this counts as coverage. */
  recorded: RecordingReader;
  settings: PastSettings;
  marketAt: MarketAt;
  chains: PastChains;
  /** Levels session by session. */
  sessions: ReturnType<typeof keepSessionLevels>;
  polls: SessionPolls;
  /** Polls of days that were counted before. */
  countedDays: CountedDays;
}

/** A subscription at an instant (epoch ms). */
export interface LookedAt {
  subscription: ChainSubscription;
  at: number;
}

/** @returns a context that has read nothing yet */
export function createPastContext(recorded: RecordingReader, settings: PastSettings): PastContext {
  const recording = withRebuilt(recorded);
  const marketAt = createMarketAt(settings, recording);
  return {
    ...{ recording, recorded, settings, marketAt },
    polls: keepSessionPolls((...of) => pollsOf({ recording, marketAt }, ...of)),
    chains: createPastChains(recording),
    sessions: keepSessionLevels(recording.levels),
    countedDays: new Map(),
  };
}
