import { SpyglassError } from '../../base/errors.ts';
import { RejectedRow } from '../../recordings/rejected-row.ts';

/** A poll that waits to be stored. */
export interface WaitingPoll {
  /** Epoch ms of the poll. */
  at: number;
  /** Whether it is of the main symbol: dropped last, and a gap when it is. */
  isMain: boolean;
  /** Resolves to whether it wrote anything: an unchanged quote does not. */
  store: () => Promise<boolean>;
  /** Puts it where it waits without taking memory. Returns whether it was taken there. */
  spool: () => boolean;
}

/** Polls of one kind, oldest first. */
export interface PollQueue {
  push(poll: WaitingPoll): void;
  /** Polls that are not stored, the one being stored included. */
  size(): number;
  /**
   * Stores polls one after the other, up to the first that the database does not take; to be called again when it has
   * ended only. Resolves to whether anything was written.
   * @throws SpyglassError why the database takes nothing
   */
  drain(): Promise<boolean>;
  /**
   * Takes this many polls out of memory, oldest first and secondary ones before those of the main symbol; none that is being
   * stored. What cannot be spooled is lost.
   */
  drop(count: number): void;
  /** Takes every poll out of memory, also one that is being stored, and returns how many of them are lost. */
  giveUp(): number;
}

/** Whom the queue notifies of polls that are lost, rejected or not stored. */
export interface PollQueueOptions {
  /** A poll of the main symbol is lost; the next one that waits is of `to`, `null` if none does. */
  onLost: (from: number, to: number | null) => void;
  /** A poll broke a rule of the database. */
  onRejections: (reasons: readonly string[]) => void;
  /** A poll could not be stored for a reason of its own. */
  onError: (error: unknown) => void;
}

/** @returns a queue of polls that wait for the database, empty */
export function createPollQueue({ onLost, onRejections, onError }: PollQueueOptions): PollQueue {
  const polls: WaitingPoll[] = [];
  let storing: WaitingPoll | null = null;

  /** Takes a poll out of the queue, unless it was given up meanwhile. Returns whether it was there. */
  const remove = (poll: WaitingPoll): boolean => {
    const index = polls.indexOf(poll);
    if (index >= 0) polls.splice(index, 1);
    return index >= 0;
  };
  const lose = (poll: WaitingPoll) => {
    if (remove(poll) && poll.isMain) onLost(poll.at, polls.find(({ isMain }) => isMain)?.at ?? null);
  };
  /** Returns whether it is lost. */
  const moveOut = (poll: WaitingPoll): boolean => {
    const isLost = !poll.spool();
    if (isLost) lose(poll);
    else remove(poll);
    return isLost;
  };

  /** @throws SpyglassError why the database takes nothing */
  const store = async (poll: WaitingPoll): Promise<boolean> => {
    storing = poll;
    try {
      const hasWritten = await poll.store();
      remove(poll);
      return hasWritten;
    } catch (error) {
      if (error instanceof RejectedRow) {
        // The database would reject it for ever: count it with the rows that made no sense.
        onRejections([`not stored: ${error.message}`]);
      } else if (error instanceof SpyglassError) {
        throw error;
      } else {
        onError(error);
      }
      lose(poll);
      return false;
    } finally {
      storing = null;
    }
  };

  return {
    push: (poll) => void polls.push(poll),
    size: () => polls.length,
    async drain() {
      let hasWritten = false;
      for (let poll = polls[0]; poll !== undefined; poll = polls[0]) {
        hasWritten = (await store(poll)) || hasWritten;
      }
      return hasWritten;
    },
    drop(count) {
      for (let left = count; left > 0; left--) {
        const idle = polls.filter((poll) => poll !== storing);
        const next = idle.find(({ isMain }) => !isMain) ?? idle[0];
        if (next === undefined) break;
        moveOut(next);
      }
    },
    giveUp() {
      return [...polls].filter(moveOut).length;
    },
  };
}
