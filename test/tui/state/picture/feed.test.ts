import test from 'ava';
import { frameMs, gatherMs, startFeed } from '../../../../src/tui/state/picture/feed.ts';
import { type Action, initialState } from '../../../../src/tui/state/state.ts';
import { createStore } from '../../../../src/tui/state/store.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { fakeConnection } from '../../support/fake-connection.ts';
import { sampleSnapshot } from '../../support/sample.ts';
import { sampleHello } from '../../support/sample-hello.ts';
import { sampleNow } from '../../support/sample-times.ts';
import { sampleJobs, samplePrune, sampleUsage } from '../../support/sample-usage.ts';
import { sampleQuote } from '../../support/sample-chain.ts';

function setUp() {
  const clock = manualClock(sampleNow);
  const connection = fakeConnection();
  const store = createStore(initialState({ columns: 80, rows: 24 }, clock.now()));
  const actions: Action[] = [];
  const watched = {
    ...store,
    dispatch(action: Action) {
      actions.push(action);
      store.dispatch(action);
    },
  };
  const alerts: string[] = [];
  const stop = startFeed(connection, watched, clock, ({ message }) => alerts.push(message));
  connection.connect(sampleSnapshot(), sampleHello());
  const batches = () => actions.filter((action) => action.type === 'events-arrived');
  return { clock, connection, store: watched, stop, actions, batches, alerts };
}

test('a burst of events is one dispatch: the newest of each, and all the quotes', async (t) => {
  const { clock, connection, batches } = setUp();
  connection.send('quote', sampleQuote({ price: 1 }));
  connection.send('job', sampleJobs());
  connection.send('usage', sampleUsage({ calls: 1 }));
  connection.send('usage', sampleUsage({ calls: 2 }));
  connection.send('quote', sampleQuote({ price: 2 }));
  t.is(batches().length, 0);
  await clock.advance(gatherMs);
  t.is(batches().length, 1);
  const [first] = batches();
  t.deepEqual(
    first!.batch.quotes.map((quote) => quote.price),
    [1, 2],
  );
  t.is(first!.batch.usage?.calls, 2);
  t.is(first!.batch.chain, null);
});

test('a stream of events is at most one dispatch a frame', async (t) => {
  const { clock, connection, batches } = setUp();
  for (let ms = 0; ms < 1000; ms += 5) {
    connection.send('usage', sampleUsage({ calls: ms }));
    await clock.advance(5);
  }
  await clock.advance(frameMs);
  t.true(batches().length <= Math.ceil(1000 / frameMs) + 1, String(batches().length));
  t.true(batches().length >= 10);
  t.is(batches().at(-1)!.batch.usage?.calls, 995);
});

test('what was gathered before a snapshot is not applied over it', async (t) => {
  const { clock, connection, store, batches } = setUp();
  connection.send('quote', sampleQuote({ price: 1, receivedAt: sampleNow + 1 }));
  connection.connect(sampleSnapshot({ quote: sampleQuote({ price: 2 }) }), sampleHello());
  await clock.advance(200);
  t.is(batches().length, 0);
  t.is(store.getState().picture.quote?.price, 2);
});

test('reports of pruning cause no frame', async (t) => {
  const { clock, connection, batches } = setUp();
  connection.send('prune', samplePrune());
  await clock.advance(200);
  t.is(batches().length, 0);
});

test('what comes on the second brings the time along, and the clock does not tick again for it', async (t) => {
  const { clock, connection, store, stop } = setUp();
  let frames = 0;
  store.subscribe(() => {
    frames += 1;
  });
  const market = () => store.getState().now.market - sampleNow;
  await clock.advance(500);
  connection.send('quote', sampleQuote({ price: 1, receivedAt: sampleNow + 500 }));
  await clock.advance(480);
  t.is(market(), 0, 'within a second only what came is new');
  frames = 0;
  await clock.advance(40);
  connection.send('quote', sampleQuote({ price: 2, receivedAt: sampleNow + 1020 }));
  await clock.advance(gatherMs);
  t.is(market(), 1020 + gatherMs);
  t.is(store.getState().picture.quote?.price, 2);
  await clock.advance(900);
  t.is(frames, 1);
  await clock.advance(200);
  t.is(market(), 2000 + frameMs, 'with nothing polled it ticks by itself');
  t.is(frames, 2);
  stop();
});

test('after the end nothing is dispatched and no timer is left', async (t) => {
  const { clock, connection, batches, stop } = setUp();
  connection.send('quote', sampleQuote());
  stop();
  connection.send('quote', sampleQuote());
  await clock.advance(500);
  t.is(batches().length, 0);
  t.is(clock.pendingTimers, 0);
});

test('the clock ticks once with each second of the market, right after it changed', async (t) => {
  const { clock, store, stop } = setUp();
  const seen: number[] = [];
  store.subscribe(() => seen.push(store.getState().now.market));
  await clock.advance(3300);
  // A frame later, so that what was polled on the second is in the same one.
  t.deepEqual(
    seen.map((market) => market - sampleNow),
    [1000 + frameMs, 2000 + frameMs, 3000 + frameMs],
  );
  stop();
});

test('one timer draws the seconds and the events', async (t) => {
  const { clock, connection, batches, stop } = setUp();
  t.is(clock.pendingTimers, 1);
  connection.send('quote', sampleQuote({ price: 1 }));
  t.is(clock.pendingTimers, 1);
  await clock.advance(gatherMs);
  t.is(batches().length, 1);
  t.is(clock.pendingTimers, 1);
  connection.connect(sampleSnapshot(), sampleHello());
  t.is(clock.pendingTimers, 1);
  stop();
  t.is(clock.pendingTimers, 0);
});

test('events that wait for their frame come with a second that changes before', async (t) => {
  const { clock, connection, actions, batches } = setUp();
  await clock.advance(1000 + frameMs - 20);
  connection.send('usage', sampleUsage({ calls: 1 }));
  await clock.advance(gatherMs);
  t.is(batches().length, 1, 'the second is over, so that its time comes along');
  connection.send('usage', sampleUsage({ calls: 2 }));
  await clock.advance(frameMs);
  t.is(batches().length, 2);
  t.false(actions.some(({ type }) => type === 'ticked'));
});

test('the clock goes by the daemon that it was connected to last', async (t) => {
  const { clock, connection, store } = setUp();
  const seen: number[] = [];
  await clock.advance(100);
  connection.connect(sampleSnapshot(), sampleHello({ now: sampleNow + 400 }));
  store.subscribe(() => seen.push(store.getState().now.market - sampleNow));
  await clock.advance(2000);
  t.deepEqual(seen, [1000 + frameMs, 2000 + frameMs]);
});

test('a quote on the second is one frame also where the hello was late', async (t) => {
  const { clock, connection, store, stop } = setUp();
  // The daemon is 150 ms further than its hello said when it was heard, and each quote 20 ms when it comes.
  const lateMs = 150;
  let frames = 0;
  const quoteAt = async (market: number) => {
    await clock.advance(sampleNow + market + 20 - (clock.now() + lateMs));
    connection.send('quote', sampleQuote({ price: market, receivedAt: sampleNow + market }));
  };
  await quoteAt(1000);
  await clock.advance(500);
  store.subscribe(() => {
    frames += 1;
  });
  for (const second of [2, 3, 4]) await quoteAt(second * 1000);
  await clock.advance(500);
  t.is(frames, 3);
  const shown = store.getState().now.market - sampleNow;
  t.true(shown >= 4000 && shown < 4100, String(shown));
  stop();
});

test('the clock does not go by a quote from before, nor by one of another time', async (t) => {
  const { clock, connection, store, stop } = setUp();
  const { anchor } = store.getState();
  connection.send('quote', sampleQuote({ receivedAt: sampleNow - 1 }));
  connection.send('quote', sampleQuote({ receivedAt: sampleNow + 3_600_000 }));
  await clock.advance(200);
  t.is(store.getState().anchor, anchor);
  stop();
});
