import type { RebuiltProgress } from '../recordings/rebuilt.ts';

/** What a rebuild does next: lists the contracts, asks for their bars, computes, or nothing any more. */
export const rebuildStages = ['listing', 'asking', 'computing', 'done'] as const;
/** How far a rebuild is. */
export type RebuildStage = (typeof rebuildStages)[number];

/** One step of rebuilding a chain of a past day. Ask again until its stage is `done`, or `isStuck`. */
export interface RebuildStep {
  day: RebuiltProgress;
  stage: RebuildStage | 'unknown';
  /** Calls that are still to be made, and about how long they take as things are (ms); `null` before the contracts are known. */
  callsLeft: number | null;
  expectedMs: number | null;
  /** From 0 to 1: how much of the minutes has been computed. */
  computed: number;
  /** It waits for a call that nothing else needs. */
  isWaiting: boolean;
  /** What is left has failed just now, for the reasons in `day.notes`; another run may bring it. */
  isStuck: boolean;
}

/** How rebuilding stands. */
export interface RebuildState {
  /** The last step; `null` where there was none, or its day was removed. */
  step: RebuildStep | null;
  /** Why the last try came to nothing, as a sentence; `null` while it gets on. */
  problem: string | null;
}
