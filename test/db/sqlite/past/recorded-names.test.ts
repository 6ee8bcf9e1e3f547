import { readdirSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { recordedNames } from '../../../../src/db/sqlite/past/recorded-names.ts';
import { aChain, day, monday, newDatabase } from '../../fixtures.ts';

test('names what is recorded, beside the owner and without a trace', async (t) => {
  const { db, path: file } = await newDatabase(t);
  for (const timestamp of [monday - 3 * day, monday, monday + 1])
    await db.chains.record(aChain({ timestamp }));
  // After 20:00 in New York, which counts to the next date.
  await db.chains.record(aChain({ timestamp: monday + 11 * 3_600_000, expiration: '2026-11-24' }));
  await db.chains.record(aChain({ underlying: 'QQQ', timestamp: monday - day, contracts: [] }));
  const before = readdirSync(path.dirname(file));
  t.deepEqual(recordedNames(file, null), {
    symbols: ['QQQ', 'SPY'],
    dates: ['2026-11-24', '2026-11-23', '2026-11-22', '2026-11-20'],
    expirations: ['2026-11-24', '2026-11-23'],
  });
  t.deepEqual(recordedNames(file, 'QQQ').dates, ['2026-11-22']);
  t.deepEqual(recordedNames(file, 'IWM').dates, []);
  t.deepEqual(readdirSync(path.dirname(file)), before);
});

test('where there is no database none is made', (t) => {
  const file = '/nowhere/spyglass.sqlite';
  t.throws(() => recordedNames(file, null));
});
