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
    if (isOtherPhase(last, next)) {
      const isNewLine = beginsLine(last, next);
      last = next;
      bus.emit('phase', next);
      if (isNewLine) onNewSession();
    }
    cancel = clock.after(Math.min(longestNapMs, Math.max(1, next.nextChangeAt - now)), look);
  };
  look();
  return () => cancel();
}

/** Whether clients are sent a phase after another one. */
export function isOtherPhase(last: PhaseState, next: PhaseState): boolean {
  return (
    next.phase !== last.phase ||
    next.expiration !== last.expiration ||
    next.session.date !== last.session.date
  );
}

/** Whether the market moves into a phase with a new price line; see `onNewSession`. */
export function beginsLine(last: PhaseState, next: PhaseState): boolean {
  return [last.phase, next.phase].includes('overnight') || next.phase === 'pre' || next.phase === 'regular';
}
