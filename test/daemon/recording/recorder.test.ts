import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { createEventBus } from '../../../src/daemon/event-bus.ts';
import { createHealthTracker } from '../../../src/daemon/health.ts';
import type { RecordedJob } from '../../../src/daemon/recording/recorded-jobs.ts';
import { createRecorder, maxWaiting } from '../../../src/daemon/recording/recorder.ts';
import { createSpool, type Spool } from '../../../src/daemon/recording/spool/spool.ts';
import { connect } from '../../../src/db/sqlite/connection.ts';
import { assembleStores, openDatabase } from '../../../src/db/sqlite/open-database.ts';
import type { Chain } from '../../../src/market/quotes/chain.ts';
import { aChain, aContract, aQuote, minute, monday } from '../../db/fixtures.ts';
import { manualClock, settlePromises } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import type { Quote } from '../../../src/market/quotes/quote.ts';

/** Stores on a connection whose limits the test may change, as a disk's room does. */
async function newRecorder(t: ExecutionContext, spool: Spool | null = null) {
  const clock = manualClock(monday);
  const path = join(await tempDir(t), 'spyglass.sqlite');
  await (await openDatabase({ path, clock })).close();
  const connection = await connect(path);
  connection.native.pragma('busy_timeout = 0');
  t.teardown(() => connection.orm.close(true));
  const stores = assembleStores(connection, path);
  const health = createHealthTracker(clock, createEventBus());
  const lost: [RecordedJob, number, number][] = [];
  const refusals: string[] = [];
  let flushes = 0;
  const recorder = createRecorder({
    spool,
    quotes: stores.quotes,
    chains: stores.chains,
    clock,
    health,
    gaps: {
      recorded: () => {},
      lost: (job, from, to) => lost.push([job, (from - monday) / minute, (to - monday) / minute]),
      flush: async () => {
        flushes += 1;
      },
    },
    onRejections: (reasons) => refusals.push(...reasons),
    onError: (error) => health.raise('database', error),
  });
  const { native } = connection;
  return { clock, path, native, stores, health, recorder, lost, refusals, flushes: () => flushes };
}

/** Every poll differs from the one before in every contract. */
const poll = (index: number, contracts = 200): Chain =>
  aChain({
    timestamp: monday + index * minute,
    contracts: Array.from({ length: contracts }, (_, strike) =>
      aContract({ strike: 500 + strike, bid: 1 + index / 100, quotedAt: monday + index * minute }),
    ),
  });

test('while the disk is full polls are kept in memory, and written in order when there is room again', async (t) => {
  const { clock, native, stores, health, recorder, lost, flushes } = await newRecorder(t);
  recorder.chain(poll(0));
  await recorder.settled();
  const pages = Number(native.pragma('page_count', { simple: true }));
  native.pragma(`max_page_count = ${pages}`);
  for (let index = 1; index <= 20; index++) {
    await clock.advance(minute);
    recorder.chain(poll(index));
  }
  await recorder.settled();
  const problem = health.current().problems[0];
  t.is(problem?.subject, 'database');
  t.is(problem?.code, 'database_full');
  t.true(recorder.waiting().chains > 10);
  const before = flushes();

  native.pragma('max_page_count = 1000000');
  await clock.advance(30_000);
  t.deepEqual(recorder.waiting(), { quotes: 0, chains: 0 });
  t.deepEqual(health.current().problems, []);
  t.is(flushes(), before + 1, 'the ledger of gaps gets its chance too');
  for (let index = 0; index <= 20; index++) {
    t.deepEqual(await stores.chains.at('SPY', '2026-11-23', monday + index * minute), poll(index));
  }
  t.deepEqual(lost, []);
});

test('what does not fit in memory either is a gap, oldest first', async (t) => {
  const { clock, native, stores, recorder, lost } = await newRecorder(t);
  native.pragma('query_only = ON');
  for (let index = 0; index < maxWaiting.chain + 3; index++) {
    recorder.chain(poll(index, 2));
    await clock.advance(minute);
  }
  t.is(recorder.waiting().chains, maxWaiting.chain);
  t.deepEqual(lost, [
    ['chain', 0, 1],
    ['chain', 1, 2],
    ['chain', 2, 3],
  ]);
  native.pragma('query_only = OFF');
  recorder.quote(aQuote());
  await recorder.settled();
  t.is(await stores.chains.at('SPY', '2026-11-23', monday + 2 * minute), null);
  t.deepEqual(await stores.chains.at('SPY', '2026-11-23', monday + 3 * minute), poll(3, 2));
});

test('quotes are bounded too, and closing gives up what the database still does not take', async (t) => {
  const { native, recorder, lost, clock } = await newRecorder(t);
  native.pragma('query_only = ON');
  for (let index = 0; index < maxWaiting.quote + 1; index++) {
    recorder.quote(aQuote({ price: 600 + index / 100, timestamp: monday + index, receivedAt: clock.now() }));
  }
  t.is(recorder.waiting().quotes, maxWaiting.quote, 'while one is being stored, too');
  await recorder.settled();
  t.is(recorder.waiting().quotes, maxWaiting.quote);
  t.is(lost.length, 1);
  t.deepEqual(await recorder.close(), { quotes: maxWaiting.quote, chains: 0 });
  t.is(lost.length, maxWaiting.quote + 1);
  t.is(clock.pendingTimers, 0);
  recorder.quote(aQuote());
  await recorder.settled();
  t.is(clock.pendingTimers, 0, 'a poll that ends later is given up, too');
});

test('another process’s lock is waited out in memory', async (t) => {
  const { clock, path, stores, health, recorder } = await newRecorder(t);
  const other = new SqliteDatabase(path);
  t.teardown(() => other.close());
  other.exec('begin immediate');
  recorder.quote(aQuote());
  await recorder.settled();
  t.is(health.current().problems[0]?.code, 'database_busy');
  t.is(await stores.quotes.latest('SPY', lastInstant), null);
  other.exec('rollback');
  await clock.advance(30_000);
  t.deepEqual(await stores.quotes.latest('SPY', lastInstant), aQuote());
  t.deepEqual(health.current().problems, []);
});

test('a directory that may not be written to is said to be that', async (t) => {
  const { native, health, recorder } = await newRecorder(t);
  native.pragma('query_only = ON');
  recorder.quote(aQuote());
  await recorder.settled();
  t.is(health.current().problems[0]?.code, 'data_dir');
});

test('a quote that breaks a rule of the database holds nothing up: it is counted, and a gap', async (t) => {
  const { stores, health, recorder, refusals, lost } = await newRecorder(t);
  recorder.quote(aQuote({ price: -1 }));
  recorder.quote(aQuote());
  await recorder.settled();
  t.is((await stores.quotes.latest('SPY', lastInstant))?.price, 671.25);
  t.is(refusals.length, 1);
  t.regex(refusals[0]!, /^not stored: .*price/);
  t.is(lost.length, 1);
  t.deepEqual(health.current().problems, []);
});

test('an unchanged quote proves nothing about the disk', async (t) => {
  const { native, health, recorder } = await newRecorder(t);
  recorder.quote(aQuote());
  await recorder.settled();
  native.pragma('query_only = ON');
  health.raise('database', new Error('a request could not be logged'));
  recorder.quote(aQuote({ receivedAt: monday + 15_000 }));
  await recorder.settled();
  t.is(health.current().problems.length, 1);
  native.pragma('query_only = OFF');
  recorder.onWritten();
  t.is(health.current().problems.length, 0);
});

/** A database that takes one poll at a time, when the test lets it. */
function slowRecorder() {
  const clock = manualClock(monday);
  const health = createHealthTracker(clock, createEventBus());
  const asked: { quote: Quote; stored: PromiseWithResolvers<{ isStored: boolean }> }[] = [];
  const lost: number[] = [];
  const recorder = createRecorder({
    quotes: {
      record(quote) {
        const stored = Promise.withResolvers<{ isStored: boolean }>();
        asked.push({ quote, stored });
        return stored.promise;
      },
    },
    chains: { record: () => Promise.reject(new Error('no chain is polled')) },
    ...{ clock, health },
    gaps: { recorded: () => {}, lost: (_, from) => lost.push(from), flush: async () => {} },
    onRejections: () => {},
    onError: (error) => health.raise('database', error),
  });
  return { clock, recorder, asked, lost };
}

test('one poll is stored after the other, and waits until it is', async (t) => {
  const { recorder, asked } = slowRecorder();
  for (const price of [670, 671, 672]) recorder.quote(aQuote({ price }));
  t.deepEqual(recorder.waiting(), { quotes: 3, chains: 0 });
  for (const [index, price] of [670, 671, 672].entries()) {
    t.deepEqual(
      asked.map(({ quote }) => quote.price),
      [670, 671, 672].slice(0, index + 1),
    );
    t.is(asked[index]!.quote.price, price);
    asked[index]!.stored.resolve({ isStored: true });
    await settlePromises();
    t.is(recorder.waiting().quotes, 2 - index);
  }
  await recorder.settled();
});

test('while a poll is being stored the bound holds, and it is not dropped itself', async (t) => {
  const { recorder, asked, lost } = slowRecorder();
  for (let index = 0; index <= maxWaiting.quote + 1; index++) {
    recorder.quote(aQuote({ receivedAt: monday + index }));
  }
  t.is(recorder.waiting().quotes, maxWaiting.quote);
  t.deepEqual(lost, [monday + 1, monday + 2]);
  asked[0]!.stored.resolve({ isStored: true });
  await settlePromises();
  t.is(asked[1]!.quote.receivedAt, monday + 3);
});

test('closing waits for what is being stored for a limited time, and counts it as lost then', async (t) => {
  const { clock, recorder, asked, lost } = slowRecorder();
  recorder.quote(aQuote());
  recorder.quote(aQuote({ receivedAt: monday + 1 }));
  const closing = recorder.close();
  await clock.advance(10_000);
  t.deepEqual(await closing, { quotes: 2, chains: 0 });
  t.deepEqual(lost, [monday, monday + 1]);
  t.is(clock.pendingTimers, 0);
  asked[0]!.stored.resolve({ isStored: true });
  await recorder.settled();
  t.is(asked.length, 1, 'and nothing begins after that');
});

test('where there is a spool no poll is lost: what memory has no room for waits in a file, and is stored in order', async (t) => {
  const directory = join(await tempDir(t), 'spool');
  const spool = createSpool({ directory, maxBytes: 1e9 }, 'SPY.1', (error) => t.fail(String(error)));
  const { clock, native, stores, recorder, lost } = await newRecorder(t, spool);
  recorder.chain(poll(0, 20));
  await recorder.settled();
  native.pragma(`max_page_count = ${native.pragma('page_count', { simple: true })}`);
  const count = maxWaiting.chain + 30;
  for (let index = 1; index <= count; index++) {
    await clock.advance(minute);
    recorder.chain(poll(index, 20));
    await recorder.settled();
  }
  t.true(spool.size().chains >= 20);
  t.true(recorder.waiting().chains > maxWaiting.chain);
  native.pragma('max_page_count = 1000000');
  await clock.advance(30_000);
  await recorder.settled();
  t.deepEqual(recorder.waiting(), { quotes: 0, chains: 0 });
  t.deepEqual(lost, []);
  for (let index = 0; index <= count; index++) {
    const at = monday + index * minute;
    const recorded = await stores.chains.at('SPY', poll(index, 20).expiration, at);
    t.deepEqual(recorded, poll(index, 20), String(index));
  }
});

test('what still waits when the recorder closes goes into the spool', async (t) => {
  const directory = join(await tempDir(t), 'spool');
  const spool = createSpool({ directory, maxBytes: 1e9 }, 'SPY.1', (error) => t.fail(String(error)));
  const { native, recorder, lost } = await newRecorder(t, spool);
  recorder.chain(poll(0, 20));
  await recorder.settled();
  native.pragma(`max_page_count = ${native.pragma('page_count', { simple: true })}`);
  for (let index = 1; index <= 10; index++) recorder.chain(poll(index, 200));
  await recorder.settled();
  const { chains } = recorder.waiting();
  t.true(chains > 0);
  t.deepEqual(await recorder.close(), { quotes: 0, chains: 0 });
  t.is(spool.size().chains, chains);
  t.deepEqual(lost, []);
});
