import test from 'ava';
import { systemClock } from '../../../../src/base/clock.ts';
import { recordingOn } from '../../../../src/db/postgres/recording-on.ts';
import { createPostgresWriter } from '../../../../src/db/postgres/writer.ts';
import { lastInstant } from '../../../../src/market/calendar/instants.ts';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import { holdLease, openTestStores, type TestPostgres } from '../../../support/postgres/test-store.ts';
import { aChain, aContract, minute, monday } from '../../fixtures.ts';
import { allContracts, chainContractsAt } from '../../../recordings/contract/session-rows.ts';
import type { OpenStore } from './open-store.ts';

const expiration = '2026-11-25';
const tuesday = newYorkInstant('2026-11-24', '09:30');
const wednesday = newYorkInstant('2026-11-25', '09:30');

/** Leaves of a poll's rows only those that changed then, as polls were stored before the first of a day stated all. */
export async function forgetUnchanged({ connection }: TestPostgres, timestamp: number, unchanged: string[]) {
  const removed = await connection.run(
    'delete from option_contracts where timestamp = $1 and symbol = any ($2::text[])',
    [timestamp, unchanged],
  );
  await connection.run('update chain_polls set stored = stored - $2 where timestamp = $1', [
    timestamp,
    removed,
  ]);
  return removed;
}

/** A chain over three days, of which the last two state only what changed. */
export async function recordLeaningDays(store: TestPostgres, db: ReturnType<typeof recordingOn>) {
  const [first, ...others] = aChain({ expiration }).contracts;
  const chains = [monday, tuesday, tuesday + minute, wednesday].map((timestamp, index) =>
    aChain({ expiration, timestamp, contracts: [{ ...first!, bid: 1 + index / 10 }, ...others] }),
  );
  for (const chain of chains) await db.chains.record(chain);
  for (const at of [tuesday, wednesday]) {
    await forgetUnchanged(
      store,
      at,
      others.map(({ symbol }) => symbol),
    );
  }
  return chains;
}

/** What chains on PostgreSQL must do beside the contract. */
export function testStoredChains(open: OpenStore): void {
  test('a poll is compared with what the database has, also where another process has written since', async (t) => {
    const store = await open(t);
    const db = await openTestStores(store, t);
    const connection = store.connect();
    const writer = createPostgresWriter(connection, await holdLease(connection));
    const other = recordingOn({ connection, writer, name: 'postgres://test', clock: systemClock() });
    const contracts = (bid: number) => [aContract({ bid }), aContract({ strike: 672 })];
    const poll = (index: number, bid: number) =>
      aChain({ timestamp: monday + index * minute, contracts: contracts(bid) });
    t.is((await db.chains.record(poll(0, 1))).stored, 2);
    t.is((await other.chains.record(poll(1, 2))).stored, 1);
    t.is((await db.chains.record(poll(2, 2))).stored, 0, 'nothing has changed since');
    t.is((await other.chains.record(poll(3, 1))).stored, 1);
    t.is((await db.chains.record(poll(4, 2))).stored, 1);
    for (const [index, bid] of [1, 2, 2, 1, 2].entries()) {
      t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday + index * minute), poll(index, bid));
    }
  });

  test('a recording whose days lean on the days before reads exactly', async (t) => {
    const store = await open(t);
    const db = await openTestStores(store, t);
    const chains = await recordLeaningDays(store, db);
    for (const chain of chains) {
      t.deepEqual(await db.chains.at('SPY', expiration, chain.timestamp), chain);
    }
    t.deepEqual(await db.chains.latest('SPY', lastInstant), chains[3]!);
    t.deepEqual(await db.chains.next(chains[0]!, tuesday), chains[1]!);
    for (const chain of chains.slice(1)) {
      const key = { underlying: 'SPY', date: chain.timestamp < wednesday ? '2026-11-24' : '2026-11-25' };
      for (const limit of [1, 9]) {
        t.deepEqual(chainContractsAt(await allContracts(db, key, limit), chain), chain.contracts);
      }
    }
    const next = { ...chains[3]!, timestamp: wednesday + minute };
    t.is((await db.chains.record(next)).stored, 0);
    t.deepEqual(await db.chains.at('SPY', expiration, wednesday + minute), next);
  });

  test('a chain of many contracts is stored without the few that break a rule', async (t) => {
    const db = await openTestStores(await open(t), t);
    const contracts = Array.from({ length: 50 }, (_, index) => aContract({ strike: 600 + index }));
    const wrong = [3, 4, 30].map((index) => contracts[index]!.symbol);
    const chain = aChain({
      contracts: contracts.map((contract) =>
        wrong.includes(contract.symbol) ? { ...contract, ask: 0 } : contract,
      ),
    });
    const { stored, refused } = await db.chains.record(chain);
    t.is(stored, 47);
    t.deepEqual(
      refused.map(({ symbol }) => symbol),
      wrong,
    );
    t.deepEqual(await db.chains.latest('SPY', lastInstant), {
      ...chain,
      contracts: contracts.filter(({ symbol }) => !wrong.includes(symbol)),
      rejectedRows: 3,
    });
  });
}
