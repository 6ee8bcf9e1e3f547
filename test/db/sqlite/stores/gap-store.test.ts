import test from 'ava';
import type { Gap } from '../../../../src/db/sqlite/stores/gap-store.ts';
import { minute, monday, newDatabase } from '../../fixtures.ts';

function aGap(changes: Partial<Gap> = {}): Gap {
  return {
    job: 'chain',
    sessionDate: '2026-11-23',
    startedAt: monday,
    endedAt: monday + minute,
    reason: 'upstream unreachable',
    ...changes,
  };
}

test('gaps of a session come back as recorded, oldest first, of one job or all', async (t) => {
  const { db } = await newDatabase(t);
  const gaps = [
    aGap({ startedAt: monday + 5 * minute, endedAt: monday + 6 * minute }),
    aGap(),
    aGap({ job: 'quote', startedAt: monday + minute, endedAt: monday + 2 * minute, reason: "it's asleep?" }),
  ];
  for (const gap of gaps) await db.gaps.record(gap);
  await db.gaps.record(aGap({ sessionDate: '2026-11-24' }));
  t.deepEqual(await db.gaps.ofSession('2026-11-23'), [gaps[1], gaps[2], gaps[0]]);
  t.deepEqual(await db.gaps.ofSession('2026-11-23', 'quote'), [gaps[2]]);
  t.deepEqual(await db.gaps.ofSession('2026-11-25'), []);
});

test('a job has one open gap until it is closed', async (t) => {
  const { db } = await newDatabase(t);
  const { endedAt: _, ...gap } = aGap();
  t.true(await db.gaps.open(gap));
  t.false(await db.gaps.open({ ...gap, startedAt: monday + 1 }));
  t.true(await db.gaps.open({ ...gap, job: 'quote' }));
  t.deepEqual(await db.gaps.ofSession('2026-11-23', 'chain'), [{ ...gap, endedAt: null }]);

  t.deepEqual(await db.gaps.closeOpen('chain', monday + minute), { ...gap, endedAt: monday + minute });
  t.is(await db.gaps.closeOpen('chain', monday + minute), null);
  t.deepEqual(await db.gaps.ofSession('2026-11-23', 'chain'), [{ ...gap, endedAt: monday + minute }]);
  t.true(await db.gaps.open({ ...gap, startedAt: monday + 2 * minute }));
});

test('a gap never ends before it began', async (t) => {
  const { db } = await newDatabase(t);
  const { endedAt: _, ...gap } = aGap();
  await db.gaps.open(gap);
  t.is((await db.gaps.closeOpen('chain', monday - minute))?.endedAt, monday);
});

test('coverage counts overlapping gaps once and only within the span', async (t) => {
  const { db } = await newDatabase(t);
  const span = { job: 'chain', sessionDate: '2026-11-23', fromMs: monday, toMs: monday + 100 * minute };
  t.deepEqual(await db.gaps.coverage(span), { spanMs: 100 * minute, missingMs: 0, ratio: 1, gaps: 0 });

  const at = (from: number, to: number | null) =>
    aGap({ startedAt: monday + from * minute, endedAt: to === null ? null : monday + to * minute });
  for (const gap of [at(-10, 5), at(20, 30), at(25, 28), at(29, 40), at(95, null)]) await db.gaps.record(gap);
  await db.gaps.record(
    aGap({ job: 'quote', startedAt: monday + 50 * minute, endedAt: monday + 60 * minute }),
  );
  const { missingMs, ratio, gaps } = await db.gaps.coverage(span);
  t.is(missingMs, (5 + 20 + 5) * minute);
  t.is(ratio, 0.7);
  t.is(gaps, 5);
  t.is((await db.gaps.coverage({ ...span, toMs: monday })).ratio, 1, 'nothing to cover');
});
