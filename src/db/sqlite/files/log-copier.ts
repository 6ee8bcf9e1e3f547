import { type CheckpointThread, startCheckpointThread } from './checkpoint-thread.ts';
import type { NativeDatabase } from '../connection.ts';
import type { KnownFile } from './file-watch.ts';

/** Keeps copying the write-ahead log into the database out of the way of whoever writes. */
export interface LogCopier {
  /** Called after a write of many rows. Once the log has grown enough, a thread copies it and ends. */
  onWritten(): void;
  /**
   * Runs work that writes without pause. No commit copies anything meanwhile; `copy` does, on the thread, and resolves
   * when that is done. Where the thread cannot, the commits copy again from there on, and the work goes on.
   */
  during<T>(work: (copy: () => Promise<void>) => Promise<T>): Promise<T>;
  /** Resolves when no thread is left. */
  close(): Promise<void>;
}

/**
 * Pages of 4 KiB. A poll of a chain writes up to a thousand, mostly the same ones as the poll before: the longer one
 * waits, the fewer are copied for each poll, and the more a reader has to look through.
 */
const pagesToCopy = 4000;

/**
 * Left to itself SQLite copies thousands of pages in one go, and waits for the disk, within whichever commit comes next:
 * half a second on a busy one. It still does (`wal_autocheckpoint`) when the log has grown to four times what is copied
 * here, as it does where no thread could be started.
 * @param files must lie where they are known to be, or the thread touches none of them
 */
export function createLogCopier(native: NativeDatabase, files: readonly KnownFile[] = []): LogCopier {
  let background: Promise<void> | null = null;
  let isWorkUnderWay = false;
  /** A full disk, no memory for a thread: the rest of this log is left to SQLite, whose commits tell the writer. */
  let isLeftToCommits = false;

  const withThread = async <T>(use: (thread: CheckpointThread) => Promise<T>): Promise<T> => {
    const thread = startCheckpointThread(native, files);
    try {
      return await use(thread);
    } finally {
      await thread.close();
    }
  };

  const pagesWaiting = () => {
    const [state] = native.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
    return state ? state.log - state.checkpointed : 0;
  };

  /** What was written meanwhile is copied, too, unless a reader is in the way. */
  const copyMost = async (thread: CheckpointThread) => {
    for (
      let left = Number.MAX_SAFE_INTEGER, waiting = pagesWaiting();
      waiting >= pagesToCopy && waiting < left;
    ) {
      left = waiting;
      await thread.checkpoint();
      waiting = pagesWaiting();
    }
  };

  const inBackground = async () => {
    try {
      await withThread(copyMost);
    } catch {
      isLeftToCommits = true;
    } finally {
      background = null;
    }
  };

  const settled = async () => {
    await background;
  };

  return {
    onWritten() {
      if (background || isWorkUnderWay) return;
      if (pagesWaiting() < pagesToCopy) isLeftToCommits = false;
      else if (!isLeftToCommits) background = inBackground();
    },
    async during(work) {
      await settled();
      isWorkUnderWay = true;
      const usual = native.pragma('wal_autocheckpoint', { simple: true });
      native.pragma('wal_autocheckpoint = 0');
      const leaveToCommits = () => void native.pragma(`wal_autocheckpoint = ${usual}`);
      try {
        return await withThread((thread) => work(() => thread.checkpoint().catch(leaveToCommits)));
      } finally {
        leaveToCommits();
        isWorkUnderWay = false;
      }
    },
    close: settled,
  };
}
