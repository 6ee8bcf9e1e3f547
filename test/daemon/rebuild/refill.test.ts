import test, { type ExecutionContext } from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { loadSettings } from '../../../src/config/load-settings.ts';
import type { RebuildRequest } from '../../../src/daemon/rebuild/rebuild-context.ts';
import { gapsToFill, nextRefill, type RefillDeps, startRefill } from '../../../src/daemon/rebuild/refill.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { gapReasons } from '../../../src/daemon/recording/gaps/gap-reasons.ts';
import type { RebuildStep } from '../../../src/protocol/rebuild.ts';
import { minute, monday, newDatabase } from '../../db/fixtures.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { silent } from '../../support/silent-log.ts';

const date = '2026-11-23';
const open = Date.parse('2026-11-23T14:30:00Z');
const settled = Date.parse('2026-11-23T21:35:00Z');
const afterMidnight = Date.parse('2026-11-24T05:20:00Z');
const market = { hours: { calendar: createCalendar() } } as unknown as RefillDeps['market'];
const key = { underlying: 'SPY', date, expiration: date };

async function deps(
  t: ExecutionContext,
  clock: ManualClock,
  step: (request: RebuildRequest) => Promise<RebuildStep>,
) {
  const { db } = await newDatabase(t);
  const settings = { ...loadSettings({ env: {} }).settings };
  const core = { db, clock, settings, log: silent };
  return { core, market, rebuilds: { step } };
}

const aGap = (job: string, from: number, minutes: number, reason: string = gapReasons.down) => ({
  ...{ underlying: 'SPY', job, sessionDate: date, reason },
  ...{ startedAt: open + from * minute, endedAt: open + (from + minutes) * minute },
});

test('gaps of chains that last a minute are rebuilt, each chain once, until it is', async (t) => {
  const clock = manualClock(settled);
  const refill = await deps(t, clock, () => Promise.reject(new Error('not asked')));
  const { gaps, rebuilt } = refill.core.db;
  await gaps.record(aGap('quote', 0, 40));
  await gaps.record(aGap('chain', 10, 0.5));
  await gaps.record(aGap('chain', 20, 40, gapReasons.marketClosed));
  t.deepEqual(await gapsToFill(refill), []);
  await gaps.record(aGap('chain', 60, 40));
  await gaps.record(aGap('chain', 120, 2));
  await gaps.record(aGap('chain 2026-11-24', 60, 40));
  t.deepEqual(await gapsToFill(refill), [key, { ...key, expiration: '2026-11-24' }]);
  clock.set(settled - 1);
  t.deepEqual(await gapsToFill(refill), [], 'the bars are not out yet');
  clock.set(settled);
  await rebuilt.begin({
    ...key,
    strikesPercent: null,
    source: 'polygon',
    tier: 'unknown',
    startedAt: monday,
  });
  t.is((await gapsToFill(refill)).length, 2);
  await rebuilt.list(key, [], [], monday);
  await rebuilt.finish(key, monday);
  t.deepEqual(await gapsToFill(refill), [{ ...key, expiration: '2026-11-24' }]);
});

test('it is due after the close and after midnight', (t) => {
  t.is(nextRefill({ market }, open), settled);
  t.is(nextRefill({ market }, settled), afterMidnight);
  t.is(nextRefill({ market }, afterMidnight), Date.parse('2026-11-24T21:35:00Z'));
});

test('a plan that may not is asked again after midnight, and a failure that passes within the hour', async (t) => {
  const clock = manualClock(open);
  const asked: number[] = [];
  let failure: 'not_entitled' | 'upstream_unreachable' | null = 'not_entitled';
  const day = { ...key, minutes: 3 } as RebuildStep['day'];
  const refill = await deps(t, clock, async () => {
    asked.push(clock.now());
    if (failure !== null) throw new SpyglassError(failure, 'no');
    await refill.core.db.rebuilt.begin({
      ...key,
      strikesPercent: null,
      source: 'polygon',
      tier: 'unknown',
      startedAt: monday,
    });
    await refill.core.db.rebuilt.list(key, [], [], monday);
    await refill.core.db.rebuilt.finish(key, monday);
    return { day, stage: 'done', isStuck: false } as RebuildStep;
  });
  await refill.core.db.gaps.record(aGap('chain', 60, 40));
  const running = startRefill(refill);
  const until = async (at: number) => {
    for (let turns = 0; turns < 40 && clock.now() < at; turns++)
      await clock.advance((at - clock.now()) / 4 + 1);
    for (let turns = 0; turns < 5; turns++) await clock.advance(0);
  };
  await until(settled + minute);
  t.deepEqual(asked, [settled]);
  failure = 'upstream_unreachable';
  await until(afterMidnight + minute);
  t.deepEqual(asked, [settled, afterMidnight]);
  failure = null;
  await until(afterMidnight + 61 * minute);
  t.deepEqual(asked, [settled, afterMidnight, afterMidnight + 60 * minute]);
  await until(afterMidnight + 23 * 60 * minute);
  t.is(asked.length, 3, 'what is rebuilt is not asked for again');
  await running.close();
  t.is(clock.pendingTimers, 0);
});

test('with record.refill off nothing is asked', async (t) => {
  const clock = manualClock(settled - minute);
  const refill = await deps(t, clock, () => Promise.reject(new Error('asked')));
  refill.core.settings.recordRefill = false;
  await refill.core.db.gaps.record(aGap('chain', 60, 40));
  const running = startRefill(refill);
  await clock.advance(2 * minute);
  await running.close();
  t.pass();
});
