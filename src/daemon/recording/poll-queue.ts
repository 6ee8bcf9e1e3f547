import { SpyglassError } from '../../base/errors.ts';
import { RejectedRow } from '../../recordings/rejected-row.ts';

/** A poll that waits to be stored. */
export interface WaitingPoll {
  /** Epoch ms of the poll. */
  at: number;
  /** Whether it is of the main symbol: dropped last, and a gap when it is. */
  isMain: boolean;
  /** Returns whether it wrote anything: an unchanged quote does not. */
  store: () => boolean;
}

/** Polls of one kind, oldest first. */
export interface PollQueue {
  push(poll: WaitingPoll): void;
  size(): number;
  /**
   * Stores polls up to the first that the database does not take. Returns whether anything was written.
   * @throws SpyglassError why the database takes nothing
   */
  drain(): boolean;
  /** Drops this many polls, oldest first and secondary ones before those of the main symbol. */
  drop(count: number): void;
}

export interface PollQueueOptions {
  /** A poll of the main symbol is lost; the next one that waits is of `to`, `null` if none does. */
  onLost: (from: number, to: number | null) => void;
  /** A poll broke a rule of the database. */
  onRefusals: (reasons: readonly string[]) => void;
  /** A poll could not be stored for a reason of its own. */
  onError: (error: unknown) => void;
}

export function createPollQueue({ onLost, onRefusals, onError }: PollQueueOptions): PollQueue {
  const polls: WaitingPoll[] = [];
  const dropAt = (index: number) => {
    const [poll] = polls.splice(index, 1);
    if (poll?.isMain) onLost(poll.at, polls.find(({ isMain }) => isMain)?.at ?? null);
  };
  return {
    push: (poll) => void polls.push(poll),
    size: () => polls.length,
    drain() {
      let hasWritten = false;
      for (let poll = polls[0]; poll !== undefined; poll = polls[0]) {
        try {
          hasWritten = poll.store() || hasWritten;
        } catch (error) {
          if (error instanceof RejectedRow) {
            // The database would reject it for ever: count it with the rows that made no sense.
            onRefusals([`not stored: ${error instanceof Error ? error.message : String(error)}`]);
          } else if (error instanceof SpyglassError) {
            throw error;
          } else {
            onError(error);
          }
          dropAt(0);
          continue;
        }
        polls.shift();
      }
      return hasWritten;
    },
    drop(count) {
      for (let left = Math.min(count, polls.length); left > 0; left--) {
        const secondary = polls.findIndex(({ isMain }) => !isMain);
        dropAt(Math.max(0, secondary));
      }
    },
  };
}
