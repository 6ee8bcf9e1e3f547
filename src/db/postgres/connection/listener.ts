import type { Notification, Pool, PoolClient } from 'pg';
import type { Clock } from '../../../base/clock.ts';
import type { PostgresConnection } from './sql.ts';

/** Real milliseconds from a lost connection to the next try. */
const retryMs = 1000;

/** Everybody who listens on one database. */
export interface Listener {
  listen: PostgresConnection['listen'];
  /** Ends all listening. */
  stop(): void;
}

/**
 * Listens on connections that it keeps out of the pool. Once one is lost, it tries again each second; after that it
 * calls `onNotice` with an empty text, since something may have been missed.
 */
export function createListener(pool: Pool, clock: Clock): Listener {
  const all = new AbortController();
  return {
    async listen(channel, onNotice) {
      const own = new AbortController();
      const over = AbortSignal.any([own.signal, all.signal]);
      const hearAgain = () => hear(pool, channel, onNotice, () => void again());
      let stopHearing = await hearAgain();
      over.addEventListener('abort', () => stopHearing(all.signal.aborted));
      if (over.aborted) stopHearing(true);

      async function again(): Promise<void> {
        while (!over.aborted) {
          await clock.sleep(retryMs * clock.speed, over);
          if (over.aborted || !(await triedAgain())) continue;
          if (over.aborted) stopHearing(true);
          else onNotice('');
          return;
        }
      }

      async function triedAgain(): Promise<boolean> {
        try {
          stopHearing = await hearAgain();
          return true;
        } catch {
          // Whoever reads or writes meets the same failure, and reports it.
          return false;
        }
      }

      return async () => own.abort();
    },
    stop: () => all.abort(),
  };
}

/**
 * Listens on one client until that is lost (`onLost`), or the function that it returns is called: it goes back to the pool, or
 * is closed at once.
 */
async function hear(
  pool: Pool,
  channel: string,
  onNotice: (text: string) => void,
  onLost: () => void,
): Promise<(atOnce: boolean) => void> {
  const client: PoolClient = await pool.connect();
  let isOver = false;
  const onNotification = (notice: Notification) => {
    if (notice.channel === channel) onNotice(notice.payload ?? '');
  };
  const stop = (atOnce: boolean) => {
    if (isOver) return;
    isOver = true;
    client.off('notification', onNotification);
    client.off('end', onEnd);
    if (atOnce) client.release(true);
    // PgBouncer takes a notice that comes after the last client for an answer to the next one.
    else
      client.query('unlisten *').then(
        () => client.release(),
        (error: Error) => client.release(error),
      );
  };
  const onEnd = () => {
    stop(true);
    onLost();
  };
  try {
    client.on('notification', onNotification);
    client.once('end', onEnd);
    await client.query(`listen "${channel.replaceAll('"', '""')}"`);
    return stop;
  } catch (error) {
    stop(true);
    throw error;
  }
}
