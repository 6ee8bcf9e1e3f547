import type { Clock } from '../../../base/clock.ts';
import { type SpyglassError, toSpyglassError } from '../../../base/errors.ts';
import type { EventJournal, JournalEntry } from '../../../recordings/shared/event-journal.ts';
import { journalMarks } from './journal-marks.ts';
import {
  createJournalQueue,
  type JournalPart,
  type JournalQueue,
  type TakenSnapshot,
} from './journal-queue.ts';

/** Writes entries in order, one transaction after the other; what comes meanwhile goes into the next one together. */
export interface JournalWriter {
  add(entry: JournalEntry): void;
  /** Keeps snapshots that hold all entries so far, and tells the followers. */
  keep(snapshots: readonly TakenSnapshot[], at: number): void;
  /** Resolves when all is written, or the store does not take it. */
  settled(): Promise<void>;
  /** Tries once more; nothing is taken or tried again after that. */
  close(): Promise<void>;
}

/** Where entries are written, and who hears of what goes wrong. */
export interface JournalWriterOptions {
  journal: Pick<EventJournal, 'append' | 'bounds' | 'keepSnapshots' | 'removeUpTo'>;
  clock: Clock;
  /** The store has taken entries again. */
  onWritten: () => void;
  onError: (error: SpyglassError) => void;
  /** More waits than is kept: all of it was dropped, and the followers are to begin anew. */
  onOverflow: () => void;
}

const retryMs = 1000;
/** What waits for a store that is away: a minute or two of three chains. */
const maxWaiting = 32_000_000;
/** Events are kept this long (real ms) for followers that lag behind. */
const keptMs = 5 * 60_000;

/** @returns a writer that has written nothing yet */
export function createJournalWriter(options: JournalWriterOptions): JournalWriter {
  const { journal, clock, onWritten, onError, onOverflow } = options;
  const queue = createJournalQueue();
  const writePart = createPartWriter(journal, queue, clock);
  let flight: Promise<void> | null = null;
  let cancelRetry: (() => void) | null = null;
  let isClosed = false;

  const writeAll = async () => {
    try {
      while (!queue.isEmpty()) await writePart(queue.first());
      onWritten();
    } catch (thrown) {
      const error = toSpyglassError(thrown);
      if (!isClosed && error.code !== 'lease_lost') cancelRetry = clock.after(retryMs * clock.speed, write);
      onError(error);
    }
    flight = null;
  };
  const write = () => {
    cancelRetry?.();
    cancelRetry = null;
    // Not in this turn: what else it brings goes along.
    flight ??= Promise.resolve().then(writeAll);
  };
  const writeSoon = () => {
    if (cancelRetry === null) write();
  };

  return {
    add(entry) {
      if (isClosed) return;
      queue.add(entry);
      if (queue.size() > maxWaiting) {
        queue.clear();
        return onOverflow();
      }
      writeSoon();
    },
    keep(all, at) {
      if (isClosed) return;
      queue.keep(all, at, { at, name: journalMarks.snapshots, subscription: null, payload: '{}' });
      writeSoon();
    },
    settled: async () => void (await flight),
    async close() {
      isClosed = true;
      if (!queue.isEmpty()) write();
      await flight;
      cancelRetry?.();
    },
  };
}

/** Writes some entries of a part, and its snapshots after the last of them. */
function createPartWriter(
  journal: JournalWriterOptions['journal'],
  queue: JournalQueue,
  clock: Clock,
): (part: JournalPart) => Promise<void> {
  const trim = createTrimming(journal, clock);
  /** Number of the last entry; `null` before it is known. */
  let last: number | null = null;
  /** Entries whose transaction failed, which it may have done after its commit. */
  let unsure: { part: JournalPart; count: number } | null = null;

  /** Numbers have no holes and nobody else writes: whether a failed transaction was committed is known from the last one. */
  const look = async () => {
    const newest = (await journal.bounds()).last;
    if (last !== null && unsure && newest >= last + unsure.count) queue.written(unsure.part, unsure.count);
    unsure = null;
    last = newest;
  };
  return async (part) => {
    if (last === null || unsure) await look();
    const some = queue.together(part);
    if (some.length > 0) {
      unsure = { part, count: some.length };
      last = await journal.append(some);
      unsure = null;
      queue.written(part, some.length);
    }
    if (part.entries.length > 0 || !part.snapshots) return;
    const sequence = last!;
    await journal.keepSnapshots(part.snapshots.all.map((snapshot) => ({ ...snapshot, sequence })));
    queue.ended(part);
    await trim(sequence, part.snapshots.at);
  };
}

/** Removes what is older than followers need: what the snapshots hold, after some minutes. */
function createTrimming(journal: Pick<EventJournal, 'removeUpTo'>, { speed }: Clock) {
  const kept: { sequence: number; at: number }[] = [];
  return async (sequence: number, at: number) => {
    kept.push({ sequence, at });
    const old = kept.findLast((before) => before.at <= at - keptMs * speed);
    if (!old) return;
    kept.splice(0, kept.indexOf(old) + 1);
    await journal.removeUpTo(old.sequence);
  };
}
