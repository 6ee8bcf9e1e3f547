import { shownChains } from './shown-chains.ts';
import { shownLevels } from './shown-levels.ts';
import { createShownMinutes, type RecordedAndRebuilt } from './shown-minutes.ts';

/**
 * A recording as the past is shown: with rebuilt chains and levels, marked as such, where nothing was recorded. What counts
 * as recorded (coverage, gaps, retention, archive) is asked of the recording itself.
 */
export function withRebuilt<R extends RecordedAndRebuilt>(recording: R): R {
  const shown = createShownMinutes(recording);
  return { ...recording, chains: shownChains(recording, shown), levels: shownLevels(recording, shown) };
}
