import { datesWithin, dateAt } from '../../archive/read/archived-dates.ts';
import { watchRemoved } from '../../archive/read/pinned/removed-sessions.ts';
import type { MethodParams, MethodResults } from '../../protocol/methods.ts';
import type { ArchivedSessionStore, RemovedRows } from '../../recordings/archived-sessions.ts';
import type { ChainStore } from '../../recordings/chains.ts';
import type { PastMethod, PastReader } from './past-reader.ts';

/** What retention has taken from the daemon's own database. The archive is read beside the daemon's thread, where no slot waits for it. */
export interface RemovedPast {
  /** Whether rows of a symbol may be missing from one instant (`null`: from the first one on) up to another. Epoch ms. */
  isMissing(symbol: string, rows: RemovedRows, from: number | null, to: number): Promise<boolean>;
  /** Answers a method from database and archive. Throws what the reader throws. */
  ask<M extends PastMethod>(method: M, params: MethodParams<M>): Promise<MethodResults[M]>;
  /** Reads recorded chains from both. Throws as `ask`. */
  chains: Pick<PastReader, 'chain' | 'polledAt'>;
}

/** The chains of a database, those that retention has taken from the archive. */
export function chainsOfBoth(
  database: Pick<ChainStore, 'at' | 'polledAt'>,
  past: Pick<RemovedPast, 'isMissing' | 'chains'>,
): Pick<ChainStore, 'at' | 'polledAt'> {
  return {
    async at(underlying, expiration, asOf) {
      const kept = await database.at(underlying, expiration, asOf);
      const isMissing = await past.isMissing(underlying, 'chains', kept?.timestamp ?? null, asOf);
      return isMissing ? await past.chains.chain(underlying, expiration, asOf) : kept;
    },
    async polledAt(underlying, expiration, from, asOf) {
      const isMissing = await past.isMissing(underlying, 'chains', from, asOf);
      return await (isMissing ? past.chains : database).polledAt(underlying, expiration, from, asOf);
    },
  };
}

/** @param read answers a method as of now, and reads chains */
export function createRemovedPast(
  store: Pick<ArchivedSessionStore, 'all' | 'version'>,
  read: { askNow: RemovedPast['ask']; chains: RemovedPast['chains'] },
): RemovedPast {
  const removed = watchRemoved(store);
  return {
    ask: read.askNow,
    chains: read.chains,
    async isMissing(symbol, rows, from, to) {
      const dates = (await removed.now()).of(symbol, rows);
      return datesWithin(dates, from === null ? '' : dateAt(from), dateAt(to)).length > 0;
    },
  };
}
