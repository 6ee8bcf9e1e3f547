import type { Clock } from '../../base/clock.ts';
import { type ProgressLine, type ProgressStream, progressLine, shareText } from './progress-line.ts';

/** How far a backfill has come. */
export interface BackfillProgress {
  /** From 0 to 1. */
  share: number;
  bars: number;
  /** Calls that may go out at once; `null` before the first answer. */
  callsLeft: number | null;
}

/** One line that is drawn over itself on a terminal, and a line for each step elsewhere. */
export function createProgress(stream: ProgressStream, clock: Clock): ProgressLine<BackfillProgress> {
  const pace = createPace();
  return progressLine(stream, (progress) => {
    const isStart = progress.callsLeft === null;
    const leftMs = isStart ? null : pace(progress.share, clock.monotonic());
    // Elsewhere a line that says that nothing has come yet says nothing.
    return isStart && !stream.isTTY ? null : progressText(progress, leftMs, stream.isTTY === true);
  });
}

/**
 * How long the rest takes, by what has been done since the first step: with that one came all that was stored already.
 * `null` until the second step.
 */
export function createPace(): (share: number, at: number) => number | null {
  let first: { share: number; at: number } | null = null;
  return (share, at) => {
    first ??= { share, at };
    const done = share - first.share;
    return done > 0 ? ((at - first.at) / done) * (1 - share) : null;
  };
}

/** The line’s text; with a bar where the terminal is wide enough. */
export function progressText(
  { share, bars, callsLeft }: BackfillProgress,
  leftMs: number | null,
  hasBar: boolean,
): string {
  const start = `${shareText(share, hasBar)}  ${bars} bars`;
  if (share >= 1) return `${start}  done`;
  if (callsLeft === null) return `${start}  asking…`;
  const calls = callsLeft === 0 ? 'waiting for a call' : `${callsLeft} calls free`;
  return `${start}  ${calls}${leftMs === null ? '' : `  about ${duration(leftMs)} left`}`;
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
