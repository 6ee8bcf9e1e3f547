/**
 * Run as a process of its own: opens the database that its argument names, says `open`, and holds it until it is
 * killed or its input ends; or says the error's code and message and ends.
 */
import { systemClock } from '../../src/base/clock.ts';
import { toSpyglassError } from '../../src/base/errors.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';

const path = process.argv[2];
if (path === undefined) throw new Error('expected the path of a database');
try {
  const db = await openDatabase({ path, clock: systemClock() });
  process.stdout.write('open\n');
  process.stdin.resume();
  process.stdin.once('end', () => void db.close().then(() => process.stdout.write('closed\n')));
} catch (error) {
  const { code, message } = toSpyglassError(error);
  process.stdout.write(`${code} ${message}\n`);
}
