import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../base/clock.ts';
import type { PruneReport } from '../../recordings/reports.ts';
import type { Cutoffs, Retention, RetentionRun } from '../../recordings/retention.ts';
import { type ChainCut, chainsToCut, supersededPolls, supersededRows } from './stores/chain-cuts.ts';
import { contractsOfRange, symbolRange } from './stores/chain-rows.ts';
import type { NativeDatabase } from './connection.ts';
import type { LogCopier } from './files/log-copier.ts';
import { planRetention } from './retention-plan.ts';
import { databaseBytes } from './table-status.ts';

/** A chunk grows or shrinks until it takes about this long. */
const chunkMs = 4;
const smallestChunk = 16;
const firstChunk = 64;
const largestChunk = 1000;
/** A row dirties two or three pages: the log grows by some megabytes between two copies of it. */
const rowsPerCopy = 2000;

/** `forget` is called with each chain whose rows went, so that no later poll is compared with them. */
export function createRetention(
  native: NativeDatabase,
  clock: Pick<Clock, 'monotonic'>,
  logCopier: LogCopier,
  forget: (underlying: string, expiration: string) => void,
): Retention {
  /** Copies the log: rows lie all over the indexes by contract, so that a chunk dirties hundreds of pages. */
  let copyLog = async () => {};
  let sinceCopy = 0;
  const copyIfDue = async (rows: number) => {
    sinceCopy += rows;
    if (sinceCopy < rowsPerCopy) return;
    sinceCopy = 0;
    await copyLog();
  };

  /** Runs a step, given the size of its chunk, until it says that nothing is left; gives the sum of what it did. */
  const inChunks = async (
    step: (size: number) => number,
    { signal, yieldBetween = setImmediate }: RetentionRun,
  ) => {
    let size = firstChunk;
    let done = 0;
    while (!signal?.aborted) {
      const startedAt = clock.monotonic();
      const count = step(size);
      const tookMs = clock.monotonic() - startedAt;
      done += count;
      if (count < size) break;
      const fitting = Math.round(size * Math.min(2, chunkMs / Math.max(tookMs, 0.1)));
      size = Math.min(largestChunk, Math.max(smallestChunk, fitting));
      await yieldBetween();
      await copyIfDue(count);
    }
    return done;
  };

  const deleteByTime = (table: string, condition: string, cutoff: number, run: RetentionRun) => {
    const remove = native.prepare<[number, number]>(
      `delete from ${table} where id in (select id from ${table} where ${condition} ? limit ?)`,
    );
    return inChunks((size) => remove.run(cutoff, size).changes, run);
  };

  /** Polls go first: a chain without a poll is not there, while one with half its rows would be wrong. */
  const deleteChains = async (cutoff: number, run: RetentionRun) => {
    const expiredPolls = native.prepare<{ underlying: string; expiration: string; size: number }>(`
      delete from chain_polls where id in (
        select id from chain_polls where underlying = :underlying and expiration_date = :expiration limit :size)`);
    const oldPolls = native.prepare<{ underlying: string; expiration: string; cutoff: number; size: number }>(
      `delete from chain_polls where id in (select id ${supersededPolls} limit :size)`,
    );
    // By this index the rows come in the order they were written, and lie together.
    const expiredRows = native.prepare<{ underlying: string; expiration: string; size: number }>(`
      delete from option_contracts where id in (
        select id from option_contracts indexed by idx_option_contracts_underlying_expiration_date
        where underlying = :underlying and expiration_date = :expiration limit :size)`);
    const oldRows = native.prepare<{ low: string; high: string; cutoff: number; size: number }>(
      `delete from option_contracts where id in (select id from (${supersededRows}) limit :size)`,
    );
    // The rows that still hold from before the cutoff are the first poll's now.
    const countBefore = native.prepare<
      Omit<ChainCut, 'kind'> & { low: string; high: string; cutoff: number }
    >(`
      with recursive ${contractsOfRange}
      update chain_polls set stored = (
        select coalesce(sum((select count(*) from option_contracts as state
                             where state.symbol = contract.symbol and state.timestamp <= chain_polls.timestamp)), 0)
        from contract where contract.symbol is not null)
      where underlying = :underlying and expiration_date = :expiration and timestamp = (
        select min(timestamp) from chain_polls
        where underlying = :underlying and expiration_date = :expiration and timestamp <= :cutoff)`);
    let polls = 0;
    let rows = 0;
    for (const { underlying, expiration, kind } of chainsToCut(native, cutoff)) {
      if (run.signal?.aborted) break;
      const chain = { underlying, expiration };
      if (kind === 'expired') {
        forget(underlying, expiration);
        polls += await inChunks((size) => expiredPolls.run({ ...chain, size }).changes, run);
        rows += await inChunks((size) => expiredRows.run({ ...chain, size }).changes, run);
      } else {
        const range = symbolRange(underlying, expiration);
        polls += await inChunks((size) => oldPolls.run({ ...chain, cutoff, size }).changes, run);
        rows += await inChunks((size) => oldRows.run({ ...range, cutoff, size }).changes, run);
        countBefore.run({ ...chain, ...range, cutoff });
      }
    }
    return { polls, rows };
  };

  const freePages = () => Number(native.pragma('freelist_count', { simple: true }));

  const giveBack = async (run: RetentionRun) => {
    await inChunks((size) => {
      const before = freePages();
      native.exec(`pragma incremental_vacuum(${size})`);
      return before - freePages();
    }, run);
  };

  const plan = (cutoffs: Cutoffs, now: number): PruneReport => {
    const startedAt = clock.monotonic();
    const found = planRetention(native, cutoffs, now);
    return { ...found, durationMs: clock.monotonic() - startedAt };
  };

  return {
    plan,
    async execute(planned, run = {}) {
      const startedAt = clock.monotonic();
      const bytesBefore = databaseBytes(native);
      const cutoffOf = (table: string) => planned.tables.find((line) => line.table === table)?.cutoff ?? null;
      const removed: Record<string, number> = {};

      await logCopier.during(async (copy) => {
        copyLog = copy;
        const cache = cutoffOf('market_data_cache');
        if (cache !== null) {
          removed.market_data_cache = await deleteByTime('market_data_cache', 'expires_at <=', cache, run);
        }
        for (const table of ['spy_quotes', 'api_requests_log', 'alerts']) {
          const cutoff = cutoffOf(table);
          if (cutoff !== null) removed[table] = await deleteByTime(table, 'timestamp <', cutoff, run);
        }
        const chains = cutoffOf('option_contracts');
        if (chains !== null) {
          const { polls, rows } = await deleteChains(chains, run);
          removed.option_contracts = rows;
          removed.chain_polls = polls;
        }
        if (!run.signal?.aborted) await giveBack(run);
      });

      const tables = planned.tables.map((line) => {
        const rows = removed[line.table] ?? 0;
        return { ...line, rows, bytes: line.rows === 0 ? 0 : Math.round((line.bytes / line.rows) * rows) };
      });
      return {
        isDryRun: false,
        at: planned.at,
        tables,
        rows: tables.reduce((sum, { rows }) => sum + rows, 0),
        bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
        freedBytes: Math.max(0, bytesBefore - databaseBytes(native)),
        durationMs: clock.monotonic() - startedAt,
      };
    },
  };
}
