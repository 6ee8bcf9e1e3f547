import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import {
  type GapKeeper,
  type GapKeeperOptions,
  openGapKeeper,
} from '../../../src/daemon/recording/gaps/gap-keeper.ts';
import { UpstreamError } from '../../../src/sources/polygon/http/upstream-error.ts';
import type { Gap } from '../../../src/recordings/gaps.ts';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import type { JobCoverage } from '../../../src/protocol/state.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';

const calendar = createCalendar();
const minute = 60_000;
const day = '2026-11-23';
const { open, optionClose } = calendar.sessionOn(day)!;
const intervals = { quote: 15_000, chain: minute };

interface World {
  db: Recording;
  clock: ManualClock;
  told: JobCoverage[][];
  start(options?: Partial<GapKeeperOptions>): Promise<GapKeeper>;
}

async function newWorld(t: ExecutionContext, at: number): Promise<World> {
  const clock = manualClock(at);
  const db = await openDatabase({ path: join(await tempDir(t), 'spyglass.sqlite'), clock });
  t.teardown(() => db.close());
  const told: JobCoverage[][] = [];
  const start: World['start'] = (options) =>
    openGapKeeper({
      underlying: 'SPY',
      store: db.gaps,
      clock,
      hours: { scheduled: calendar, stoodClosed: () => false },
      onNews: (coverage) => told.push(coverage),
      intervalOf: (job) => intervals[job],
      nextSlotAfter: (job, at) => open + (Math.floor((at - open) / intervals[job]) + 1) * intervals[job],
      lastRecordedAt: { quote: clock.now(), chain: clock.now() },
      knownFrom: open - 30 * 86_400_000,
      lastAliveAt: clock.now(),
      countsFirstSession: true,
      onStoreError: (error) => t.fail(String(error)),
      ...options,
    });
  return { db, clock, told, start };
}

const spans = (gaps: Gap[]) =>
  gaps.map(({ job, sessionDate, startedAt, endedAt, reason }) => [
    job,
    sessionDate,
    (startedAt - open) / minute,
    endedAt === null ? null : (endedAt - open) / minute,
    reason,
  ]);

const byStartThenJob = (one: unknown[], other: unknown[]) =>
  Number(one[2]) - Number(other[2]) || (String(one[0]) < String(other[0]) ? -1 : 1);

const chainOf = (coverage: JobCoverage[]) => coverage.find(({ job }) => job === 'chain')!;

test('an outage is one gap, from the first slot that failed to the next poll that is kept', async (t) => {
  const { db, clock, start, told } = await newWorld(t, open + 10 * minute);
  const gaps = await start();
  for (let index = 0; index < 5; index++) {
    await clock.advance(minute);
    gaps.failed('chain', clock.now(), new UpstreamError('timeout', `no answer, try ${index}`));
  }
  t.is(chainOf(gaps.coverage()).open?.reason, 'upstream error: timeout');
  const lasting = { from: open + 11 * minute, to: null, reason: 'upstream error: timeout' };
  t.deepEqual(chainOf(gaps.coverage()).latest, [lasting]);
  await clock.advance(minute);
  gaps.recorded('chain');
  await gaps.flush();
  t.deepEqual(spans(await db.gaps.ofSession('SPY', day, lastInstant)), [
    ['chain', day, 11, 16, 'upstream error: timeout'],
  ]);
  const coverage = chainOf(gaps.coverage());
  t.is(coverage.ratio, 1 - 5 / 16);
  t.is(coverage.missingMs, 5 * minute);
  t.is(coverage.open, null);
  t.deepEqual(coverage.latest, [{ ...lasting, to: open + 16 * minute }]);
  t.is(chainOf(told.at(-1)!).gaps, 1);
  t.is(gaps.coverage().find(({ job }) => job === 'quote')?.ratio, 1);
});

test('while something is missing, how much is said once a minute, and polls that fail say only that it is', async (t) => {
  const { clock, start, told } = await newWorld(t, open + 10 * minute);
  const gaps = await start();
  await clock.advance(minute);
  gaps.failed('chain', clock.now(), new UpstreamError('timeout', 'no answer'));
  t.is(told.length, 1);
  await clock.advance(40_000);
  gaps.failed('chain', clock.now(), new UpstreamError('timeout', 'no answer'));
  t.is(told.length, 1, 'the same gap');
  await clock.advance(2 * minute - 40_000);
  t.deepEqual(
    told.map((coverage) => chainOf(coverage).missingMs),
    [0, minute, 2 * minute],
  );
  gaps.recorded('chain');
  t.is(told.length, 4);
  await clock.advance(5 * minute);
  t.is(told.length, 4, 'nothing is missing');
  gaps.failed('chain', clock.now(), new UpstreamError('timeout', 'no answer'));
  await gaps.close();
  t.is(clock.pendingTimers, 0);
});

test('each cause has its own gap, and they touch', async (t) => {
  const { db, clock, start } = await newWorld(t, open + 10 * minute);
  const gaps = await start();
  await clock.advance(minute);
  gaps.failed('chain', clock.now(), new UpstreamError('budget', 'used up'));
  await clock.advance(minute);
  gaps.failed('chain', clock.now(), new UpstreamError('network', 'refused'));
  clock.set(open + 60 * minute);
  gaps.missed('chain', open + 13 * minute, clock.now(), 'asleep');
  await clock.advance(minute);
  gaps.recorded('chain');
  await gaps.flush();
  t.deepEqual(spans(await db.gaps.ofSession('SPY', day, lastInstant)), [
    ['chain', day, 11, 12, 'no call left in the budget'],
    ['chain', day, 12, 13, 'upstream error: network'],
    ['chain', day, 13, 61, 'machine was asleep'],
  ]);
});

test('a refresh that fails between two slots, or a poll that was kept with a complaint, is no gap', async (t) => {
  const { clock, start } = await newWorld(t, open + 10 * minute);
  const gaps = await start();
  await clock.advance(20_000);
  gaps.failed('chain', clock.now(), new UpstreamError('server', 'oops'));
  const startedAt = clock.now() + 40_000;
  await clock.advance(41_000);
  gaps.recorded('chain');
  gaps.failed('chain', startedAt, new UpstreamError('malformed', 'the chain may lack contracts'));
  t.deepEqual(chainOf(gaps.coverage()), {
    job: 'chain',
    date: day,
    ratio: 1,
    missingMs: 0,
    gaps: 0,
    open: null,
    ...{ from: open, until: optionClose, latest: [] },
  });
});

test('slots that a slow poll took up are a gap, but not a second one beside its failure', async (t) => {
  const { db, clock, start } = await newWorld(t, open + 10 * minute);
  const gaps = await start();
  await clock.advance(2 * minute);
  gaps.missed('chain', open + 11 * minute, clock.now(), 'busy');
  await clock.advance(minute);
  gaps.recorded('chain');
  gaps.failed('quote', clock.now(), new UpstreamError('timeout', 'slow'));
  gaps.missed('quote', clock.now(), clock.now() + 1, 'busy');
  await gaps.close();
  t.deepEqual(spans(await db.gaps.ofSession('SPY', day, lastInstant)), [
    ['chain', day, 11, 13, 'the poll before took too long'],
    ['quote', day, 13, 13, 'upstream error: timeout'],
  ]);
});

test('a poll that was answered late is no gap; the slots that it took up are one, up to its answer', async (t) => {
  const { db, clock, start } = await newWorld(t, open + 10 * minute);
  const gaps = await start();
  // The slot of 11:00 is answered at 11:40, and the next one of the chain is on time.
  await clock.advance(minute + 40_000);
  for (const job of ['quote', 'chain'] as const) gaps.recorded(job);
  gaps.missed('quote', open + 11 * minute + 15_000, clock.now(), 'busy');
  await clock.advance(5000);
  gaps.recorded('quote');
  t.is(gaps.coverage()[0]!.open, null);
  await gaps.close();
  t.deepEqual(spans(await db.gaps.ofSession('SPY', day, lastInstant)), [
    ['quote', day, 11.25, 11 + 40 / 60, 'the poll before took too long'],
  ]);
});

test('a slot that fails soon after a late answer is a gap from that slot on', async (t) => {
  const { db, clock, start } = await newWorld(t, open + 10 * minute);
  const gaps = await start();
  await clock.advance(minute + 40_000);
  gaps.recorded('chain');
  await clock.advance(20_000);
  const slotAt = open + 12 * minute;
  gaps.failed('chain', slotAt, new UpstreamError('timeout', 'no answer'), slotAt);
  await clock.advance(minute);
  gaps.recorded('chain');
  await gaps.close();
  t.deepEqual(spans(await db.gaps.ofSession('SPY', day, lastInstant)), [
    ['chain', day, 12, 13, 'upstream error: timeout'],
  ]);
});

test('after a start the time since the last poll counts from the slot that came next, however late that was', async (t) => {
  const { db, clock, start } = await newWorld(t, open + 12 * minute + 30_000);
  const lastAnswer = open + 10 * minute + 40_000;
  const gaps = await start({ lastRecordedAt: { quote: clock.now(), chain: lastAnswer } });
  gaps.recorded('chain');
  await gaps.close();
  t.deepEqual(spans(await db.gaps.ofSession('SPY', day, lastInstant)), [
    ['chain', day, 11, 12.5, 'daemon was not running'],
  ]);
});

test('what fails before the bell or after the options closed is no gap, and one that lasts ends with the session', async (t) => {
  const { db, clock, start } = await newWorld(t, open - 5 * minute);
  const gaps = await start();
  gaps.failed('chain', clock.now(), new UpstreamError('network', 'refused'));
  t.is(chainOf(gaps.coverage()).date, '2026-11-20');
  await gaps.flush();
  t.deepEqual(await db.gaps.ofSession('SPY', day, lastInstant), []);

  await clock.advance(optionClose - clock.now() - minute);
  gaps.failed('chain', clock.now(), new UpstreamError('network', 'refused'));
  await clock.advance(30 * minute);
  gaps.failed('chain', clock.now(), new UpstreamError('network', 'refused'));
  await gaps.flush();
  t.deepEqual(spans(await db.gaps.ofSession('SPY', day, lastInstant)), [
    ['chain', day, 404, 405, 'upstream error: network'],
  ]);
  t.is(chainOf(gaps.coverage()).open, null);
  t.is(chainOf(gaps.coverage()).ratio, 1 - 1 / 405);
});

test('a start enters the time since the last poll, session by session, over a holiday and a weekend', async (t) => {
  const next = calendar.sessionOn('2026-11-30')!;
  const { db, clock, start } = await newWorld(t, next.open + 30 * minute);
  const wednesday = calendar.sessionOn('2026-11-25')!;
  const lastChain = wednesday.optionClose - 10 * minute;
  const gaps = await start({
    lastRecordedAt: { quote: lastChain, chain: lastChain },
    lastAliveAt: lastChain,
  });
  await clock.advance(2000);
  gaps.recorded('chain');
  gaps.recorded('quote');
  await gaps.flush();
  const friday = calendar.sessionOn('2026-11-27')!;
  const down = (sessionDate: string, startedAt: number, endedAt: number) => ({
    underlying: 'SPY',
    job: 'chain',
    sessionDate,
    startedAt,
    endedAt,
    reason: 'daemon was not running',
  });
  t.deepEqual(await db.gaps.ofSession('SPY', '2026-11-25', lastInstant, 'chain'), [
    down('2026-11-25', lastChain + minute, wednesday.optionClose),
  ]);
  t.deepEqual(await db.gaps.ofSession('SPY', '2026-11-26', lastInstant), []);
  t.deepEqual(await db.gaps.ofSession('SPY', '2026-11-27', lastInstant, 'chain'), [
    down('2026-11-27', friday.open, friday.optionClose),
  ]);
  t.deepEqual(await db.gaps.ofSession('SPY', '2026-11-30', lastInstant, 'chain'), [
    down('2026-11-30', next.open, clock.now()),
  ]);
  t.is(friday.optionClose - friday.open, 225 * minute, 'an early close');
});

test('a restart within an interval misses nothing', async (t) => {
  const { db, clock, start } = await newWorld(t, open + 10 * minute);
  const now = clock.now();
  await start({ lastRecordedAt: { quote: now - 14_000, chain: now - 59_000 } });
  t.deepEqual(await db.gaps.ofSession('SPY', day, lastInstant), []);
});

test('starting again and again during one outage does not enter it twice', async (t) => {
  const { db, clock, start } = await newWorld(t, open + 20 * minute);
  const lastRecordedAt = { quote: open + 9.75 * minute, chain: open + 9 * minute };
  for (let run = 0; run < 3; run++) {
    const gaps = await start({ lastRecordedAt, lastAliveAt: clock.now() - minute });
    gaps.failed('chain', clock.now(), new UpstreamError('network', 'refused'));
    await clock.advance(minute);
    await gaps.close();
    await clock.advance(4 * minute);
  }
  t.deepEqual(spans(await db.gaps.ofSession('SPY', day, lastInstant, 'chain')), [
    ['chain', day, 10, 20, 'daemon was not running'],
    ['chain', day, 20, 21, 'upstream error: network'],
    ['chain', day, 21, 25, 'daemon was not running'],
    ['chain', day, 25, 26, 'upstream error: network'],
    ['chain', day, 26, 30, 'daemon was not running'],
    ['chain', day, 30, 31, 'upstream error: network'],
  ]);
  t.deepEqual(spans(await db.gaps.ofSession('SPY', day, lastInstant, 'quote')), [
    ['quote', day, 10, 21, 'daemon was not running'],
    ['quote', day, 21, 26, 'daemon was not running'],
    ['quote', day, 26, 31, 'daemon was not running'],
  ]);
});

test('a gap that was open when the daemon was killed lasts to its last sign of life, then it is the daemon', async (t) => {
  const { db, clock, start } = await newWorld(t, open + 10 * minute);
  const killed = await start();
  await clock.advance(minute);
  killed.failed('chain', clock.now(), new UpstreamError('network', 'refused'));
  await killed.flush();
  await clock.advance(9 * minute);
  const gaps = await start({
    lastRecordedAt: { quote: clock.now(), chain: open + 10 * minute },
    lastAliveAt: open + 15 * minute,
  });
  gaps.recorded('chain');
  await gaps.flush();
  t.deepEqual(spans(await db.gaps.ofSession('SPY', day, lastInstant)), [
    ['chain', day, 11, 15, 'upstream error: network'],
    ['chain', day, 15, 20, 'daemon was not running'],
  ]);
});

test('the very first start counts today from its bell, says nothing of days before, and in a demo misses nothing', async (t) => {
  const empty = { lastRecordedAt: { quote: null, chain: null }, knownFrom: null, lastAliveAt: null };
  const noon = await newWorld(t, open + 150 * minute);
  t.is(chainOf((await noon.start(empty)).coverage()).ratio, 0);
  const early = await newWorld(t, open - 60 * minute);
  t.is(chainOf((await early.start(empty)).coverage()).ratio, null);
  t.deepEqual(await early.db.gaps.ofSession('SPY', '2026-11-20', lastInstant), []);
  const demo = await newWorld(t, open + 150 * minute);
  t.is(chainOf((await demo.start({ ...empty, countsFirstSession: false })).coverage()).ratio, 1);
});

test('a job that a demo had not come to when it ended is missing once it goes on', async (t) => {
  const { db, start } = await newWorld(t, open + 150 * minute);
  const never = { lastRecordedAt: { quote: open + 30 * minute, chain: null }, countsFirstSession: false };
  const gaps = await start({ ...never, lastAliveAt: open + 30 * minute });
  t.is(chainOf(gaps.coverage()).ratio, 0);
  await gaps.close();
  const recorded = (await db.gaps.ofSession('SPY', day, lastInstant)).filter(({ job }) => job === 'chain');
  t.deepEqual(spans(recorded), [['chain', day, 0, 150, 'daemon was not running']]);
});

test('gaps that the database did not take are entered when it does, in order', async (t) => {
  const { db, clock, start } = await newWorld(t, open + 10 * minute);
  let isFull = true;
  const errors: unknown[] = [];
  const refuse = async <T>(write: () => Promise<T>): Promise<T> => {
    if (isFull) throw new SpyglassError('database_full', 'there is no room left');
    return await write();
  };
  const gaps = await start({
    store: {
      ...db.gaps,
      record: (gap) => refuse(() => db.gaps.record(gap)),
      open: (gap) => refuse(() => db.gaps.open(gap)),
      closeOpen: (job, at) => refuse(() => db.gaps.closeOpen(job, at)),
    },
    onStoreError: (error) => errors.push(error),
  });
  gaps.lost('chain', open + 11 * minute, open + 12 * minute);
  await gaps.flush();
  gaps.lost('chain', open + 12 * minute, open + 13 * minute);
  await clock.advance(20 * minute);
  gaps.failed('quote', clock.now(), new UpstreamError('network', 'refused'));
  await clock.advance(minute);
  gaps.recorded('quote');
  gaps.failed('chain', clock.now(), new UpstreamError('network', 'refused'));
  await gaps.flush();
  t.true(errors.length > 0);
  t.deepEqual(await db.gaps.ofSession('SPY', day, lastInstant), []);
  t.is(chainOf(gaps.coverage()).missingMs, 2 * minute, 'the coverage does not wait for the ledger');
  isFull = false;
  await gaps.flush();
  t.deepEqual(spans(await db.gaps.ofSession('SPY', day, lastInstant)), [
    ['chain', day, 11, 13, 'could not be stored'],
    ['quote', day, 30, 31, 'upstream error: network'],
    ['chain', day, 31, null, 'upstream error: network'],
  ]);
});

test('hours for which the exchange said that it was closed are in the ledger, and nothing of them is missing', async (t) => {
  const { db, clock, start } = await newWorld(t, open + 9 * minute);
  const gaps = await start();
  await clock.advance(minute);
  gaps.failed('chain', clock.now(), new UpstreamError('timeout', 'no answer'));
  await clock.advance(2 * minute);
  gaps.suspended();
  t.deepEqual(chainOf(gaps.coverage()).open, {
    since: open + 12 * minute,
    reason: 'the exchange said that it was closed',
  });
  await clock.advance(60 * minute);
  t.is(chainOf(gaps.coverage()).ratio, 1 - 2 / 12, 'two of the twelve minutes that the market was open');
  gaps.recorded('quote');
  gaps.recorded('chain');
  await clock.advance(8 * minute);
  await gaps.flush();
  t.deepEqual(spans(await db.gaps.ofSession('SPY', day, lastInstant)).sort(byStartThenJob), [
    ['chain', day, 10, 12, 'upstream error: timeout'],
    ['chain', day, 12, 72, 'the exchange said that it was closed'],
    ['quote', day, 12, 72, 'the exchange said that it was closed'],
  ]);
  t.like(chainOf(gaps.coverage()), {
    ...{ job: 'chain', date: day, ratio: 1 - 2 / 20, missingMs: 2 * minute, gaps: 1, open: null },
  });
  t.like(gaps.coverage()[0], { job: 'quote', ratio: 1, missingMs: 0, gaps: 0 });
});

test('a day that stays closed on the exchange’s word is blamed on no daemon, also after a restart', async (t) => {
  const { db, clock, start } = await newWorld(t, open + minute);
  const morning = await start();
  morning.suspended();
  await clock.advance(optionClose + 60 * minute - clock.now());
  await morning.close();
  const recordedAt = open + minute;
  const evening = await start({ lastRecordedAt: { quote: recordedAt, chain: recordedAt } });
  await evening.flush();
  t.deepEqual(spans(await db.gaps.ofSession('SPY', day, lastInstant)).sort(byStartThenJob), [
    ['chain', day, 1, 405, 'the exchange said that it was closed'],
    ['quote', day, 1, 405, 'the exchange said that it was closed'],
  ]);
  t.like(chainOf(evening.coverage()), { date: day, ratio: 1, missingMs: 0, gaps: 0, open: null });
});

test('on a day that stands closed nothing fails, nothing is missed, and a poll all the same ends nothing', async (t) => {
  const { db, clock, start } = await newWorld(t, open + 20 * minute);
  const hours = { scheduled: calendar, stoodClosed: (date: string) => date === day };
  const gaps = await start({ hours, lastRecordedAt: { quote: open, chain: open } });
  gaps.recorded('chain');
  await clock.advance(minute);
  gaps.failed('chain', clock.now(), new UpstreamError('timeout', 'no answer'));
  gaps.missed('quote', open + 20 * minute, clock.now(), 'asleep');
  await gaps.close();
  t.deepEqual(spans(await db.gaps.ofSession('SPY', day, lastInstant)).sort(byStartThenJob), [
    ['quote', day, 0.25, 21, 'the exchange said that it was closed'],
    ['chain', day, 1, 21, 'the exchange said that it was closed'],
  ]);
});

test('after the clock was stepped back failures are gaps at once', async (t) => {
  const { clock, start } = await newWorld(t, open + 120 * minute);
  const gaps = await start();
  gaps.recorded('chain');
  clock.set(open + 60 * minute);
  gaps.failed('chain', clock.now(), new UpstreamError('timeout', 'no answer'));
  t.deepEqual(chainOf(gaps.coverage()).open, {
    since: open + 60 * minute,
    reason: 'upstream error: timeout',
  });
  await gaps.close();
});

const notEntitled = new UpstreamError('not-entitled', 'The options chain needs a larger plan.');
const uncovered = {
  ...{ job: 'chain', date: day, ratio: null, missingMs: 0, gaps: 0, open: null },
  ...{ from: open, until: optionClose, latest: [] },
};

test('what the plan does not include is not missing, on the first start and on a later one', async (t) => {
  const { db, clock, start } = await newWorld(t, open + 60 * minute);
  const empty = { lastRecordedAt: { quote: null, chain: null }, knownFrom: null, lastAliveAt: null };
  const gaps = await start(empty);
  await clock.advance(minute);
  gaps.failed('chain', clock.now(), notEntitled);
  t.deepEqual(chainOf(gaps.coverage()), uncovered);
  await clock.advance(30 * minute);
  t.deepEqual(chainOf(gaps.coverage()), uncovered, 'nor later on');
  await gaps.close();

  await clock.advance(30 * minute);
  const again = await start({
    lastRecordedAt: { quote: clock.now(), chain: null },
    isDenied: (job) => job === 'chain',
  });
  t.deepEqual(chainOf(again.coverage()), uncovered);
  const after = (await db.gaps.ofSession('SPY', day, lastInstant, 'chain')).filter(
    ({ startedAt }) => startedAt > open + minute,
  );
  t.deepEqual(after, []);
  await again.close();
});

test('a plan that is enlarged in the session counts from then on', async (t) => {
  const { db, clock, start } = await newWorld(t, open - 60 * minute);
  const gaps = await start({ lastRecordedAt: { quote: clock.now(), chain: null }, isDenied: () => true });
  clock.set(open + 100 * minute);
  gaps.recorded('chain');
  await clock.advance(50 * minute);
  gaps.failed('chain', clock.now(), new UpstreamError('network', 'refused'));
  await clock.advance(50 * minute);
  t.is(chainOf(gaps.coverage()).ratio, 0.5);
  await gaps.flush();
  t.deepEqual(spans(await db.gaps.ofSession('SPY', day, lastInstant)), [
    ['chain', day, 0, 100, 'not included in the plan'],
    ['chain', day, 150, null, 'upstream error: network'],
  ]);
  await gaps.close();
});

test('a plan that shrinks in the session leaves a gap in it, and none in the next one', async (t) => {
  const { clock, start } = await newWorld(t, open + 60 * minute);
  const gaps = await start();
  gaps.recorded('chain');
  t.true(gaps.hasRecorded('chain'));
  await clock.advance(minute);
  gaps.failed('chain', clock.now(), notEntitled);
  t.is(chainOf(gaps.coverage()).open?.reason, 'upstream error: not-entitled');
  clock.set(optionClose + 8 * 60 * minute);
  gaps.failed('chain', clock.now(), notEntitled);
  const today = chainOf(gaps.coverage());
  t.true(today.date === day && today.ratio !== null && today.ratio < 0.2, 'what was missed stays missed');
  const tuesday = calendar.sessionOn('2026-11-24')!;
  clock.set(tuesday.open + 10 * minute);
  t.false(gaps.hasRecorded('chain'));
  t.deepEqual(chainOf(gaps.coverage()), {
    ...uncovered,
    ...{ date: tuesday.date, from: tuesday.open, until: tuesday.optionClose },
  });
  await gaps.close();
});

test('the ledger says when each gap and its end were noticed', async (t) => {
  const { db, clock, start } = await newWorld(t, open + 10 * minute);
  const gaps = await start();
  const known = async (asOf: number) => spans(await db.gaps.known('SPY', day, asOf));
  clock.set(open + 60 * minute);
  gaps.missed('chain', open + 13 * minute, clock.now(), 'asleep');
  await gaps.flush();
  const asleep = (to: number | null) => ['chain', day, 13, to, 'machine was asleep'];
  t.deepEqual(await known(open + 60 * minute - 1), [], 'nobody was awake to notice');
  t.deepEqual(await known(open + 60 * minute), [asleep(null)]);
  await clock.advance(minute);
  gaps.recorded('chain');
  await gaps.flush();
  t.deepEqual(await known(open + 61 * minute - 1), [asleep(null)]);
  t.deepEqual(await known(open + 61 * minute), [asleep(61)]);

  await clock.advance(minute);
  gaps.failed('chain', clock.now(), new UpstreamError('network', 'refused'), clock.now());
  await gaps.flush();
  const died = clock.now();
  clock.set(open + 90 * minute);
  const again = await start({ lastAliveAt: died, lastRecordedAt: { quote: died, chain: died } });
  await again.flush();
  const refused = (to: number | null) => ['chain', day, 62, to, 'upstream error: network'];
  t.deepEqual(await known(open + 90 * minute - 1), [asleep(61), refused(null)], 'nobody saw it end');
  t.deepEqual(
    (await known(open + 90 * minute)).filter(([job]) => job === 'chain'),
    [asleep(61), refused(62), ['chain', day, 63, null, 'daemon was not running']],
  );
});
