import test from 'ava';
import type { Gap } from '../../../src/recordings/gaps.ts';
import { minute, monday } from '../../db/fixtures.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import type { OpenRecording } from './open-recording.ts';

const chainOfSpy = { underlying: 'SPY', job: 'chain' };

function aGap(changes: Partial<Gap> = {}): Gap {
  return {
    underlying: 'SPY',
    job: 'chain',
    sessionDate: '2026-11-23',
    startedAt: monday,
    endedAt: monday + minute,
    reason: 'upstream unreachable',
    ...changes,
  };
}

/** What the gaps of any recording must do. */
export function testGaps(open: OpenRecording): void {
  test('gaps of a session come back as recorded, oldest first, of one job or all', async (t) => {
    const db = await open(t);
    const gaps = [
      aGap({ startedAt: monday + 5 * minute, endedAt: monday + 6 * minute }),
      aGap(),
      aGap({
        job: 'quote',
        startedAt: monday + minute,
        endedAt: monday + 2 * minute,
        reason: "it's asleep?",
      }),
    ];
    for (const gap of gaps) await db.gaps.record(gap);
    await db.gaps.record(aGap({ sessionDate: '2026-11-24' }));
    t.deepEqual(await db.gaps.ofSession('SPY', '2026-11-23', lastInstant), [gaps[1], gaps[2], gaps[0]]);
    t.deepEqual(await db.gaps.ofSession('SPY', '2026-11-23', lastInstant, 'quote'), [gaps[2]]);
    t.deepEqual(await db.gaps.ofSession('SPY', '2026-11-25', lastInstant), []);
  });

  test('a job has one open gap until it is closed', async (t) => {
    const db = await open(t);
    const { endedAt: _, ...gap } = aGap();
    t.true(await db.gaps.open(gap));
    t.false(await db.gaps.open({ ...gap, startedAt: monday + 1 }));
    t.true(await db.gaps.open({ ...gap, job: 'quote' }));
    t.deepEqual(await db.gaps.ofSession('SPY', '2026-11-23', lastInstant, 'chain'), [
      { ...gap, endedAt: null },
    ]);

    t.deepEqual(await db.gaps.closeOpen(chainOfSpy, monday + minute), { ...gap, endedAt: monday + minute });
    t.is(await db.gaps.closeOpen(chainOfSpy, monday + minute), null);
    t.deepEqual(await db.gaps.ofSession('SPY', '2026-11-23', lastInstant, 'chain'), [
      { ...gap, endedAt: monday + minute },
    ]);
    t.true(await db.gaps.open({ ...gap, startedAt: monday + 2 * minute }));
  });

  test('each underlying has gaps of its own', async (t) => {
    const db = await open(t);
    const { endedAt: _, ...gap } = aGap();
    const ofQqq = { ...gap, underlying: 'QQQ' };
    t.true(await db.gaps.open(gap));
    t.true(await db.gaps.open(ofQqq));
    t.true(await db.gaps.open({ ...gap, underlying: 'I:SPX' }));
    t.deepEqual(await db.gaps.closeOpen({ underlying: 'QQQ', job: 'chain' }, monday + minute), {
      ...ofQqq,
      endedAt: monday + minute,
    });
    t.deepEqual(await db.gaps.ofSession('SPY', '2026-11-23', lastInstant), [{ ...gap, endedAt: null }]);
    t.is((await db.gaps.last({ underlying: 'QQQ', job: 'chain' }, lastInstant))?.endedAt, monday + minute);
    t.is(await db.gaps.last({ underlying: 'IWM', job: 'chain' }, lastInstant), null);
    await db.gaps.cut({ underlying: 'I:SPX', job: 'chain' }, monday - minute);
    t.deepEqual(await db.gaps.ofSession('I:SPX', '2026-11-23', lastInstant), []);
    t.is((await db.gaps.ofSession('QQQ', '2026-11-23', lastInstant)).length, 1);
  });

  test('a gap never ends before it began', async (t) => {
    const db = await open(t);
    const { endedAt: _, ...gap } = aGap();
    await db.gaps.open(gap);
    t.is((await db.gaps.closeOpen(chainOfSpy, monday - minute))?.endedAt, monday);
  });

  test('a gap is there once it has begun, and lasts until it has ended', async (t) => {
    const db = await open(t);
    const gap = aGap();
    await db.gaps.record(gap);
    const read = async (asOf: number) => [
      await db.gaps.last(chainOfSpy, asOf),
      ...(await db.gaps.ofSession('SPY', '2026-11-23', asOf, 'chain')),
    ];
    const lasting = { ...gap, endedAt: null };
    t.deepEqual(await read(monday - 1), [null]);
    t.deepEqual(await read(monday), [lasting, lasting]);
    t.deepEqual(await read(monday + minute), [gap, gap]);
  });

  test('a gap is known since it was noticed, and lasts until its end was noticed', async (t) => {
    const db = await open(t);
    const { endedAt: _, ...gap } = aGap();
    const known = (asOf: number) => db.gaps.known('SPY', '2026-11-23', asOf);
    const noticed = async (asOf: number) =>
      (await db.gaps.noticed('SPY', '2026-11-23', asOf)).map((one) => [one.noticedAt, one.endNoticedAt]);
    await db.gaps.open(gap, monday + 2 * minute);
    t.deepEqual(await known(monday + 2 * minute - 1), []);
    t.deepEqual(await known(monday + 2 * minute), [{ ...gap, endedAt: null }]);
    await db.gaps.closeOpen(chainOfSpy, monday + 5 * minute, monday + 7 * minute);
    t.deepEqual(await known(monday + 7 * minute - 1), [{ ...gap, endedAt: null }]);
    t.deepEqual(await known(monday + 7 * minute), [{ ...gap, endedAt: monday + 5 * minute }]);
    t.deepEqual(await noticed(monday + 7 * minute - 1), [[monday + 2 * minute, null]]);
    t.deepEqual(await noticed(monday + 7 * minute), [[monday + 2 * minute, monday + 7 * minute]]);

    const whole = aGap({ job: 'quote', startedAt: monday - minute, endedAt: monday });
    await db.gaps.record(whole, { begin: monday + 8 * minute, end: monday + 8 * minute });
    t.is((await known(monday + 8 * minute - 1)).length, 1);
    t.deepEqual((await known(monday + 8 * minute))[0], whole, 'oldest first');
    t.is((await db.gaps.ofSession('SPY', '2026-11-23', monday - minute)).length, 1, 'its own times');
    t.deepEqual(await db.gaps.known('SPY', '2026-11-24', lastInstant), []);
    t.deepEqual(await db.gaps.known('QQQ', '2026-11-23', lastInstant), []);
  });

  test('a gap whose times of notice are not recorded is known by its own times', async (t) => {
    const db = await open(t);
    const gap = aGap();
    await db.gaps.record(gap);
    t.deepEqual(await db.gaps.known('SPY', '2026-11-23', monday - 1), []);
    t.deepEqual(await db.gaps.known('SPY', '2026-11-23', monday), [{ ...gap, endedAt: null }]);
    t.deepEqual(await db.gaps.known('SPY', '2026-11-23', monday + minute), [gap]);
  });

  test('nothing was noticed after the instant that gaps are cut at', async (t) => {
    const db = await open(t);
    const gap = aGap({ endedAt: monday + 5 * minute });
    await db.gaps.record(gap, { begin: monday + 6 * minute, end: monday + 7 * minute });
    await db.gaps.cut(chainOfSpy, monday + 3 * minute);
    t.deepEqual(await db.gaps.known('SPY', '2026-11-23', monday + 3 * minute), [
      { ...gap, endedAt: monday + 3 * minute },
    ]);
  });

  test('gaps are put in the place of those that begin at an instant or later', async (t) => {
    const db = await open(t);
    const at = (minutes: number) => monday + minutes * minute;
    // Noticed long after it was over: it must not be known earlier because a later one is replaced.
    const early = aGap({ startedAt: at(0), endedAt: at(5) });
    const noticed = { begin: at(60), end: at(61) };
    await db.gaps.record(early, noticed);
    await db.gaps.record(aGap({ startedAt: at(10), endedAt: at(20) }), noticed);
    await db.gaps.record(aGap({ startedAt: at(30), endedAt: at(31) }), noticed);
    const later = { startedAt: at(10), endedAt: at(20) };
    const others = [aGap({ job: 'quote', ...later }), aGap({ underlying: 'QQQ', ...later })];
    for (const gap of others) await db.gaps.record(gap);
    const rest = [
      { ...aGap({ startedAt: at(10), endedAt: at(12) }), noticedAt: at(60), endNoticedAt: at(61) },
      { ...aGap({ startedAt: at(15), endedAt: at(20) }), noticedAt: at(60), endNoticedAt: at(61) },
    ];
    await db.gaps.replaceSince(chainOfSpy, at(10), rest);
    const known = await db.gaps.noticed('SPY', '2026-11-23', lastInstant);
    t.deepEqual(
      known.filter(({ job }) => job === 'chain'),
      [{ ...early, noticedAt: at(60), endNoticedAt: at(61) }, ...rest],
    );
    t.is((await db.gaps.ofSession('SPY', '2026-11-23', lastInstant, 'quote')).length, 1);
    t.is((await db.gaps.ofSession('QQQ', '2026-11-23', lastInstant)).length, 1);
  });

  test('where one of them breaks a rule, none is replaced', async (t) => {
    const db = await open(t);
    await db.gaps.record(aGap());
    const wrong = { ...aGap({ reason: 'x', startedAt: 5 }), noticedAt: monday, endNoticedAt: monday };
    await t.throwsAsync(db.gaps.replaceSince(chainOfSpy, monday, [wrong]));
    t.is((await db.gaps.ofSession('SPY', '2026-11-23', lastInstant)).length, 1);
  });
}
