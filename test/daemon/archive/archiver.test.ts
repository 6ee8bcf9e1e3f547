import { readdir } from 'node:fs/promises';
import test from 'ava';
import type { ArchiveState } from '../../../src/protocol/archive.ts';
import { aQuote } from '../../db/fixtures.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import {
  dates,
  dayAfter,
  evening,
  folderOf,
  openTestArchiver,
  recordSession,
  run,
} from './archiver-support.ts';

test('all recorded sessions that are over are archived, oldest first, and those of every symbol', async (t) => {
  const { work, archiver, db, directory } = await openTestArchiver(t);
  await recordSession(db, '2026-11-24', 'QQQ');
  t.deepEqual(
    (await work()).map((text) => text.replace(/, \d+ rows$/, '')),
    [
      'SPY 2026-11-23 archived',
      'QQQ 2026-11-24 archived',
      'SPY 2026-11-24 archived',
      'SPY 2026-11-25 archived',
    ],
  );
  t.like(archiver.state(), { sessions: 4, waiting: 0, damaged: 0, problem: null, running: null });
  t.deepEqual((await readdir(folderOf(directory, '2026-11-25'))).length, 6);
  const { list } = await archiver.report();
  t.true(list.every(({ verifiedAt, archivedAt }) => verifiedAt === evening && archivedAt === evening));
});

test('what is being archived is said while it is, and how far', async (t) => {
  const { work, bus } = await openTestArchiver(t, { recorded: [dates[0]] });
  const states: ArchiveState[] = [];
  bus.on('archive', (state) => states.push(state));
  await work();
  const running = states.flatMap((state) => (state.running ? [state.running] : []));
  t.like(running[0], { work: 'archive', symbol: 'SPY', date: dates[0], share: 0 });
  t.true(running.some(({ share }) => share! > 0));
  t.is(states.find((state) => state.running)!.waiting, 1);
  t.like(states.at(-1), { running: null, waiting: 0, sessions: 1, last: { symbol: 'SPY', date: dates[0] } });
});

test('a session that changes after it was archived is archived anew', async (t) => {
  const { work, db, archiver } = await openTestArchiver(t);
  await work();
  const before = await db.archivedSessions.of({ underlying: 'SPY', date: dates[1] });
  const at = newYorkInstant(dates[1], '13:00');
  await db.quotes.record(
    aQuote({ price: 672, timestamp: at, receivedAt: at, slotAt: at, source: 'simulator' }),
  );
  t.deepEqual(
    (await work()).map((text) => text.replace(/, \d+ rows$/, '')),
    [`SPY ${dates[1]} archived`],
  );
  const after = await db.archivedSessions.of({ underlying: 'SPY', date: dates[1] });
  t.is(after!.counts.quotes, before!.counts.quotes + 1);
  t.not(after!.hash, before!.hash);
  t.true((await archiver.verifyNow({ date: dates[1] }, run())).every(({ isOk }) => isOk));
});

test('a session that changes while it is read is not noted as what was read', async (t) => {
  const open = await openTestArchiver(t, { recorded: [dates[0]] });
  const { archiver, db, problem } = open;
  await archiver.look();
  const at = newYorkInstant(dates[0], '13:00');
  let price = 672;
  const change = () => {
    price += 1;
    return db.quotes.record(
      aQuote({ price, timestamp: at + price, receivedAt: at + price, slotAt: at, source: 'simulator' }),
    );
  };
  const changing = { ...run(), onProgress: () => void change() };
  await t.throwsAsync(archiver.step(changing), { message: /changed/ });
  t.is(await db.archivedSessions.of({ underlying: 'SPY', date: dates[0] }), null);
  t.is(problem()?.subject, 'archive');
  await open.work();
  t.is(problem(), null);
  t.like(await db.archivedSessions.of({ underlying: 'SPY', date: dates[0] }), {
    counts: await db.sessions.counts({ underlying: 'SPY', date: dates[0] }),
  });
});

test('sessions are read again after a month, and that is noted', async (t) => {
  const { work, clock, archiver } = await openTestArchiver(t);
  await work();
  clock.set(dayAfter('2026-11-25', 31));
  t.deepEqual(
    await work(),
    dates.map((date) => `SPY ${date} verified`),
  );
  const { list } = await archiver.report();
  t.true(list.every(({ verifiedAt }) => verifiedAt === clock.now()));
  t.deepEqual(await work(), ['SPY 2026-11-23 verified'].slice(1), 'and not before the next month');
});

test('what is past archive.keep is removed once the database no longer has it, and nothing else', async (t) => {
  const { work, clock, db, settings, directory } = await openTestArchiver(t);
  await work();
  settings.archiveKeep = 5;
  clock.set(dayAfter('2026-11-24', 6));
  t.deepEqual(await work(), [], 'the database still has them');
  const rows = { underlying: 'SPY', date: '2026-11-01' };
  await db.archivedSessions.record({ ...(await db.archivedSessions.all())[0]!, ...rows });
  t.deepEqual(await work(), ['SPY 2026-11-01 removed, past archive.keep']);
  t.is(await db.archivedSessions.of(rows), null);
  t.is((await readdir(`${directory}/underlying=SPY`)).length, 3);
});

test('switched off it says so, and shows no problem', async (t) => {
  const { archiver, settings, health } = await openTestArchiver(t);
  settings.archiveEnabled = false;
  archiver.configure();
  t.like(archiver.state(), { isEnabled: false, waiting: 0, problem: null });
  t.deepEqual(health.current().problems, []);
});

test('a run that is called off leaves nothing, and is made up for', async (t) => {
  const { archiver, problem, directory, work } = await openTestArchiver(t, { recorded: [dates[0]] });
  await archiver.look();
  const stop = new AbortController();
  const calledOff = archiver.step({
    signal: stop.signal,
    onProgress: () => stop.abort(new Error('closing')),
  });
  await t.throwsAsync(calledOff, { message: 'closing' });
  t.is(problem(), null, 'nothing is wrong with the archive');
  t.deepEqual(await readdir(`${directory}/underlying=SPY`), []);
  t.is((await work()).length, 1);
});

test('a session of long ago that has changed is found within a week', async (t) => {
  const { work, db, clock } = await openTestArchiver(t, { recorded: [dates[0]] });
  await work();
  const at = newYorkInstant(dates[0], '13:00');
  await db.quotes.record(
    aQuote({ price: 672, timestamp: at, receivedAt: at, slotAt: at, source: 'simulator' }),
  );
  let days = 10;
  for (; days < 20; days += 1) {
    clock.set(dayAfter(dates[0], days));
    if ((await work()).some((text) => text.includes('archived'))) break;
  }
  t.is(days, 14);
});
