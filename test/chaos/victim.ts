/**
 * Records, archives, verifies, prunes and imports as fast as it can, until it is killed: `victim.ts DIRECTORY FIRST SEED`. Says what it
 * begins, and the number of each row once it is committed.
 */
import { writeSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import { seededRandom } from '../../src/base/random.ts';
import { createArchiver } from '../../src/daemon/archive/archiver.ts';
import { createArchiveWorker } from '../../src/daemon/archive/archive-worker.ts';
import { createEventBus } from '../../src/daemon/event-bus.ts';
import { createHealthTracker } from '../../src/daemon/health.ts';
import { retentionCutoffs } from '../../src/daemon/recording/retention-cutoffs.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { openForReading } from '../../src/db/sqlite/open-for-reading.ts';
import { modelVersion } from '../../src/market/pricing/model-version.ts';
import { silent } from '../support/silent-log.ts';
import { foreignDates, foreignDirectory, foreignSymbol } from './foreign-archive.ts';
import { alertOf, dateOf, instantOf, levelsOf, pollOf, quoteOf } from './recorded-rows.ts';

const [directory, first, seed] = process.argv.slice(2);
if (directory === undefined || first === undefined || seed === undefined) {
  throw new Error('expected a directory, the number of the first row and a seed');
}
const random = seededRandom(seed);
// Straight to the pipe: what is said must not wait in this process when it dies.
const say = (line: string) => writeSync(1, `${line}\n`);
let number = Number(first);
const clock = { ...systemClock(), now: () => instantOf(number) };
const databasePath = path.join(directory, 'spyglass.sqlite');
const db = await openDatabase({ path: databasePath, clock });
const reader = await openForReading({ path: databasePath, isOwnProcess: true });
const bus = createEventBus();
const archiver = createArchiver({
  ...{ db, clock, bus, log: silent },
  settings: { archiveEnabled: true, archiveKeep: 'forever' },
  directory: path.join(directory, 'archive'),
  facts: () => ({ mode: 'live', source: 'polygon', plan: null, modelVersion, appVersion: '0' }),
  // As in the archiver's thread, which a kill ends as well.
  worker: createArchiveWorker(reader.sessions, clock),
  health: createHealthTracker(clock, bus),
});
const run = { signal: new AbortController().signal, onProgress: () => {} };
say('ready');

async function record(): Promise<void> {
  say(`try ${number}`);
  const levels = levelsOf(number);
  await db.chains.record(pollOf(number), () => levels);
  await db.quotes.record(quoteOf(number));
  await db.alerts.record(alertOf(number));
  say(`stored ${number}`);
  number += 1;
}

const works = {
  async archive() {
    await archiver.look();
    if (archiver.left() > 0) await archiver.step(run);
  },
  async verify() {
    const archived = await db.archivedSessions.all();
    if (archived.length === 0) return;
    const one = archived[random.integer(0, archived.length - 1)]!;
    await archiver.verifyNow({ date: one.date }, run);
  },
  async import() {
    const dates = await foreignDates(directory);
    const key = { underlying: foreignSymbol, date: dates[random.integer(0, dates.length - 1)]! };
    await archiver.importSession({ ...key, directory: foreignDirectory(directory), isDryRun: false }, run);
  },
  async prune() {
    const now = clock.now();
    const days = {
      spyQuotes: random.integer(1, 4),
      optionContracts: random.integer(1, 4),
      apiRequestsLog: 1,
    };
    const plan = await db.retention.plan(retentionCutoffs(now, days), now, { onlyArchived: true });
    await db.retention.execute(plan);
  },
};
const names = Object.keys(works) as (keyof typeof works)[];

while (true) {
  const until = number + random.integer(1, 12);
  say(`begin record ${dateOf(number)}`);
  while (number < until) await record();
  const name = names[random.integer(0, names.length - 1)]!;
  say(`begin ${name}`);
  await works[name]();
}
