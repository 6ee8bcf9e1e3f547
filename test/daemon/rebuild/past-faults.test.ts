import test from 'ava';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import type { FaultName } from '../../../src/simulator/faults.ts';
import { long } from '../../support/long.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { openAloneRebuild, rebuildAll, whileMoving } from './rebuilt-day.ts';

const nextDay = Date.parse('2026-11-24T15:00:00Z');
const narrow = { symbol: 'SPY', date: '2026-11-23', strikesPercent: 0.01 };
const unlimited = { simulator: { profile: 'starter', hasRateLimit: false }, callsPerMinute: 10_000 } as const;

const asked = { until: 'computing' } as const;

const lists = [
  'past-contracts-cut-short',
  'past-contracts-without-a-page',
  'past-contracts-repeat-a-page',
] as const;

for (const fault of lists) {
  long(`a list that is not whole is refused: ${fault}`, async (t) => {
    const { step, simulator, reader } = await openAloneRebuild(t, {
      clock: manualClock(nextDay),
      ...unlimited,
    });
    simulator.setFault(fault);
    await t.throwsAsync(rebuildAll(step, narrow), { message: /not complete/ });
    simulator.setFault(null);
    t.is((await rebuildAll(step, narrow, asked)).stage, 'computing');
    const db = await reader();
    t.teardown(db.close);
    t.true(
      (await db.rebuilt.contracts({ ...narrow, underlying: 'SPY', expiration: narrow.date })).length > 10,
    );
  });
}

/** What a day with faulty bars has of a good one, as a part. */
const bars: Partial<Record<FaultName, { min: number; max: number; hasNotes: boolean }>> = {
  'option-bars-missing': { min: 0, max: 1, hasNotes: false },
  'option-bars-not-found': { min: 0, max: 1, hasNotes: false },
  'option-bars-of-other-minutes': { min: 0.7, max: 0.85, hasNotes: true },
  'option-bars-at-zero': { min: 0.7, max: 0.85, hasNotes: true },
  'option-bars-corrected': { min: 1, max: 1, hasNotes: false },
  'option-bars-without-end': { min: 1, max: 1, hasNotes: false },
  'option-bars-rate-limited': { min: 1, max: 1, hasNotes: false },
};

for (const [fault, { min, max, hasNotes }] of Object.entries(bars)) {
  long(`bars that are wrong are left out and noted: ${fault}`, async (t) => {
    const good = await openAloneRebuild(t, { clock: manualClock(nextDay), ...unlimited });
    const whole = (await rebuildAll(good.step, narrow, asked)).day;
    const clock = manualClock(nextDay);
    const { step, simulator, reader } = await openAloneRebuild(t, { clock, ...unlimited });
    simulator.setFault(fault as FaultName);
    const { day, stage } = await whileMoving(clock, rebuildAll(step, narrow, asked));
    t.is(stage, 'computing');
    t.is(day.notes.length > 0, hasNotes, day.notes.join(' '));
    const part = day.minutes / whole.minutes;
    t.true(part >= min && part <= max, `${part}`);
    const [db, other] = [await reader(), await good.reader()];
    t.teardown(db.close);
    t.teardown(other.close);
    for (const { symbol } of await db.rebuilt.contracts(day)) {
      const of = new Map((await other.rebuilt.bars(symbol, 0, lastInstant)).map((bar) => [bar.start, bar]));
      for (const bar of await db.rebuilt.bars(symbol, 0, lastInstant)) t.deepEqual(bar, of.get(bar.start)!);
    }
  });
}

test('a contract whose answer makes no sense is noted, and asked again by a later run', async (t) => {
  const setup = { clock: manualClock(nextDay), ...unlimited };
  let broken = '';
  const first = await openAloneRebuild(t, { ...setup, alter: (path) => path.includes(broken || '\0') });
  await rebuildAll(first.step, narrow, { most: 2 });
  const db = await first.reader();
  t.teardown(db.close);
  const key = { ...narrow, underlying: 'SPY', expiration: narrow.date };
  broken = (await db.rebuilt.contracts(key))[0]!.symbol;
  const stuck = await rebuildAll(first.step, narrow);
  t.like(stuck, { isStuck: true, stage: 'asking', callsLeft: 1 });
  t.regex(stuck.day.notes[0]!, new RegExp(`^${broken}: The API`));
  await first.close();
  const second = await openAloneRebuild(t, { ...setup, dir: first.dir });
  t.is((await rebuildAll(second.step, narrow, asked)).stage, 'computing');
  t.is(second.asked.length, 1);
});
