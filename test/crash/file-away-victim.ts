/**
 * Records polls as fast as it can into the database that its first argument names, so that the log is copied by a thread
 * again and again. Once the database is gone it goes on reading, saves the rows into the file of its second argument,
 * and closes.
 */
import { writeSync } from 'node:fs';
import { virtualClock } from '../../src/base/clock.ts';
import { SpyglassError } from '../../src/base/errors.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { aPoll, expiration } from './polls.ts';
import { lastInstant } from '../../src/market/calendar/instants.ts';

const [path, rescued] = process.argv.slice(2);
if (path === undefined || rescued === undefined) throw new Error('expected a database and a file to save to');
const db = await openDatabase({ path, clock: virtualClock(Date.UTC(2100, 0)) });
const say = (line: string) => writeSync(1, `${line}\n`);
say('ready');
/** Other tasks get their turn: threads end, and pipes are read. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

for (let number = 1; ; number++) {
  try {
    await db.chains.record(aPoll(number));
  } catch (error) {
    if (!(error instanceof SpyglassError) || error.code !== 'database_gone') throw error;
    break;
  }
  say(`stored ${number}`);
  if (number % 3 === 0) await pause();
}
say('gone');
for (let read = 0; read < 50; read++) {
  await db.status();
  await db.chains.at('SPY', expiration, lastInstant);
  await pause();
}
await db.maintenance.backup(rescued);
await db.close();
say('closed');
