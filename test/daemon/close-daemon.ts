import { stat } from 'node:fs/promises';
import type { PolledDaemon } from './polled-daemon.ts';

/**
 * Closes a daemon so that another one may go on with its recording.
 *
 * Each part may take some seconds by the clock, which is only moved as far as the machine has come: files are closed in
 * real time, and the next daemon must find the database free.
 */
export async function closeDaemon({ daemon, link, clock, dir, database }: PolledDaemon): Promise<void> {
  link.close();
  let isClosed = false;
  const closed = daemon.close().then(() => {
    isClosed = true;
  });
  while (!isClosed) {
    await stat(dir);
    await clock.advance(1);
  }
  await closed;
  database.close();
}
