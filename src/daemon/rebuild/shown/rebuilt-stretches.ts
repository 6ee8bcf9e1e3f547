import type { RebuiltStretch } from '../../../protocol/playback.ts';

const minuteMs = 60_000;

/**
 * Minutes that follow each other as stretches; one without a trade between two of them does not part them.
 * @param minutes their ends, epoch ms, oldest first
 */
export function rebuiltStretches(minutes: readonly number[]): RebuiltStretch[] {
  const stretches: RebuiltStretch[] = [];
  for (const to of minutes) {
    const from = to - minuteMs;
    const last = stretches.at(-1);
    if (last && from <= last.to + minuteMs) last.to = to;
    else stretches.push({ from, to });
  }
  return stretches;
}
