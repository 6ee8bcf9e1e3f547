import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { sessionPath } from '../../../src/archive/archive-paths.ts';
import { importArchive } from '../../../src/cli/archive-import/import.ts';
import { exportTable } from '../../../src/cli/export/export.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { pastRecording } from '../../../src/daemon/playback/past-recording.ts';
import { openForReading } from '../../../src/db/sqlite/open-for-reading.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import { readsAt } from '../../archive/read/every-read.ts';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { isImported } from '../../../src/recordings/archived-sessions.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { startPolledDaemon } from '../../daemon/polled-daemon.ts';
import { aChain, aQuote, monday } from '../../db/fixtures.ts';
import {
  archive,
  dates,
  exportedLines,
  instantOn,
  recordedDays,
} from '../../export/support/recorded-days.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { startCommand } from '../playback/command-output.ts';

const keys = dates.map((date) => ({ underlying: 'SPY', date }));

/** Another machine's archive of two sessions, and a data directory of this one. */
async function twoMachines(t: ExecutionContext) {
  const other = await recordedDays(t);
  for (const key of keys) await archive(other, key);
  const dir = path.join(await tempDir(t), 'data');
  return { other, from: other.directory, dir };
}

async function imported(dir: string, from: string, flags: { dryRun?: boolean; socketPath?: string } = {}) {
  const { socketPath } = flags;
  const command = startCommand({ dir, ...(socketPath !== undefined && { socketPath }) }, (invocation) =>
    importArchive(invocation, { dryRun: flags.dryRun === true, json: true }, [from]),
  );
  const code = await command.ended;
  const outcomes = JSON.parse(command.said.out) as { date: string; isOk: boolean; message: string }[];
  return { code, said: outcomes.map(({ date, isOk, message }) => [date, isOk, message]) };
}

async function exported(dir: string, args: string[], archive?: string): Promise<string> {
  const flags = archive === undefined ? {} : { archive };
  const command = startCommand({ dir }, (invocation) => exportTable(invocation, flags, args), { flags });
  await command.ended;
  return command.said.out;
}

const ok = (message: string) => dates.map((date) => [date, true, message]);

test('sessions of another machine are imported once, and exported as there', async (t) => {
  const { other, from, dir } = await twoMachines(t);
  t.deepEqual(await imported(dir, from, { dryRun: true }), { code: 0, said: ok('would be imported') });
  t.false(existsSync(dir), 'a dry run makes neither database nor archive');
  t.deepEqual(await imported(dir, from), { code: 0, said: ok('imported') });
  t.deepEqual(await imported(dir, from), { code: 0, said: ok('is in this archive already') });
  t.deepEqual(await exported(dir, ['chain']), await exported(dir, ['chain'], from));
  rmSync(from, { recursive: true });
  for (const name of ['chain', 'quotes', 'levels', 'gaps'] as const) {
    const [, ...lines] = (await exported(dir, [name])).split('\r\n').slice(0, -1);
    t.deepEqual(lines, await exportedLines(other.sources, { name }), name);
  }
  const db = await openDatabase({ path: path.join(dir, 'spyglass.sqlite'), clock: manualClock(monday) });
  t.true((await db.archivedSessions.all()).every(isImported));
  await db.close();
});

test('a directory that is no archive is named, with some of what is in it', async (t) => {
  const dir = await tempDir(t);
  for (let index = 0; index < 40; index++) writeFileSync(path.join(dir, `note-${index}.txt`), '');
  const command = startCommand({ dir }, (invocation) => importArchive(invocation, {}, [dir]));
  await t.throwsAsync(command.ended, { code: 'no_data', message: `There is no session in ${dir}.` });
  const lines = command.said.err.trimEnd().split('\n');
  t.deepEqual([lines.length, lines.at(-1)], [11, '… and 30 more.']);
});

test('imported days are read as they were recorded, levels and gaps included', async (t) => {
  const { other, from, dir } = await twoMachines(t);
  await imported(dir, from);
  const database = await openForReading({ path: path.join(dir, 'spyglass.sqlite') });
  const here = pastRecording(database, { directory: path.join(dir, 'archive'), mode: 'live' });
  t.teardown(() => here.close());
  const random = seededRandom(7);
  for (const { run, name } of [...readsAt(random), ...readsAt(random), ...readsAt(random)]) {
    t.deepEqual(await run(here), await run(other.db), name);
  }
  for (const key of keys) {
    t.deepEqual(await here.sessions.counts(key), await other.db.sessions.counts(key));
    t.is(
      (await here.levels.ofSession('SPY', key.date, instantOn(key.date, '16:15'), lastInstant)).length,
      10,
    );
    t.is((await here.gaps.noticed('SPY', key.date, lastInstant)).length, 1);
  }
});

test('a daemon imports beside its recording, and knows the sessions at once', async (t) => {
  const { from } = await twoMachines(t);
  const daemon = await startPolledDaemon(t, { at: newYorkInstant('2026-11-28', '12:00') });
  const { dir, socketPath, link } = daemon;
  t.deepEqual(await imported(dir, from, { socketPath }), { code: 0, said: ok('imported') });
  t.like(await link.request('archive.list', {}), {
    sessions: 2,
    waiting: 0,
    oldest: dates[0],
    newest: dates[1],
  });
  await daemon.close();
});

test('what this database has recorded itself is not touched', async (t) => {
  const { from, dir } = await twoMachines(t);
  mkdirSync(dir);
  const db = await openDatabase({ path: path.join(dir, 'spyglass.sqlite'), clock: manualClock(monday) });
  await db.quotes.record(aQuote());
  await db.close();
  const { code, said } = await imported(dir, from);
  t.is(code, 27);
  t.deepEqual(
    said.map(([date, isOk]) => [date, isOk]),
    [
      ['2026-11-23', false],
      ['2026-11-24', true],
    ],
  );
  t.regex(String(said[0]![2]), /^This database has recorded the session itself; it stays as it is\./);
});

test('a session that is here with other rows is reported and left, and one that is damaged there is refused', async (t) => {
  const { other, from, dir } = await twoMachines(t);
  await imported(dir, from);
  const place = (directory: string, key: (typeof keys)[number]) =>
    path.join(directory, sessionPath(key), 'chain.parquet');
  const before = readFileSync(place(path.join(dir, 'archive'), keys[0]!));
  await other.db.chains.record(aChain({ expiration: '2026-11-24', timestamp: monday + 1 }));
  await archive(other, keys[0]!);
  const bytes = readFileSync(place(from, keys[1]!));
  bytes[40]! ^= 1;
  writeFileSync(place(from, keys[1]!), bytes);
  const { code, said } = await imported(dir, from);
  t.is(code, 27);
  t.regex(String(said[0]![2]), /^Another session of SPY on 2026-11-23 is in this archive already/);
  t.regex(String(said[1]![2]), /chain\.parquet .* holds other values|chain\.parquet/);
  t.deepEqual(
    said.map(([, isOk]) => isOk),
    [false, false],
  );
  t.deepEqual(readFileSync(place(path.join(dir, 'archive'), keys[0]!)), before);
});

test('an import that was killed before it was noted goes on, and what was lost here comes back', async (t) => {
  const { from, dir } = await twoMachines(t);
  cpSync(path.join(from, sessionPath(keys[0]!)), path.join(dir, 'archive', sessionPath(keys[0]!)), {
    recursive: true,
  });
  t.deepEqual(await imported(dir, from, { dryRun: true }), {
    code: 0,
    said: [
      ['2026-11-23', true, 'would be noted'],
      ['2026-11-24', true, 'would be imported'],
    ],
  });
  t.deepEqual(await imported(dir, from), { code: 0, said: ok('imported') });

  const db = await openDatabase({ path: path.join(dir, 'spyglass.sqlite'), clock: manualClock(monday) });
  await db.archivedSessions.markDamaged(keys[1]!, 'its files are not there.');
  await db.close();
  rmSync(path.join(dir, 'archive', sessionPath(keys[1]!)), { recursive: true });
  t.deepEqual((await imported(dir, from)).said[1], ['2026-11-24', true, 'brought back']);
  t.true(existsSync(path.join(dir, 'archive', sessionPath(keys[1]!))));
});
