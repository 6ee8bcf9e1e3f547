/** How much of a span was recorded. */
export interface Coverage {
  /** Length of the span asked about. */
  spanMs: number;
  /** Of it, how much lies in gaps; gaps that overlap count once. */
  missingMs: number;
  /** Covered part of the span, 0 to 1; 1 for an empty span. */
  ratio: number;
  gaps: number;
}

/** How much of a span one job's gaps leave. A gap without an end reaches to the span's end. */
export function coverageOf(
  gaps: readonly { startedAt: number; endedAt: number | null }[],
  fromMs: number,
  toMs: number,
): Coverage {
  let missingMs = 0;
  let countedTo = fromMs;
  for (const { startedAt, endedAt } of [...gaps].sort((one, other) => one.startedAt - other.startedAt)) {
    const from = Math.max(startedAt, countedTo);
    const to = Math.min(endedAt ?? toMs, toMs);
    if (to <= from) continue;
    missingMs += to - from;
    countedTo = to;
  }
  const spanMs = Math.max(0, toMs - fromMs);
  return { spanMs, missingMs, ratio: spanMs === 0 ? 1 : 1 - missingMs / spanMs, gaps: gaps.length };
}
