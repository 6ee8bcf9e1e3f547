import type { Missed } from '../../../protocol/missed.ts';
import type { PlaybackGap } from '../../../protocol/playback.ts';

/**
 * The time in which any job recorded nothing: an outage leaves a gap in each job, seconds apart, and is one for people.
 * @param until when a gap that lasts is cut
 */
export function missingTogether(gaps: readonly PlaybackGap[], until: number): Missed['missing'] {
  const spans = gaps
    .map(({ from, to, reason }) => ({ from, to: to ?? until, reason }))
    .sort((one, other) => one.from - other.from);
  const merged: { from: number; to: number }[] = [];
  const byReason = new Map<string, number>();
  for (const { from, to, reason } of spans) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
    byReason.set(reason, (byReason.get(reason) ?? 0) + to - from);
  }
  return {
    gaps: merged.length,
    ms: merged.reduce((total, { from, to }) => total + to - from, 0),
    reasons: [...byReason].sort(([, one], [, other]) => other - one).map(([reason]) => reason),
  };
}
