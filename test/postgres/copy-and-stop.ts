/**
 * Run as a process of its own: copies the database that its first argument names into the store of the second, says `copied`
 * after the first batch, and stands still from then on.
 */
import { systemClock } from '../../src/base/clock.ts';
import { openStoreToCopy } from '../../src/db/copy/copied-store.ts';
import { copyToStore } from '../../src/db/copy/copy-database.ts';

const [database, url] = process.argv.slice(2);
if (database === undefined || url === undefined)
  throw new Error('expected a database and the URL of a store');
const { signal } = new AbortController();
const store = await openStoreToCopy({
  ...{ url, clock: systemClock(), pid: process.pid, signal, mayBeEmpty: true },
  onWait: (why) => process.stderr.write(`${why}\n`),
});
await copyToStore(database, store, {
  signal,
  onProgress: () => {
    process.stdout.write('copied\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
});
