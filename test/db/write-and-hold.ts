/**
 * Run as a process of its own: records into the database that its first argument names, copies it into the file of its
 * second argument, records on, says `held`, and stays until it is killed. What its log then holds no longer fits the
 * copy: much of what came after it has been moved from the log into the database.
 */
import SqliteDatabase from 'better-sqlite3';
import { virtualClock } from '../../src/base/clock.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { aPoll } from '../crash/polls.ts';

const [path, backup] = process.argv.slice(2);
if (path === undefined || backup === undefined)
  throw new Error('expected a database and a file to copy it to');
const db = await openDatabase({ path, clock: virtualClock(Date.UTC(2100, 0)) });
const record = async (from: number, to: number) => {
  for (let number = from; number <= to; number++) await db.chains.record(aPoll(number));
};
await record(1, 5);
await db.maintenance.backup(backup);
await record(6, 25);
const second = new SqliteDatabase(path);
second.pragma('wal_checkpoint(TRUNCATE)');
second.close();
await record(26, 30);
process.stdout.write('held\n');
process.stdin.resume();
