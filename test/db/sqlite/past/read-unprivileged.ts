/**
 * Run as a process of its own: opens the recording of its first argument with copies in its second one, as a user whom
 * permissions bind, and says as JSON what it found. Stays until its input ends.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../../src/base/clock.ts';
import { toSpyglassError } from '../../../../src/base/errors.ts';
import { openDatabase } from '../../../../src/db/sqlite/open-database.ts';
import { openPast } from '../../../../src/db/sqlite/past/open-past.ts';
import { lastInstant } from '../../../../src/market/calendar/instants.ts';

const [path, temporaryDirectory] = process.argv.slice(2);
if (path === undefined || temporaryDirectory === undefined)
  throw new Error('expected a database and a directory');
if (process.getuid?.() === 0) {
  // What is loaded late is loaded now: the sources may lie where only root reads.
  const warmUp = mkdtempSync(join(temporaryDirectory, 'sg-'));
  const db = await openDatabase({ path: join(warmUp, 'spyglass.sqlite'), clock: systemClock() });
  await db.close();
  rmSync(warmUp, { recursive: true });
  process.setgroups!([]);
  process.setegid!(65534);
  process.seteuid!(65534);
}
try {
  const reader = await openPast({ path, temporaryDirectory, clock: systemClock() });
  const price = (await reader.quotes.latest('SPY', lastInstant))?.price ?? null;
  process.stdout.write(`${JSON.stringify({ reason: reader.copy?.reason ?? null, price })}\n`);
  process.stdin.resume();
  process.stdin.once('end', () => void reader.close());
} catch (error) {
  const { code, message } = toSpyglassError(error);
  process.stdout.write(`${JSON.stringify({ code, message })}\n`);
}
