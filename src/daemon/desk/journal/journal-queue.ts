import type { JournalEntry, JournalSnapshot } from '../../../recordings/shared/event-journal.ts';

/** Snapshots of the instant at which they are handed over; the number of their last event comes once that is written. */
export type TakenSnapshot = Omit<JournalSnapshot, 'sequence'>;

/** Entries up to some snapshots, or up to now. */
export interface JournalPart {
  entries: JournalEntry[];
  /** Epoch ms at which they were taken; `null` where none are yet. */
  snapshots: { all: readonly TakenSnapshot[]; at: number } | null;
}

/** Entries and snapshots that are not written yet, in order. */
export interface JournalQueue {
  /** Characters of the payloads that wait. */
  size(): number;
  isEmpty(): boolean;
  first(): JournalPart;
  add(entry: JournalEntry): void;
  /** Ends the part at hand with snapshots; the next one begins with an entry that says so. */
  keep(all: readonly TakenSnapshot[], at: number, mark: JournalEntry): void;
  /** The first entries of a part, as many as go into one transaction. */
  together(part: JournalPart): JournalEntry[];
  /** Its first entries are written. */
  written(part: JournalPart, count: number): void;
  /** All of a part is written. */
  ended(part: JournalPart): void;
  clear(): void;
}

/** Of one transaction. */
const maxTogether = { entries: 500, characters: 4_000_000 };

/** @returns an empty queue */
export function createJournalQueue(): JournalQueue {
  const emptyPart = (): JournalPart => ({ entries: [], snapshots: null });
  let parts = [emptyPart()];
  let waiting = 0;
  const add = (entry: JournalEntry) => {
    parts.at(-1)!.entries.push(entry);
    waiting += entry.payload.length;
  };
  return {
    size: () => waiting,
    isEmpty: () => parts.length === 1 && parts[0]!.entries.length === 0,
    first: () => parts[0]!,
    add,
    keep(all, at, mark) {
      parts.at(-1)!.snapshots = { all, at };
      parts.push(emptyPart());
      add(mark);
    },
    together({ entries }) {
      let characters = 0;
      const end = entries.findIndex(({ payload }, index) => {
        characters += payload.length;
        return index > 0 && (index >= maxTogether.entries || characters > maxTogether.characters);
      });
      return entries.slice(0, end < 0 ? entries.length : end);
    },
    written(part, count) {
      const gone = part.entries.splice(0, count);
      // It may have been cleared meanwhile.
      if (parts.includes(part)) for (const { payload } of gone) waiting -= payload.length;
    },
    ended(part) {
      if (parts[0] === part) parts.shift();
    },
    clear() {
      parts = [emptyPart()];
      waiting = 0;
    },
  };
}
