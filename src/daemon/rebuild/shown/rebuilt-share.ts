const minuteMs = 60_000;

/**
 * How much of a stretch is shown by rebuilt minutes, 0 to 1; beside what was recorded, never in it.
 * @param minutes ends of those that are shown
 */
export function rebuiltShare(minutes: readonly number[], from: number, to: number): number {
  const within = minutes.filter((end) => end > from && end <= to).length;
  return to > from ? Math.min(1, (within * minuteMs) / (to - from)) : 0;
}

/** As a field that is absent where nothing is rebuilt. */
export function rebuiltField(share: number): { rebuilt?: number } {
  return share > 0 ? { rebuilt: share } : {};
}
