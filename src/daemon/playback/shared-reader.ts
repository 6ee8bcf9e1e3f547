import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { PastReader } from './past-reader.ts';
import { callReader, readerOf } from './reader-calls.ts';

/** Real milliseconds after which a reader that nobody has asked is closed. */
const idleMs = 60_000;

/** A reader that is opened when it is needed. */
export interface SharedReader {
  /** Opens it if it is not open; every method as of `PastReader`. @throws SpyglassError `not_running` once it is closed */
  readonly shared: PastReader;
  /** Keeps it open until what this returns is called. */
  hold(): () => void;
  /** Closes it for good, also while it opens. */
  close(): Promise<void>;
}

/** @param open makes a reader; what it throws reaches whoever asked, and the next one tries again */
export function createSharedReader(open: () => Promise<PastReader>, clock: Clock): SharedReader {
  let opening: Promise<PastReader> | null = null;
  let holders = 0;
  let asking = 0;
  let isClosed = false;
  let cancel = () => {};

  const release = () => {
    cancel();
    if (holders + asking > 0 || isClosed) return;
    cancel = clock.after(idleMs * clock.speed, () => void drop());
  };
  const drop = async () => {
    const dropped = opening;
    opening = null;
    if (dropped) await closed(dropped);
  };
  const shared: PastReader = {
    ...readerOf(async (method, params) => {
      // None is opened to give up what went with the one before.
      if (method === 'closeExport' && !opening) return;
      // A seek asks several times: one opened in its midst would outlive the daemon, and keep its process alive.
      if (isClosed) throw new SpyglassError('not_running', 'The daemon is closing.');
      cancel();
      asking += 1;
      opening ??= open();
      const own = opening;
      try {
        return await callReader(await own, method, params);
      } catch (error) {
        // One that did not open, or a thread that has ended, answers nothing: the next call opens another one.
        const isOver = isLost(error) || !(await hasOpened(own));
        if (isOver && opening === own) opening = null;
        throw error;
      } finally {
        asking -= 1;
        release();
      }
    }),
    close: drop,
  };
  return {
    shared,
    hold() {
      holders += 1;
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        holders -= 1;
        release();
      };
    },
    async close() {
      isClosed = true;
      cancel();
      await drop();
    },
  };
}

function hasOpened(opening: Promise<PastReader>): Promise<boolean> {
  return opening.then(
    () => true,
    () => false,
  );
}

/** One that did not open has nothing to close; whoever asked has heard why. */
async function closed(opening: Promise<PastReader>): Promise<void> {
  await Promise.allSettled([opening.then((reader) => reader.close())]);
}

function isLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'internal';
}
