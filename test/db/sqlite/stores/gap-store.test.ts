import test from 'ava';
import type { Gap } from '../../../../src/recordings/gaps.ts';
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
