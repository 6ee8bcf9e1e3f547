import type { Clock } from '../../base/clock.ts';
import type { PhaseState } from '../../protocol/state.ts';
import type { EventBus } from '../event-bus.ts';

/** What the watch over the market's phase needs. */
export interface PhaseWatchOptions {
  clock: Clock;
  phaseNow: () => PhaseState;
  bus: EventBus;
  /** An overnight session, pre-market or regular trading begins, or an overnight session turns out to be none: a new price line. */
  onNewSession: () => void;
}

/** Long sleeps would miss a suspended machine or a stepped clock. */
const longestNapMs = 30_000;

/** Emits `phase` when the market moves into another phase. Returns how to stop it. */
export function startPhaseWatch({ clock, phaseNow, bus, onNewSession }: PhaseWatchOptions): () => void {
  let last = phaseNow();
  let cancel = () => {};
  const look = () => {
    const now = clock.now();
    const next = phaseNow();
    if (
      next.phase !== last.phase ||
      next.expiration !== last.expiration ||
      next.session.date !== last.session.date
    ) {
      const isNewLine =
        last.phase === 'overnight' ||
        next.phase === 'overnight' ||
        next.phase === 'pre' ||
        next.phase === 'regular';
      last = next;
      bus.emit('phase', next);
      if (isNewLine) onNewSession();
    }
    cancel = clock.after(Math.min(longestNapMs, Math.max(1, next.nextChangeAt - now)), look);
  };
  look();
  return () => cancel();
}
