import test, { type ExecutionContext } from 'ava';
import { recomputeStep } from '../../../src/daemon/history/recompute-levels.ts';
import { retentionCutoffs } from '../../../src/daemon/recording/retention-cutoffs.ts';
import { recomputedAt } from '../../../src/daemon/underlyings/recorded-levels.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { levelsOf } from '../../../src/market/levels/compute-levels.ts';
import type { RecordedLevels } from '../../../src/market/levels/levels.ts';
import type { PricingAssumptions } from '../../../src/market/pricing/assumptions.ts';
import { fillChain } from '../../../src/market/pricing/chain-greeks.ts';
import { modelVersion } from '../../../src/market/pricing/model-version.ts';
import type { Chain } from '../../../src/market/quotes/chain.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import { newDatabase } from '../../db/fixtures.ts';
import { assumptionsOn } from '../../support/assumptions.ts';
import { inventedChain } from '../../support/invented-chain.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';

const date = '2026-11-23';
const calendar = createCalendar();
const at = (time: string, day = date) => newYorkInstant(day, time);
const noSignal = new AbortController().signal;

function chainAt(time: string, spot: number, day = date, expiration = day): Chain {
  const chain = inventedChain(calendar.sessionOn(expiration)!, at(time, day), spot);
  return { ...chain, contracts: chain.contracts.filter(({ strike }) => Math.abs(strike - 670) <= 15) };
}

/** Levels of a chain as an older version of the model could have recorded them. */
function olderLevels(
  chain: Chain,
  assumptions: PricingAssumptions = assumptionsOn(calendar),
): RecordedLevels {
  const session = calendar.sessionOn(chain.expiration);
  const levels = levelsOf(fillChain(chain, assumptions), { session, dealerSign: 'short', opening: null });
  return { ...levels, modelVersion: modelVersion - 1 };
}

/** A day with three recorded polls, an evening's, and the day before. */
async function recordedDay(t: ExecutionContext) {
  const clock = manualClock(at('12:00', '2026-11-25'));
  const { db } = await newDatabase(t, clock);
  const polls = [chainAt('09:31', 670), chainAt('10:00', 671.5), chainAt('15:00', 669)];
  const evening = chainAt('18:00', 668, date, '2026-11-24');
  for (const chain of [chainAt('15:00', 660, '2026-11-20'), ...polls, evening]) {
    await db.chains.record(chain, () => olderLevels(chain));
  }
  return { clock, db, polls: [...polls, evening] };
}

async function recomputeDay(
  db: Recording,
  clock: ManualClock,
  assumptions: PricingAssumptions = assumptionsOn(calendar),
) {
  const deps = { db, assumptions, dealerSign: 'naive', asOf: clock.now(), clock, signal: noSignal } as const;
  const steps = [];
  for (let from: number | undefined; ; ) {
    const step = await recomputeStep(deps, { symbol: 'SPY', date, from });
    steps.push(step);
    if (step.nextFrom === null) return steps;
    from = step.nextFrom;
  }
}

const recomputedOf = async (db: Recording, { underlying, expiration, timestamp }: Chain) =>
  (await db.recomputedLevels.at({ underlying, expiration, timestamp }, lastInstant))?.levels ?? null;

test('a day’s levels are computed again by the present model and settings, and those of the time stay', async (t) => {
  const { clock, db, polls } = await recordedDay(t);
  const before = await db.levels.ofSession('SPY', date, lastInstant, lastInstant);
  const steps = await recomputeDay(db, clock);
  t.is(
    steps.reduce((sum, { stored }) => sum + stored, 0),
    4,
  );
  t.like(steps.at(-1), { polls: 4, done: 4, missing: 0, refused: [], nextFrom: null, modelVersion });
  t.deepEqual(await db.levels.ofSession('SPY', date, lastInstant, lastInstant), before);

  const opening = (await recomputedOf(db, polls[0]!))!.expectedMove.opening!;
  t.like(opening, { reference: 670, since: at('09:31') });
  for (const chain of polls) {
    const session = calendar.sessionOn(chain.expiration);
    const isLate = chain.expiration !== date;
    const expected = levelsOf(fillChain(chain, assumptionsOn(calendar)), {
      ...{ session, dealerSign: 'naive', opening: isLate ? null : opening },
    });
    const { profile, ...levels } = expected;
    t.truthy(profile);
    t.deepEqual(await recomputedOf(db, chain), levels);
  }
  t.is(await recomputedOf(db, chainAt('15:00', 660, '2026-11-20')), null, 'another day');
});

test('steps go on where the one before ended, with its opening move', async (t) => {
  const { clock, db, polls } = await recordedDay(t);
  let passed = 0;
  // Every look at the clock finds a step's time over.
  const hurried = Object.assign(Object.create(clock) as ManualClock, { monotonic: () => (passed += 1000) });
  const steps = await recomputeDay(db, hurried);
  t.deepEqual(
    steps.map(({ done, stored, nextFrom }) => ({ done, stored, nextFrom })),
    [
      { done: 1, stored: 1, nextFrom: at('10:00') },
      { done: 2, stored: 1, nextFrom: at('15:00') },
      { done: 3, stored: 1, nextFrom: at('18:00') },
      { done: 4, stored: 1, nextFrom: null },
    ],
  );
  const move = (await recomputedOf(db, polls[2]!))!.expectedMove;
  t.is(move.opening?.reference, 670);
  t.true(Math.abs(move.used! - 1 / move.opening!.straddle) < 1e-12);
});

test('run again with other settings it replaces what it stored', async (t) => {
  const { clock, db, polls } = await recordedDay(t);
  await recomputeDay(db, clock);
  const first = await recomputedOf(db, polls[1]!);
  clock.set(clock.now() + 1000);
  await recomputeDay(db, clock, { ...assumptionsOn(calendar), rate: 0.2 });
  const second = await recomputedOf(db, polls[1]!);
  t.notDeepEqual(second, first);
  await recomputeDay(db, clock);
  t.deepEqual(await recomputedOf(db, polls[1]!), first);
});

test('polls from before levels were recorded are computed, of the nearest expiration only', async (t) => {
  const clock = manualClock(at('20:00'));
  const { db } = await newDatabase(t, clock);
  const nearest = chainAt('11:00', 670);
  const later = chainAt('11:00', 670, date, '2026-11-25');
  await db.chains.record(nearest);
  await db.chains.record({ ...later, timestamp: later.timestamp + 1 });
  t.like((await recomputeDay(db, clock)).at(-1), { polls: 1, stored: 1 });
  t.truthy(await recomputedOf(db, nearest));
  const found = await recomputedAt(db, calendar, { symbol: 'SPY', at: at('11:30'), asOf: lastInstant });
  t.is(found?.levels.timestamp, nearest.timestamp);
});

test('levels whose chain is no longer kept are counted, and stay as they were', async (t) => {
  const { clock, db } = await recordedDay(t);
  const kept = { spyQuotes: 90, optionContracts: 1, apiRequestsLog: 30 };
  const cutoffs = retentionCutoffs(at('12:00', '2026-11-26'), kept);
  await db.retention.execute(await db.retention.plan(cutoffs, clock.now()), { signal: noSignal });
  const steps = await recomputeDay(db, clock);
  t.like(steps.at(-1), { polls: 4, stored: 0, missing: 4, nextFrom: null });
  t.is((await db.levels.ofSession('SPY', date, lastInstant, lastInstant)).length, 4);
});

test('a day of which nothing was recorded has no polls', async (t) => {
  const { db } = await newDatabase(t);
  t.deepEqual(await recomputeDay(db, manualClock(at('20:00'))), [
    { polls: 0, done: 0, stored: 0, missing: 0, modelVersion, refused: [], nextFrom: null },
  ]);
});
