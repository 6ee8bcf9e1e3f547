/**
 * Records polls as fast as it can into the database that its argument names, and prunes old ones, until it is killed.
 * Says `ready` when the database is open, then the time of each poll once it is committed.
 */
import { writeSync } from 'node:fs';
import { virtualClock } from '../../src/base/clock.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { retentionCutoffs } from '../../src/daemon/recording/retention-cutoffs.ts';
import { aPoll, cutoffNow, oldPolls, pollEveryMs } from './polls.ts';

const [path, from] = process.argv.slice(2);
if (path === undefined || from === undefined)
  throw new Error('expected a database and the first poll’s number');
const startedAt = performance.now();
const db = await openDatabase({ path, clock: virtualClock(Date.UTC(2100, 0)) });
// Straight to the pipe: what is said must not wait in this process when it dies.
const say = (line: string) => writeSync(1, `${line}\n`);
say(`ready ${Math.round(performance.now() - startedAt)}`);

for (let number = Number(from); ; number++) {
  for (const old of oldPolls(number)) await db.chains.record(old);
  if (number % 10 === 0) {
    const pruning = db.retention.execute(await db.retention.plan(retentionCutoffs(cutoffNow), cutoffNow));
    await pruning;
  }
  const chain = aPoll(number);
  await db.chains.record(chain);
  say(`stored ${number}`);
  if (number % 3 === 0) await new Promise((resolve) => setTimeout(resolve, pollEveryMs));
}
