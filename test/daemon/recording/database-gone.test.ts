import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import type { SpyglassError } from '../../../src/base/errors.ts';
import type { DaemonEvent } from '../../../src/protocol/connection/link-messages.ts';
import { killedRecording } from '../../db/killed-recording.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { until } from '../../support/until.ts';
import { linkTo, midSession, silent, startSimulator, startTestDaemon } from '../support.ts';

/** A daemon that has recorded one chain, on a clock that stands still but for the test: no slot is due meanwhile. */
async function recording(t: ExecutionContext, log = silent) {
  const clock = manualClock(midSession);
  const simulator = await startSimulator({ clock, hasRateLimit: false });
  t.teardown(simulator.close);
  const settings = { callsPerMinute: 6000 };
  const running = await startTestDaemon(t, { baseUrl: simulator.url, clock, log, settings });
  const link = await linkTo(t, running);
  await until(async () => {
    const { jobs } = await link.request('status', {});
    return ['quote', 'chain', 'bars'].every((name) => jobs.find((job) => job.name === name)?.lastSucceededAt);
  });
  /** A second later, so that the poll is not the one before. */
  const refresh = async () => {
    await clock.advance(1000);
    return await link.request('refresh', { job: 'all', force: true });
  };
  const file = path.join(running.dir, 'spyglass.sqlite');
  await until(() => pollsIn(file) === 1);
  const problem = async () =>
    (await link.request('status', {})).health.problems.find(({ subject }) => subject === 'database');
  return { ...running, clock, link, refresh, file, problem };
}

function pollsIn(file: string): number {
  const database = new SqliteDatabase(file, { readonly: true });
  try {
    return Number(database.prepare('select count(*) from chain_polls').pluck().get());
  } finally {
    database.close();
  }
}

test('a database that is removed while recording is said at once, and its rows can be saved', async (t) => {
  const { link, refresh, file, problem, dir } = await recording(t);
  for (const end of ['', '-wal', '-shm', '.lock']) rmSync(`${file}${end}`);
  const gone = (await problem())!;
  t.is(gone.code, 'database_gone', 'before anything is polled');
  t.true(gone.hint.includes(file), gone.hint);
  t.regex(gone.hint, /spyglass db backup FILE/);

  const before = (await link.request('chain.get', {}))!;
  const outcomes = await refresh();
  t.true(outcomes[0]!.isOk && outcomes[1]!.isOk, JSON.stringify(outcomes));
  t.true((await link.request('chain.get', {}))!.timestamp > before.timestamp, 'the picture goes on');
  const { waiting } = await link.request('status', {});
  t.true(waiting !== undefined && waiting.chains >= 1, JSON.stringify(waiting));
  t.false(existsSync(file), 'nothing is made in its place');

  const rescued = path.join(dir, 'rescued.sqlite');
  const report = await link.request('backup', { file: rescued });
  t.deepEqual(report, { path: rescued, bytes: statSync(rescued).size });
  t.is(pollsIn(rescued), 1);
  await t.throwsAsync(link.request('backup', { file: rescued }), { message: /exists already/ });
  await t.throwsAsync(link.request('backup', { file: 'rescued.sqlite' }), { message: /absolute/ });
});

test('whichever job meets it, a database that is gone is one problem', async (t) => {
  const { link, file, refresh } = await recording(t);
  for (const end of ['', '-wal', '-shm', '.lock']) rmSync(`${file}${end}`);
  await refresh();
  await link.request('refresh', { job: 'bars', force: true });
  const { health, jobs } = await link.request('status', {});
  t.truthy(jobs.find(({ name }) => name === 'bars')!.lastError, 'the job says that it failed');
  t.deepEqual(
    health.problems.filter(({ code }) => code === 'database_gone').map(({ subject }) => subject),
    ['database'],
  );
});

test('a start waits for another program’s lock, and the log says what for', async (t) => {
  const first = await recording(t);
  await first.daemon.close();
  const other = new SqliteDatabase(first.file);
  t.teardown(() => other.close());
  other.pragma('locking_mode = EXCLUSIVE');
  other.exec('begin immediate; create table if not exists x (y); rollback');
  const said: string[] = [];
  const log = {
    ...silent,
    warn(fields: { err?: unknown }, message: string) {
      said.push(`${message}: ${(fields.err as Error | undefined)?.message ?? ''}`);
      if (message.startsWith('waiting')) other.close();
    },
  };
  const clock = manualClock(midSession + 60_000);
  const simulator = await startSimulator({ clock });
  t.teardown(simulator.close);
  let hasStarted = false;
  const starting = startTestDaemon(t, { baseUrl: simulator.url, clock, dir: first.dir, log });
  const started = starting.finally(() => {
    hasStarted = true;
  });
  await until(async () => {
    await clock.advance(100);
    return hasStarted;
  });
  const again = await started;
  t.regex(said[0] ?? '', /^waiting for the database: another process keeps a lock/);
  t.is((await (await linkTo(t, again)).request('status', {})).hello.pid, process.pid);
});

test('polls that are lost with a daemon that closes without its database are counted in the log', async (t) => {
  const said: [string, { chains?: number }][] = [];
  const log = {
    ...silent,
    warn: (fields: { chains?: number }, message: string) => void said.push([message, fields]),
  };
  const { daemon, refresh, file } = await recording(t, log);
  rmSync(file);
  await refresh();
  await daemon.close();
  const [, counts] = said.find(([message]) => /are lost/.test(message)) ?? [];
  t.true((counts?.chains ?? 0) >= 1, JSON.stringify(said));
});

test('polls of the time without a database are stored once the same file is back', async (t) => {
  const { link, refresh, file, problem, dir } = await recording(t);
  const aside = path.join(dir, 'aside');
  mkdirSync(aside);
  const move = (from: string, to: string) => {
    for (const end of ['', '-wal', '-shm', '.lock']) {
      renameSync(path.join(from, `spyglass.sqlite${end}`), path.join(to, `spyglass.sqlite${end}`));
    }
  };
  move(dir, aside);
  await refresh();
  const during = (await link.request('chain.get', {}))!;
  t.is((await problem())?.code, 'database_gone');
  move(aside, dir);
  // Its first look begins to store what waits.
  await until(async () => (await problem()) === undefined);
  await until(async () => (await link.request('status', {})).waiting === undefined);
  t.is(pollsIn(file), 2);
  t.is((await link.request('chain.get', { at: during.timestamp }))?.timestamp, during.timestamp);
});

test('a backup that is put in the place of the database is left alone, and opens sound after the daemon', async (t) => {
  const { daemon, link, refresh, file, problem, dir } = await recording(t);
  const backup = path.join(dir, 'backup.sqlite');
  await link.request('backup', { file: backup });
  await refresh();
  await until(() => pollsIn(file) === 2);
  const bytes = readFileSync(backup);
  renameSync(backup, file);
  await refresh();
  t.is((await problem())?.code, 'database_gone');
  const rescued = path.join(dir, 'rescued.sqlite');
  await link.request('backup', { file: rescued });
  t.is(pollsIn(rescued), 2);
  await daemon.close();
  t.true(readFileSync(file).equals(bytes));
  t.is(pollsIn(file), 1);
});

test('a daemon that finds a backup beside the log of one that was killed logs where it put that log', async (t) => {
  const { dir, path: file, backup } = await killedRecording(t);
  renameSync(backup, file);
  const said: [string, { log?: string; hint?: string }][] = [];
  const log = {
    ...silent,
    warn: (fields: { log?: string; hint?: string }, message: string) => void said.push([message, fields]),
  };
  const clock = manualClock(midSession);
  const simulator = await startSimulator({ clock });
  t.teardown(simulator.close);
  const running = await startTestDaemon(t, { baseUrl: simulator.url, clock, dir, log });
  const link = await linkTo(t, running);
  await link.request('refresh', { job: 'chain', force: true });
  const [, fields] = said.find(([message]) => /belonged to another file/.test(message)) ?? [];
  t.true(existsSync(fields?.log ?? ''), JSON.stringify(said));
  t.regex(fields?.hint ?? '', /FILE-wal/);
  t.false(
    said.some(([message]) => /not closed in order/.test(message)),
    'nothing of the log was taken in',
  );
  t.is(pollsIn(file), 6);
});

test('at night, too, clients hear within seconds that the database was taken away', async (t) => {
  const { clock, link, file } = await recording(t);
  const isGone = (event: DaemonEvent): event is Extract<DaemonEvent, { name: 'health' }> =>
    event.name === 'health' && event.payload.problems.some(({ code }) => code === 'database_gone');
  const heard = new Promise<Extract<DaemonEvent, { name: 'health' }>>((resolve) => {
    link.onEvent((event) => {
      if (isGone(event)) resolve(event);
    });
  });
  await link.request('subscribe', {});
  rmSync(`${file}.lock`);
  await clock.advance(5000);
  const { payload } = await heard;
  t.regex(payload.problems[0]!.message, /lock/);
});

test('a backup that was killed leaves no target, and the next one takes its leftovers away', async (t) => {
  const { link, dir } = await recording(t);
  const target = path.join(dir, 'backup.sqlite');
  writeFileSync(`${target}.partial`, 'half of a backup');
  writeFileSync(`${target}.partial-journal`, 'and its journal');
  await link.request('backup', { file: target });
  t.is(pollsIn(target), 1);
  t.false(existsSync(`${target}.partial`));
  t.false(existsSync(`${target}.partial-journal`));
  const nowhere = await t.throwsAsync<SpyglassError>(
    link.request('backup', { file: path.join(dir, 'no', 'such', 'backup.sqlite') }),
  );
  t.is(nowhere.code, 'data_dir');
});
