import type { Clock } from '../../../base/clock.ts';
import type { SpyglassError } from '../../../base/errors.ts';
import { eventNames } from '../../../protocol/events.ts';
import type { DeskHandOver } from '../../../protocol/desk/desk-state.ts';
import type { Snapshot } from '../../../protocol/events.ts';
import type { EventJournal } from '../../../recordings/shared/event-journal.ts';
import type { EventBus, Listener } from '../../event-bus.ts';
import { chainKey } from '../chain-key.ts';
import { journalMarks, recorderKey, snapshotEveryMs } from './journal-marks.ts';
import type { TakenSnapshot } from './journal-queue.ts';
import { createJournalWriter } from './journal-writer.ts';

/** The recorder, as those that follow it know it. */
export interface RecorderFacts {
  name: string;
  /** All symbols that it records, the first one in front. */
  symbols: readonly string[];
  /** How it came to record; `null` where it is the first one. */
  lastHandOver: DeskHandOver | null;
}

/** What is written, and where. */
export interface RecordJournalOptions {
  journal: EventJournal;
  bus: EventBus;
  clock: Clock;
  facts: RecorderFacts;
  /** What a client gets now that subscribes to each recorded chain. */
  pictures: () => readonly Snapshot[];
  onWritten: () => void;
  onError: (error: SpyglassError) => void;
}

/** The journal of a recorder. */
export interface RecordedJournal {
  /** Writes what waits, with last snapshots, if the store takes it. */
  close(): Promise<void>;
}

/**
 * Writes every event for the daemons that follow, from this turn on, and snapshots at once, with each minute and at the end.
 * Only what a client's own playback shows is nobody else's.
 */
export function recordJournal(options: RecordJournalOptions): RecordedJournal {
  const { journal, bus, clock, facts, pictures } = options;
  const writer = createJournalWriter({
    ...{ journal, clock, onWritten: options.onWritten, onError: options.onError },
    onOverflow: () => begin(),
  });
  const keep = () => {
    const at = clock.now();
    const recorder = { subscription: recorderKey, at, snapshot: JSON.stringify(facts) };
    writer.keep([recorder, ...pictures().map((picture) => takenOf(picture, at))], at);
  };
  const begin = () => {
    writer.add({ at: clock.now(), name: journalMarks.begins, subscription: null, payload: '{}' });
    keep();
  };
  const ends = eventNames
    .filter((name) => name !== 'playback')
    .map((name) => {
      const write: Listener<typeof name> = (payload, subscription) =>
        writer.add({
          ...{ at: clock.now(), name, payload: JSON.stringify(payload) },
          subscription: subscription ? chainKey(subscription) : null,
        });
      bus.on(name, write);
      return () => bus.off(name, write);
    });
  let cancel = () => {};
  const keepLater = () => {
    cancel = clock.after(snapshotEveryMs * clock.speed, () => {
      keep();
      keepLater();
    });
  };
  begin();
  keepLater();
  return {
    async close() {
      cancel();
      for (const end of ends) end();
      keep();
      await writer.close();
    },
  };
}

function takenOf(picture: Snapshot, at: number): TakenSnapshot {
  return { subscription: chainKey(picture.subscription), at, snapshot: JSON.stringify(picture) };
}
