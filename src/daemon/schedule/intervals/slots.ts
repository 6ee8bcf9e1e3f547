import type { Session } from '../../../market/calendar/session.ts';

/** Half-open stretch of a session in which a job runs every so often. */
export interface Window {
  from: number;
  to: number;
  intervalMs: number;
}

/** How often a job runs in each stretch of a session; `null` where it does not. */
export interface PollInterval {
  overnightMs: number | null;
  preMs: number | null;
  /** From the open to the close of the options. */
  tradingMs: number | null;
  postMs: number | null;
  /** By how much the slots lie after each window's start, so that two jobs need not call at the same instant. */
  offsetMs?: number;
}

/** The stretches of a session in which a job polls, each with its interval; in order, epoch ms. */
export function windowsOf(session: Session, pollInterval: PollInterval): Window[] {
  const { overnightOpen, preOpen, open, optionClose, postClose } = session;
  const { overnightMs, preMs, tradingMs, postMs, offsetMs = 0 } = pollInterval;
  const windows: Window[] = [];
  if (overnightMs !== null && overnightOpen !== null) {
    windows.push({ from: overnightOpen + offsetMs, to: preOpen, intervalMs: overnightMs });
  }
  if (preMs !== null) windows.push({ from: preOpen + offsetMs, to: open, intervalMs: preMs });
  if (tradingMs !== null) windows.push({ from: open + offsetMs, to: optionClose, intervalMs: tradingMs });
  if (postMs !== null) windows.push({ from: optionClose + offsetMs, to: postClose, intervalMs: postMs });
  return windows;
}

/** The stretch of a session that an instant lies in. */
export function stretchAt(session: Session, at: number): 'overnight' | 'pre' | 'trading' | 'post' {
  if (at < session.preOpen) return 'overnight';
  if (at < session.open) return 'pre';
  return at < session.optionClose ? 'trading' : 'post';
}

/** The first slot at or after `at`, aligned to the start of its window; `null` when the windows hold none. */
export function slotAtOrAfter(windows: readonly Window[], at: number): number | null {
  for (const { from, to, intervalMs } of windows) {
    const slot = at <= from ? from : from + Math.ceil((at - from) / intervalMs) * intervalMs;
    if (slot < to) return slot;
  }
  return null;
}

/** The slots after `from` and before `to`. */
export function slotsBetween(windows: readonly Window[], from: number, to: number): number[] {
  const slots: number[] = [];
  for (let at = slotAtOrAfter(windows, from + 1); at !== null && at < to; ) {
    slots.push(at);
    at = slotAtOrAfter(windows, at + 1);
  }
  return slots;
}

/** How many slots lie in `[from, to)`. */
export function countSlots(windows: readonly Window[], from: number, to: number): number {
  let slots = 0;
  for (const window of windows) {
    const first = slotAtOrAfter([window], Math.max(from, window.from));
    const end = Math.min(to, window.to);
    if (first !== null && first < end) slots += Math.ceil((end - first) / window.intervalMs);
  }
  return slots;
}
