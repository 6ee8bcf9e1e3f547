import type { Clock } from '../base/clock.ts';

export interface BackfillProgress {
  /** From 0 to 1. */
  share: number;
  bars: number;
  /** Calls that may go out at once. */
  callsLeft: number;
  /** When the next one is free, by the daemon's clock; `null` when one is. */
  nextFreeAt: number | null;
}

export interface ProgressLine {
  show(progress: BackfillProgress): void;
  /** Leaves the line; whatever comes next begins on its own. */
  end(): void;
}

const barWidth = 24;

/** One line that is drawn over itself on a terminal, and a line for each step elsewhere. */
export function createProgress(
  stream: Pick<NodeJS.WriteStream, 'write'> & { isTTY?: boolean; columns?: number },
  clock: Clock,
): ProgressLine {
  const startedAt = clock.monotonic();
  let isOpen = false;
  return {
    show(progress) {
      const line = progressText(progress, clock.monotonic() - startedAt, stream.isTTY === true);
      if (!stream.isTTY) return void stream.write(`${line}\n`);
      isOpen = true;
      stream.write(`\r\x1b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    end() {
      if (isOpen) stream.write('\n');
      isOpen = false;
    },
  };
}

export function progressText(
  { share, bars, callsLeft }: BackfillProgress,
  elapsedMs: number,
  hasBar: boolean,
): string {
  const filled = Math.round(share * barWidth);
  const bar = hasBar ? `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ` : '';
  const leftMs = share > 0 ? (elapsedMs / share) * (1 - share) : null;
  const eta = share >= 1 ? 'done' : `about ${leftMs === null ? '?' : duration(leftMs)} left`;
  const percent = `${Math.floor(share * 100)} %`;
  return `${bar}${percent.padStart(5)}  ${bars} bars  ${callsLeft} calls free  ${eta}`;
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
