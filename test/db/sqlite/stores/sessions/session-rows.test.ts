import test from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { newYorkInstant } from '../../../../../src/market/calendar/new-york-time.ts';
import type { Chain } from '../../../../../src/market/quotes/chain.ts';
import { allContracts, chainContractsAt } from '../../../../recordings/contract/session-rows.ts';
import { aChain, newDatabase } from '../../../fixtures.ts';

test('a day that was recorded before its first poll stated every contract is completed from the days before', async (t) => {
  const { db, path } = await newDatabase(t);
  const expiration = '2026-11-27';
  const chains: Chain[] = [];
  const [a, b, c, d] = aChain({ expiration }).contracts as [never, never, never, never];
  const poll = async (date: string, time: '09:30' | '16:00', contracts: Chain['contracts']) => {
    const chain = aChain({ expiration, timestamp: newYorkInstant(date, time), contracts });
    await db.chains.record(chain);
    chains.push(chain);
  };
  await poll('2026-11-20', '09:30', [a, b, c, d]);
  await poll('2026-11-20', '16:00', [a, b, c]);
  await poll('2026-11-23', '09:30', [a, { ...(b as Chain['contracts'][0]), bid: 9 }, c]);
  await poll('2026-11-23', '16:00', [a, b, d]);
  const key = { underlying: 'SPY', date: '2026-11-23' };
  const whole = await allContracts(db, key);

  // As an earlier version stored it: nothing that was the same at the poll before.
  const raw = new SqliteDatabase(path);
  t.teardown(() => raw.close());
  const first = chains[2]!.timestamp;
  const removed = raw.prepare('delete from option_contracts where timestamp = ? and bid is not 9').run(first);
  raw.prepare('update chain_polls set stored = 1 where timestamp = ?').run(first);
  t.is(removed.changes, 2);

  const states = await allContracts(db, key);
  t.deepEqual(states, whole);
  for (const chain of chains.slice(2)) t.deepEqual(chainContractsAt(states, chain), chain.contracts);
  t.is(
    (await db.sessions.counts(key)).contracts,
    states.flat().length - 2,
    'what is completed is not counted',
  );
  const counted = raw
    .prepare('select count(*) from option_contracts where timestamp >= ?')
    .pluck()
    .get(first);
  t.is((await db.sessions.counts(key)).contracts, counted as number);
});
