import type { Notification, Pool, PoolClient } from 'pg';
import type { Clock } from '../../../base/clock.ts';
import type { PostgresConnection } from './sql.ts';

/** Real milliseconds from a lost connection to the next try. */
const retryMs = 1000;

/**
 * Listens on a connection that it keeps out of the pool. Once that is lost, it tries again each second; after that it
 * calls `onNotice` with an empty text, since something may have been missed.
 */
export function createListener(pool: Pool, clock: Clock): PostgresConnection['listen'] {
  return async (channel, onNotice) => {
    const over = new AbortController();
    let stopHearing = await hear(pool, channel, onNotice, () => void again());

    async function again(): Promise<void> {
      while (!over.signal.aborted) {
        await clock.sleep(retryMs * clock.speed, over.signal);
        if (over.signal.aborted || !(await tryAgain())) continue;
        if (over.signal.aborted) stopHearing();
        else onNotice('');
        return;
      }
    }

    async function tryAgain(): Promise<boolean> {
      try {
        stopHearing = await hear(pool, channel, onNotice, () => void again());
        return true;
      } catch {
        // Whoever reads or writes meets the same failure, and reports it.
        return false;
      }
    }

    return async () => {
      if (over.signal.aborted) return;
      over.abort();
      stopHearing();
    };
  };
}

/** Listens on one client until that is lost (`onLost`), or the function that it returns is called. */
async function hear(
  pool: Pool,
  channel: string,
  onNotice: (text: string) => void,
  onLost: () => void,
): Promise<() => void> {
  const client: PoolClient = await pool.connect();
  let isOver = false;
  const onNotification = (notice: Notification) => {
    if (notice.channel === channel) onNotice(notice.payload ?? '');
  };
  const stop = () => {
    if (isOver) return;
    isOver = true;
    client.off('notification', onNotification);
    client.off('end', onEnd);
    // It listens still: nobody else may get it.
    client.release(true);
  };
  const onEnd = () => {
    stop();
    onLost();
  };
  try {
    client.on('notification', onNotification);
    client.once('end', onEnd);
    await client.query(`listen "${channel.replaceAll('"', '""')}"`);
    return stop;
  } catch (error) {
    stop();
    throw error;
  }
}
