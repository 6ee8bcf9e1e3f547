import type { Logger } from '../../../base/log.ts';
import type { EventJournal, SpooledPoll as LeftPoll } from '../../../recordings/shared/event-journal.ts';
import { leftPolls } from '../../recording/spool/left-polls.ts';
import { type SpooledPoll, spooledAt } from '../../recording/spool/spooled-poll.ts';

/** Polls on their way at once: a chain is 150 kB. */
const maxTogether = 20;

/** Where polls were spooled, and where they go. */
export interface LeaveSpooledOptions {
  directory: string;
  journal: Pick<EventJournal, 'leave'>;
  /** Who polled them. */
  sender: string;
  log: Pick<Logger, 'info' | 'warn'>;
}

/**
 * Leaves what this daemon, or an earlier start of it, could not store to whoever records. What cannot be left stays in its
 * file for the next time.
 */
export async function leaveSpooled({ directory, journal, sender, log }: LeaveSpooledOptions): Promise<void> {
  try {
    for (const { file, polls, remove } of await leftPolls(directory)) {
      let count = 0;
      let some: Omit<LeftPoll, 'id'>[] = [];
      const leave = async () => {
        await journal.leave(some);
        count += some.length;
        some = [];
      };
      for await (const poll of polls()) {
        some.push(leftOf(poll, sender));
        if (some.length >= maxTogether) await leave();
      }
      await leave();
      await remove();
      log.info({ file, polls: count }, 'polls that could not be stored are left to the recorder');
    }
  } catch (error) {
    log.warn({ err: error }, 'polls that could not be stored wait for the recorder');
  }
}

function leftOf(poll: SpooledPoll, sender: string): Omit<LeftPoll, 'id'> {
  return { sender, kind: poll.kind, at: spooledAt(poll), payload: JSON.stringify(poll) };
}
