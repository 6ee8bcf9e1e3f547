import test from 'ava';
import type { ArchivedSession } from '../../../src/recordings/archived-sessions.ts';
import { minute, monday } from '../../db/fixtures.ts';
import type { OpenRecording } from './open-recording.ts';

/** A session as it is noted once its files are written and verified. */
export function anArchivedSession(changes: Partial<ArchivedSession> = {}): ArchivedSession {
  return {
    ...{ underlying: 'SPY', date: '2026-11-23' },
    counts: { polls: 405, contracts: 90_210, quotes: 1810, levels: 405, gaps: 2, alerts: 7 },
    ...{ bytes: 1_234_567, hash: 'ab01'.repeat(16) },
    ...{ archivedAt: monday, verifiedAt: monday + 1, problem: null },
    ...{ chainsRemovedAt: null, quotesRemovedAt: null },
    ...changes,
  };
}

/** What any recording must know of its archive. */
export function testArchivedSessions(open: OpenRecording): void {
  test('archived sessions come back as they were noted, by date and underlying', async (t) => {
    const db = await open(t);
    const sessions = [
      anArchivedSession({ date: '2026-11-20', underlying: 'SPY', verifiedAt: null }),
      anArchivedSession({ underlying: 'I:SPX', problem: 'chain.parquet: 3 bytes are missing' }),
      anArchivedSession({ chainsRemovedAt: monday + 2, quotesRemovedAt: monday + 3 }),
    ];
    for (const session of sessions.toReversed()) await db.archivedSessions.record(session);
    t.deepEqual(await db.archivedSessions.all(), sessions);
    for (const session of sessions) t.deepEqual(await db.archivedSessions.of(session), session);
    t.is(await db.archivedSessions.of({ underlying: 'QQQ', date: '2026-11-23' }), null);
    await db.archivedSessions.remove(sessions[1]!);
    t.deepEqual(await db.archivedSessions.all(), [sessions[0]!, sessions[2]!]);
  });

  test('the version of what is archived is another one after each change', async (t) => {
    const db = await open(t);
    const { archivedSessions } = db;
    const versions = [await archivedSessions.version()];
    t.is(await archivedSessions.version(), versions[0]!);
    const session = anArchivedSession();
    for (const change of [
      () => archivedSessions.record(session),
      () => archivedSessions.markVerified(session, monday + minute),
      () => archivedSessions.markRemoved([session], 'quotes', monday + minute),
      () => archivedSessions.markDamaged(session, 'gone'),
      () => archivedSessions.remove(session),
    ]) {
      await change();
      versions.push(await archivedSessions.version());
    }
    t.is(new Set(versions).size, versions.length);
  });

  test('a session that is archived anew takes the place of the one before, and what was removed stays noted', async (t) => {
    const db = await open(t);
    const [first, second] = [anArchivedSession(), anArchivedSession({ underlying: 'QQQ' })];
    for (const session of [first, second]) await db.archivedSessions.record(session);
    await db.archivedSessions.markRemoved(
      [first, { ...first, date: '2026-11-24' }],
      'chains',
      monday + minute,
    );
    const anew = anArchivedSession({
      ...{ archivedAt: monday + 5 * minute, verifiedAt: null, problem: 'not yet read back', bytes: 9 },
      ...{
        hash: 'cd23'.repeat(16),
        counts: { polls: 1, contracts: 2, quotes: 3, levels: 4, gaps: 5, alerts: 6 },
      },
    });
    await db.archivedSessions.record(anew);
    t.deepEqual(await db.archivedSessions.all(), [second, { ...anew, chainsRemovedAt: monday + minute }]);
  });

  test('marks are set on what is archived: verified again a problem is over, and the first removal counts', async (t) => {
    const db = await open(t);
    const session = anArchivedSession();
    const other = { underlying: 'QQQ', date: session.date };
    await db.archivedSessions.record(session);
    for (const key of [session, other])
      await db.archivedSessions.markDamaged(key, 'chain.parquet is missing');
    t.deepEqual(await db.archivedSessions.all(), [{ ...session, problem: 'chain.parquet is missing' }]);
    for (const key of [session, other]) await db.archivedSessions.markVerified(key, monday + minute);
    t.deepEqual(await db.archivedSessions.all(), [{ ...session, verifiedAt: monday + minute }]);
    for (const at of [monday + 2, monday + 3])
      await db.archivedSessions.markRemoved([session, other], 'quotes', at);
    t.deepEqual(await db.archivedSessions.all(), [
      { ...session, verifiedAt: monday + minute, quotesRemovedAt: monday + 2 },
    ]);
  });
}
