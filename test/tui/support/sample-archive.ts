import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { ArchiveState } from '../../../src/protocol/archive.ts';

/** An archive of nine weeks in which nothing waits. */
export function sampleArchive(given: Partial<ArchiveState> = {}): ArchiveState {
  return {
    isEnabled: true,
    directory: '/tmp/spyglass/demo-archive',
    sessions: 44,
    bytes: 131_500_000,
    rows: 19_204_551,
    oldest: '2026-09-22',
    newest: '2026-11-20',
    last: { symbol: 'SPY', date: '2026-11-20', at: newYorkInstant('2026-11-20', '20:05') },
    waiting: 0,
    waitingSince: null,
    damaged: 0,
    running: null,
    problem: null,
    ...given,
  };
}
