/** Calls of a sliding window: those taken, and those that slots will take; epoch ms, ascending. */
export interface CallTimes {
  taken: readonly number[];
  planned: readonly number[];
  /** Length of the window, and how many calls it may hold. */
  windowMs: number;
  limit: number;
}

/** The first instant from `from` on at which one more call holds up no planned one. */
export function freeForSecondary(from: number, { taken, planned, windowMs, limit }: CallTimes): number {
  if (taken.length + planned.length + 1 <= limit) return from;
  const isFree = (at: number) => {
    const withIt = [...taken, ...planned, at].sort((a, b) => a - b);
    return withIt.every((end, index) => {
      if (end < at || end >= at + windowMs) return true;
      const first = withIt.findIndex((start) => start > end - windowMs);
      return index - first + 1 <= limit;
    });
  };
  const leaving = [...taken, ...planned].map((call) => call + windowMs);
  const candidates = [from, ...leaving.filter((at) => at > from)].sort((a, b) => a - b);
  return candidates.find(isFree) ?? candidates.at(-1)!;
}
