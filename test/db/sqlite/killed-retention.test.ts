import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import { long } from '../../support/long.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { startScript } from '../../support/script.ts';
import { tempDir } from '../../support/temp-dir.ts';
import {
  archive,
  everythingOf,
  keptFrom,
  keysOf,
  now,
  recordDays,
} from '../../recordings/contract/archived-days.ts';
import { countContractRows, newDatabase, statedContractRows } from '../fixtures.ts';

const script = path.join(import.meta.dirname, '../prune-and-die.ts');
const cutoffs = keptFrom('2026-11-20');
const scope = { onlyArchived: true };

/** Kills a prune at each of these looks at the clock, and compares what is left with what was there. */
async function kill(t: ExecutionContext, looks: readonly number[]) {
  const { db, path: source } = await newDatabase(t);
  await recordDays(db);
  await archive(db, keysOf('SPY', 'QQQ'));
  const keys = await db.sessions.sessions(lastInstant);
  const before = await Promise.all(keys.map((key) => everythingOf(db, key)));
  await db.close();
  const dir = await tempDir(t);
  for (const look of looks) {
    const file = path.join(dir, `${look}.sqlite`);
    copyFileSync(source, file);
    const [, signal] = await once(startScript(script, [file, String(look), String(cutoffs.alerts)]), 'exit');
    t.is(signal, 'SIGKILL', `${look}`);
    const left = await openDatabase({ path: file, clock: manualClock(now) });
    try {
      for (const [index, key] of keys.entries()) {
        const session = (await left.archivedSessions.of(key))!;
        const { polls, contracts, quotes, alerts } = await everythingOf(left, key);
        if (session.chainsRemovedAt === null) t.like(before[index]!, { polls, contracts }, `${look}`);
        if (session.quotesRemovedAt === null) t.like(before[index]!, { quotes, alerts }, `${look}`);
      }
      const plan = await left.retention.plan(cutoffs, now, scope);
      t.deepEqual(plan.waiting, [], `${look}`);
      await left.retention.execute(plan);
      t.is((await left.retention.plan(cutoffs, now, scope)).rows, 0);
      t.deepEqual(await everythingOf(left, keys.at(-1)!), before.at(-1));
      t.is(await statedContractRows(left), countContractRows(file), `${look}`);
    } finally {
      await left.close();
    }
  }
}

test('killed between mark and removal, or between two chunks, a prune leaves each session whole or marked', (t) =>
  kill(t, [1, 12, 17]));

const all = Array.from({ length: 30 }, (_, look) => look + 1);
long('killed at any moment, a prune leaves each session whole or marked', (t) => kill(t, all));
