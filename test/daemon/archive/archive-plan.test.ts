import test from 'ava';
import { planArchive, verifyEveryDays } from '../../../src/daemon/archive/archive-plan.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { ArchivedSession } from '../../../src/recordings/archived-sessions.ts';
import type { SessionCounts } from '../../../src/recordings/session-rows.ts';

const now = newYorkInstant('2026-11-25', '20:05');
const counts: SessionCounts = { polls: 390, contracts: 9000, quotes: 1500, levels: 390, gaps: 2, alerts: 1 };
const dayMs = 86_400_000;

const archived = (date: string, given: Partial<ArchivedSession> = {}): ArchivedSession => ({
  ...{ underlying: 'SPY', date, counts, bytes: 1000, hash: 'ab', problem: null },
  ...{ archivedAt: now - dayMs, verifiedAt: now - dayMs, chainsRemovedAt: null, quotesRemovedAt: null },
  ...given,
});
const recorded = (date: string, given: SessionCounts | null = counts, underlying = 'SPY') => ({
  ...{ underlying, date, counts: given },
});
const plan = (given: Partial<Parameters<typeof planArchive>[0]>) =>
  planArchive({ now, recorded: [], archived: [], keepDays: null, ...given });
const dates = (keys: readonly { date: string }[]) => keys.map(({ date }) => date);

test('sessions that are over and not archived are written, oldest first, each symbol', (t) => {
  const { write } = plan({
    recorded: [
      recorded('2026-11-24', null),
      recorded('2026-11-24', null, 'QQQ'),
      recorded('2026-11-25', null),
    ],
    archived: [],
  });
  t.deepEqual(
    write.map(({ underlying, date }) => `${underlying} ${date}`),
    ['SPY 2026-11-24', 'QQQ 2026-11-24', 'SPY 2026-11-25'],
  );
});

test('a session is over once its trade date is, and not a minute before', (t) => {
  const of = (at: number) => plan({ now: at, recorded: [recorded('2026-11-25', null)] }).write.length;
  t.is(of(newYorkInstant('2026-11-25', '20:00')), 0);
  t.is(of(newYorkInstant('2026-11-25', '20:00') + 1), 1);
});

test('a session that has changed since is written anew', (t) => {
  const changed = recorded('2026-11-24', { ...counts, gaps: 3 });
  t.deepEqual(dates(plan({ recorded: [changed], archived: [archived('2026-11-24')] }).write), ['2026-11-24']);
  t.deepEqual(plan({ recorded: [recorded('2026-11-24')], archived: [archived('2026-11-24')] }).write, []);
});

test('a session of which retention has taken rows is never written from what is left', (t) => {
  const less = recorded('2026-10-20', { ...counts, polls: 0, contracts: 0 });
  for (const gone of [{ chainsRemovedAt: now - 1 }, { quotesRemovedAt: now - 1 }])
    t.deepEqual(plan({ recorded: [less], archived: [archived('2026-10-20', gone)] }).write, []);
});

test('a damaged session is left to the user', (t) => {
  const damaged = archived('2026-11-24', { problem: 'chain.parquet is not what was written.' });
  const changed = recorded('2026-11-24', { ...counts, gaps: 3 });
  const { write, verify } = plan({ recorded: [changed], archived: [damaged] });
  t.deepEqual([write, verify], [[], []]);
});

test('sessions are read again once a month, the one first that was not for longest', (t) => {
  const ago = (days: number) => ({ archivedAt: now - 90 * dayMs, verifiedAt: now - days * dayMs });
  const { verify } = plan({
    archived: [
      archived('2026-09-01', ago(verifyEveryDays + 1)),
      archived('2026-09-02', ago(verifyEveryDays - 1)),
      archived('2026-09-03', ago(verifyEveryDays + 9)),
      archived('2026-09-04', { archivedAt: now - 31 * dayMs, verifiedAt: null }),
    ],
  });
  t.deepEqual(dates(verify), ['2026-09-03', '2026-09-01', '2026-09-04']);
});

test('nothing is removed unless the user says how long sessions are kept', (t) => {
  const old = [archived('2016-11-24')];
  t.deepEqual(plan({ archived: old }).remove, []);
  t.deepEqual(dates(plan({ archived: old, keepDays: 365 }).remove), ['2016-11-24']);
  t.deepEqual(plan({ archived: [archived('2026-11-20')], keepDays: 5 }).remove, [], 'kept so many days');
  t.deepEqual(dates(plan({ archived: [archived('2026-11-19')], keepDays: 5 }).remove), ['2026-11-19']);
});

test('a session that the database still has rows of is not removed: it would be archived anew', (t) => {
  const { remove, write } = plan({
    ...{ recorded: [recorded('2026-11-02')], archived: [archived('2026-11-02')], keepDays: 1 },
  });
  t.deepEqual([remove, write], [[], []]);
});
