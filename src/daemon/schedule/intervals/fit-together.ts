import { callsOf, fitIntervals, type FittedIntervals, type WantedPolls } from './fit-intervals.ts';
import { fitRecorded, type RecordedFit } from './fit-recorded.ts';
import type { PacedFit } from './kept-pace.ts';

/** What the recorded jobs give up at most for the sake of others. */
const othersShare = 1 / 3;
/** Others are never fitted into less of the calls than this part: they only go out where no recorded one has to wait. */
const minShare = 1 / 60;

/**
 * The recorded jobs as if they were alone, and others with what that leaves. Where that is not enough for them, the
 * recorded jobs do with two thirds of the calls at worst; none is given up for the sake of others.
 * @param ranks of the recorded jobs, see `fitRecorded`
 * @param paced makes a fit of the recorded jobs one that is kept, see `keepPace`
 */
export function fitTogether(
  ranks: readonly (readonly WantedPolls[])[],
  others: readonly WantedPolls[],
  callsPerMinute: number,
  paced: (fit: RecordedFit) => PacedFit = (fit) => ({ ...fit, offsets: null }),
): { main: PacedFit; others: FittedIntervals } {
  const recorded = ranks.flat();
  const left = (plan: RecordedFit) => {
    const polled = recorded.filter(({ job }) => !plan.givenUp.includes(job));
    return callsPerMinute - callsOf(polled, plan.intervals);
  };
  const alone = fitRecorded(ranks, callsPerMinute);
  const wanted = others.reduce((sum, wish) => sum + (wish.calls * 60_000) / wish.intervalMs, 0);
  const share = Math.min(wanted, callsPerMinute * othersShare);
  const smaller = left(alone) < share ? fitRecorded(ranks, callsPerMinute - share) : alone;
  const chosen = paced(smaller.givenUp.length > alone.givenUp.length ? alone : smaller);
  // Slots are not spread evenly: of what is left over the minutes, about half lies where a call delays none of them.
  const usable = left(chosen) < wanted ? left(chosen) / 2 : left(chosen);
  return { main: chosen, others: fitIntervals(others, Math.max(usable, callsPerMinute * minShare)) };
}
