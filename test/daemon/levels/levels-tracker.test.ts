import { assumptionsOn } from '../../support/assumptions.ts';
import test, { type ExecutionContext } from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { createAlertEngine } from '../../../src/daemon/alerts/alert-engine.ts';
import { createEventBus } from '../../../src/daemon/event-bus.ts';
import { createHealthTracker } from '../../../src/daemon/health.ts';
import { createLevelsTracker } from '../../../src/daemon/underlyings/levels-tracker.ts';
import { levelsAt, recordedSoFar } from '../../../src/daemon/underlyings/recorded-levels.ts';
import { inventedChain } from '../../support/invented-chain.ts';
import { createRecorder } from '../../../src/daemon/recording/recorder.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import type { Alert } from '../../../src/market/alerts/alert.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import type { Chain } from '../../../src/market/quotes/chain.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { countContractRows, newDatabase, putLevels, statedContractRows } from '../../db/fixtures.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';

const date = '2026-11-23';
const calendar = createCalendar();
const session = calendar.sessionOn(date)!;
const at = (time: string) => newYorkInstant(date, time);

/** A few contracts around the money are enough here. */
function chainAt(time: string, spot: number): Chain {
  const chain = inventedChain(session, at(time), spot);
  return { ...chain, contracts: chain.contracts.filter(({ strike }) => Math.abs(strike - 670) <= 15) };
}

async function rig(t: ExecutionContext) {
  const clock = manualClock(at('09:30'));
  const { db } = await newDatabase(t, clock);
  return { clock, db };
}

async function openBook(db: Pick<Recording, 'levels'>, now: number, lastChain: Chain | null) {
  const bus = createEventBus();
  const { settings } = loadSettings({ env: {} });
  const alerts: Alert[] = [];
  bus.on('alert', (alert) => alerts.push(alert));
  const onStoreError = (error: unknown) => {
    throw error;
  };
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const engine = createAlertEngine({
    ...{ recorded: ['SPY'], settings, source: 'simulator', hours: { calendar }, bus, log, onStoreError },
    db: {
      alerts: {
        record: async () => {},
        latest: async () => [],
        between: async () => [],
        rulesNotified: async () => new Map(),
      },
    },
    clock: manualClock(now),
    watched: () => ['SPY'],
    expirations: { nearest: () => date, endOf: () => null },
    budget: () => ({ callsPerMinute: 5, used: 0, reserve: 1, nextFreeAt: null }),
  });
  const hours = { calendar };
  const subscription = { symbol: 'SPY', expiration: null };
  const book = createLevelsTracker({
    ...{ subscription, isMain: true, hours, bus, alerts: engine, settings },
  });
  book.begin(await recordedSoFar(db, hours, subscription, lastChain, now));
  return { book, bus, alerts };
}

test('a restart goes on with the session’s expected move and history, and tells nothing twice', async (t) => {
  const { clock, db } = await rig(t);
  const first = await openBook(db, clock.now(), null);
  t.is(first.book.current(), null);
  const polls = [chainAt('09:31', 670), chainAt('10:00', 670.5), chainAt('10:01', 679)];
  for (const chain of polls) {
    clock.set(chain.timestamp);
    await db.chains.record(chain, (refused) => first.book.recordedOf(chain, refused));
    first.book.show(chain);
  }
  const opening = first.book.current()!.expectedMove.opening!;
  t.is(opening.since, at('09:31'));
  t.true(first.alerts.some(({ kind }) => kind === 'expected-move'));

  const second = await openBook(db, clock.now(), await db.chains.at('SPY', date, lastInstant));
  t.deepEqual(second.book.current(), first.book.current());
  t.deepEqual(second.book.history(), first.book.history());
  const next = chainAt('10:02', 679.1);
  clock.set(next.timestamp);
  second.book.show(next);
  t.deepEqual(second.book.current()!.expectedMove.opening, opening);
  t.deepEqual(second.alerts, []);
  t.is(second.book.history().length, 4);
});

test('levels of a chain that expires later in the week are watched in today’s session', async (t) => {
  const { clock, db } = await rig(t);
  const { book, alerts } = await openBook(db, clock.now(), null);
  for (const [time, factor] of [
    ['10:00', 1],
    ['10:01', 2],
  ] as const) {
    const chain = chainAt(time, 670);
    const contracts = chain.contracts.map((contract) => ({
      ...contract,
      bid: contract.bid === null ? null : contract.bid * factor,
      ask: contract.ask === null ? null : contract.ask * factor,
    }));
    clock.set(chain.timestamp);
    book.show({ ...chain, contracts, expiration: '2026-11-25' });
  }
  t.deepEqual(
    alerts.map(({ kind }) => kind),
    ['volatility'],
  );
});

test('a chain is stored with its levels or not at all', async (t) => {
  const { clock, db } = await rig(t);
  let isFull = true;
  const { book } = await openBook(db, clock.now(), null);
  const problems: unknown[] = [];
  const recorder = createRecorder({
    ...{ quotes: db.quotes, chains: db.chains, clock },
    health: createHealthTracker(clock, createEventBus()),
    gaps: { recorded: () => {}, lost: () => t.fail(), flush: () => Promise.resolve() },
    onRejections: () => {},
    levels: {
      recordedOf(chain, rejected) {
        const levels = book.recordedOf(chain, rejected);
        if (isFull) throw new SpyglassError('database_full', 'there is no room left');
        return levels;
      },
      onRejected: () => t.fail(),
    },
    onError: (error) => problems.push(error),
  });
  t.teardown(() => recorder.close());
  const polls = [chainAt('09:31', 670), chainAt('09:32', 670.4), chainAt('09:33', 671)];
  for (const chain of polls) {
    clock.set(chain.timestamp);
    if (chain === polls[2]) isFull = false;
    recorder.chain(chain);
    book.show(chain);
    await recorder.settled();
    if (isFull) t.is(await db.chains.latest('SPY', lastInstant), null);
  }
  t.is(problems.length, 2);
  const recorded = await db.levels.ofSession('SPY', date, null, lastInstant);
  t.deepEqual(
    recorded.map(({ timestamp }) => timestamp),
    polls.map(({ timestamp }) => timestamp),
  );
  t.true(recorded.every(({ expectedMove }) => expectedMove.opening?.since === at('09:31')));
  t.deepEqual(
    await levelsAt(db, assumptionsOn(calendar), 'SPY', polls[2]!.timestamp, 'naive'),
    book.current(),
  );
  t.is(await statedContractRows(db), countContractRows(db.path), 'a chain stored twice is counted once');
});

test('contracts that the database refused are in the levels no more than in the recorded chain', async (t) => {
  const { clock, db } = await rig(t);
  const { book } = await openBook(db, clock.now(), null);
  const good = chainAt('11:00', 670);
  const chain = {
    ...good,
    contracts: good.contracts.map((contract) =>
      contract.strike === 672 ? { ...contract, bidSize: -1, openInterest: 9_000_000 } : contract,
    ),
  };
  clock.set(chain.timestamp);
  book.show(chain);
  t.is(book.current()!.byOpenInterest!.callWall, 672);
  t.false(book.isOutdated(chain));
  const { refused } = await db.chains.record(chain, (rejected) => book.recordedOf(chain, rejected));
  t.is(refused.length, 2);
  t.true(book.isOutdated(chain));
  book.show(chain);
  t.false(book.isOutdated(chain));
  t.not(book.current()!.byOpenInterest!.callWall, 672);
  t.deepEqual(await levelsAt(db, assumptionsOn(calendar), 'SPY', chain.timestamp, 'naive'), book.current());
});

test('a chain recorded before there were levels has them computed when asked', async (t) => {
  const { clock, db } = await rig(t);
  const chain = chainAt('11:00', 670);
  clock.set(at('12:00'));
  t.is(await levelsAt(db, assumptionsOn(calendar), 'SPY', clock.now(), 'naive'), null);
  await db.chains.record(chain);
  const found = (await levelsAt(db, assumptionsOn(calendar), 'SPY', clock.now(), 'short'))!;
  t.is(found.timestamp, chain.timestamp);
  t.is(found.assumptions.dealerSign, 'short');
  t.true(found.profile!.byOpenInterest.length > 0);
});

test('levels outlive their chain, without the bars by strike', async (t) => {
  const { clock, db } = await rig(t);
  const { book } = await openBook(db, clock.now(), null);
  const chain = chainAt('11:00', 670);
  clock.set(chain.timestamp);
  putLevels(db.path, book.recordedOf(chain, [])!);
  const found = (await levelsAt(db, assumptionsOn(calendar), 'SPY', at('16:00'), 'naive'))!;
  t.is(found.profile, null);
  t.is(found.timestamp, chain.timestamp);
});
