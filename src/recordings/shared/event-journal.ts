/** One event of the recorder, as every daemon of a desk serves it. */
export interface JournalEntry {
  /** Epoch ms by the recorder's clock. */
  at: number;
  /** The event's name. */
  name: string;
  /** `SPY 2026-11-27` where it is meant for those that look at this chain alone; `null` for everybody. */
  subscription: string | null;
  /** The event's payload, as JSON. */
  payload: string;
}

/** An entry with its number: numbers have no holes, and follow the order of commits. */
export interface SequencedEntry extends JournalEntry {
  sequence: number;
}

/** What a client gets that subscribes to a chain, as it was after one event. */
export interface JournalSnapshot {
  /** `SPY 2026-11-27`. */
  subscription: string;
  /** Number of the last event that it holds. */
  sequence: number;
  /** Epoch ms by the recorder's clock. */
  at: number;
  /** As JSON. */
  snapshot: string;
}

/** A poll that a former recorder could not store in time, for the recorder of now. */
export interface SpooledPoll {
  id: number;
  /** Who polled it, for people. */
  sender: string;
  kind: 'quote' | 'chain';
  /** Epoch ms of the poll. */
  at: number;
  /** As JSON. */
  payload: string;
}

/** What the recorder on a shared store tells the daemons that follow it. */
export interface EventJournal {
  /** Adds events in order under the lease, and wakes the followers. Resolves to the number of the last one. */
  append(entries: readonly JournalEntry[]): Promise<number>;
  /** Events after a number, oldest first. */
  after(sequence: number, limit: number): Promise<SequencedEntry[]>;
  /** Numbers of the oldest and the newest event that are kept; 0 where there is none. */
  bounds(): Promise<{ first: number; last: number }>;
  /** Keeps snapshots in the place of those before, under the lease. */
  keepSnapshots(snapshots: readonly JournalSnapshot[]): Promise<void>;
  snapshots(): Promise<JournalSnapshot[]>;
  /** Removes events up to a number, under the lease. */
  removeUpTo(sequence: number): Promise<void>;
  /** Calls `onWake` when something may have been added, or the lease has changed hands. Resolves to how to stop. */
  onWake(listener: () => void): Promise<() => Promise<void>>;
  /** Leaves polls for the recorder; needs no lease. Kept once each: the same poll of the same sender again is ignored. */
  leave(polls: readonly Omit<SpooledPoll, 'id'>[]): Promise<void>;
  /** Polls that were left, oldest first. */
  left(limit: number): Promise<SpooledPoll[]>;
  /** Removes polls that were left, under the lease. */
  removeLeft(ids: readonly number[]): Promise<void>;
}
