import { datesWithin, dateAt } from '../../archive/read/archived-dates.ts';
import { watchRemoved } from '../../archive/read/pinned/removed-sessions.ts';
import type { MethodParams, MethodResults } from '../../protocol/methods.ts';
import type { ArchivedSessionStore, RemovedRows } from '../../recordings/archived-sessions.ts';
import type { PastMethod } from './past-reader.ts';

/** What retention has taken from the daemon's own database. The archive is read beside the daemon's thread, where no slot waits for it. */
export interface RemovedPast {
  /** Whether rows of a symbol may be missing from one instant (`null`: from the first one on) up to another. Epoch ms. */
  isMissing(symbol: string, rows: RemovedRows, from: number | null, to: number): Promise<boolean>;
  /** Answers a method from database and archive. Throws what the reader throws. */
  ask<M extends PastMethod>(method: M, params: MethodParams<M>): Promise<MethodResults[M]>;
}

/** @param ask answers a method as of now */
export function createRemovedPast(
  store: Pick<ArchivedSessionStore, 'all' | 'version'>,
  ask: RemovedPast['ask'],
): RemovedPast {
  const removed = watchRemoved(store);
  return {
    ask,
    async isMissing(symbol, rows, from, to) {
      const dates = (await removed.now()).of(symbol, rows);
      return datesWithin(dates, from === null ? '' : dateAt(from), dateAt(to)).length > 0;
    },
  };
}
