import test from 'ava';
import type { ChainSubscriptionState } from '../../../src/protocol/chain-subscription.ts';
import type { PhaseState } from '../../../src/protocol/state.ts';
import { steppedSubscription } from '../../../src/tui/state/watch.ts';
import type { ConnectionState } from '../../../src/protocol/connection/connection.ts';
import { layoutOf, shownNow, shownPicture } from '../../../src/tui/state/selectors.ts';
import type { EventBatch } from '../../../src/tui/state/picture/event-batch.ts';
import { type Action, type DashboardState, initialState, reduce } from '../../../src/tui/state/state.ts';
import { createStore } from '../../../src/tui/state/store.ts';
import { sampleSnapshot, sampleSubscription } from '../support/sample.ts';
import { sampleHello } from '../support/sample-hello.ts';
import { sampleLevelsHistory } from '../support/sample-levels.ts';
import { sampleNow } from '../support/sample-times.ts';
import { sampleChain, sampleIntraday, sampleQuote } from '../support/sample-chain.ts';

const real = 1_000_000;
const start = initialState({ columns: 80, rows: 24 }, real);
const after = (state: DashboardState, ...actions: Action[]) => actions.reduce(reduce, state);
const hello = sampleHello();
const connected: ConnectionState = { status: 'connected', hello, message: null, attempt: 0, retryAt: null };
const lost: ConnectionState = { ...connected, status: 'lost', message: 'gone', attempt: 1, retryAt: real };
const ready = after(
  start,
  { type: 'connection-changed', state: connected, real },
  { type: 'snapshot-taken', snapshot: sampleSnapshot(), hello, real },
);
const batch = {
  quotes: [],
  chain: null,
  priceLine: null,
  usage: null,
  phase: null,
  health: null,
  jobs: null,
  coverage: null,
  archive: null,
  rebuild: null,
  levelsHistory: null,
  levels: [],
  recordedLevels: [],
  expirations: [],
};

test('market time runs from the daemon’s hello at its speed', (t) => {
  t.is(ready.now.market, sampleNow);
  t.is(after(ready, { type: 'ticked', real: real + 2500 }).now.market, sampleNow + 2500);
  const fast = sampleHello({ clockSpeed: 60, epoch: 'other' });
  const quick = after(start, { type: 'snapshot-taken', snapshot: sampleSnapshot(), hello: fast, real });
  t.is(after(quick, { type: 'ticked', real: real + 1000 }).now.market, sampleNow + 60_000);
});

test('a reconnect to the same daemon leaves the clock alone, another daemon sets it', (t) => {
  const late = sampleHello({ now: sampleNow + 4970 });
  const again = after(ready, {
    type: 'snapshot-taken',
    snapshot: sampleSnapshot(),
    hello: late,
    real: real + 5000,
  });
  t.is(again.now.market, sampleNow + 5000);
  const other = sampleHello({ now: sampleNow + 90_000, epoch: 'epoch-2' });
  const moved = after(ready, {
    type: 'connection-changed',
    state: { ...connected, hello: other },
    real: real + 5000,
  });
  t.is(moved.now.market, sampleNow + 90_000);
});

test('the moment of the loss is kept until the connection is back', (t) => {
  const first = after(ready, { type: 'connection-changed', state: lost, real: real + 1000 });
  t.is(first.connection.lostAt, sampleNow + 1000);
  const still = after(first, {
    type: 'connection-changed',
    state: { ...lost, attempt: 2 },
    real: real + 9000,
  });
  t.is(still.connection.lostAt, sampleNow + 1000);
  t.is(still.picture, first.picture);
  t.is(
    after(still, { type: 'connection-changed', state: connected, real: real + 9500 }).connection.lostAt,
    null,
  );
});

test('slices that nothing arrived for stay the same objects', (t) => {
  const quote = sampleQuote({ price: 670, receivedAt: sampleNow });
  const next = after(ready, { type: 'events-arrived', batch: { ...batch, quotes: [quote] } });
  t.is(next.picture.quote, quote);
  for (const slice of ['chain', 'usage', 'phase', 'health', 'jobs'] as const) {
    t.is(next.picture[slice], ready.picture[slice], slice);
  }
  t.is(next.ui, ready.ui);
});

test('recorded levels of the subscription come before those that are polled from then on', (t) => {
  const [first, second] = sampleLevelsHistory();
  const history = (symbol: string) => ({ symbol, points: [first!, second!] });
  const arrived = (levelsHistory: EventBatch['levelsHistory'], levels: EventBatch['levels'] = []) =>
    after(ready, { type: 'events-arrived', batch: { ...batch, levelsHistory, levels } }).picture;
  t.deepEqual(arrived(history('SPY')).levelsHistory, [first, second]);
  t.is(arrived(history('QQQ')).levelsHistory, ready.picture.levelsHistory, 'of another symbol');
});

test('a quote older than the one shown does not replace it', (t) => {
  const old = sampleQuote({ price: 1, receivedAt: sampleNow - 60_000 });
  t.is(
    after(ready, { type: 'events-arrived', batch: { ...batch, quotes: [old] } }).picture.quote?.price,
    671.2,
  );
});

test('every quote becomes a point of the price line, once', (t) => {
  const line = sampleIntraday();
  const quotes = [10, 20, 20].map((second) =>
    sampleQuote({ price: 600 + second, timestamp: sampleNow + second * 1000 }),
  );
  const other = sampleQuote({ symbol: 'QQQ', timestamp: sampleNow + 90_000 });
  const next = after(ready, {
    type: 'events-arrived',
    batch: { ...batch, priceLine: line, quotes: [...quotes, other] },
  });
  t.deepEqual(
    next.picture.priceLine?.points.slice(line.points.length).map((point) => point.price),
    [610, 620],
  );
});

test('a chain is kept by strike, calls and puts together', (t) => {
  const { contracts } = sampleChain();
  const shuffled = sampleChain(671.2, {
    contracts: contracts.toReversed().filter((one) => one.symbol !== contracts[0]!.symbol),
  });
  const next = after(ready, { type: 'events-arrived', batch: { ...batch, chain: shuffled } });
  const rows = next.picture.chain!.strikes;
  t.deepEqual(
    rows.map((row) => row.strike),
    Array.from({ length: 181 }, (_, index) => 581 + index),
  );
  t.is(rows[0]!.call, null);
  t.is(rows[0]!.put?.optionType, 'put');
});

test('a frozen picture stays while the live one goes on', (t) => {
  const frozen = after(ready, { type: 'froze', isFrozen: true });
  const later = after(
    frozen,
    { type: 'ticked', real: real + 9000 },
    {
      type: 'events-arrived',
      batch: { ...batch, quotes: [sampleQuote({ price: 1, receivedAt: sampleNow })] },
    },
  );
  t.is(shownPicture(later).quote?.price, 671.2);
  t.is(shownNow(later), sampleNow);
  t.is(later.now.market, sampleNow + 9000);
  const running = after(later, { type: 'froze', isFrozen: false });
  t.is(shownPicture(running).quote?.price, 1);
  t.is(shownNow(running), sampleNow + 9000);
});

test('an answer to another prune dialog than the open one changes nothing', (t) => {
  const open = after(ready, {
    type: 'dialog-opened',
    dialog: { kind: 'prune', id: 7, progress: { step: 'counting' } },
  });
  const failed = { step: 'failed', failure: { message: 'no', hint: '' } } as const;
  t.is(after(open, { type: 'prune-progressed', id: 6, progress: failed }), open);
  const answered = after(open, { type: 'prune-progressed', id: 7, progress: failed });
  t.deepEqual(answered.ui.dialog, { kind: 'prune', id: 7, progress: failed });
});

test('a toast is ended by its own timer only', (t) => {
  const toast = (id: number) => ({ id, text: 'x', token: 'text' }) as const;
  const second = after(
    ready,
    { type: 'toast-shown', toast: toast(1) },
    { type: 'toast-shown', toast: toast(2) },
  );
  t.is(after(second, { type: 'toast-ended', id: 1 }), second);
  t.is(after(second, { type: 'toast-ended', id: 2 }).ui.toast, null);
});

test('focusing another pane while one is expanded expands that one', (t) => {
  const open = after(ready, { type: 'expanded', pane: 'chain' }, { type: 'focused', pane: 'usage' });
  t.is(open.ui.expanded, 'usage');
  t.is(after(ready, { type: 'focused', pane: 'usage' }).ui.expanded, null);
});

test('listeners hear of changes and of nothing else', (t) => {
  const store = createStore(start);
  let heard = 0;
  const end = store.subscribe(() => {
    heard += 1;
  });
  store.dispatch({ type: 'toast-ended', id: 99 });
  t.is(heard, 0);
  store.dispatch({ type: 'focused', pane: 'usage' });
  t.is(heard, 1);
  end();
  store.dispatch({ type: 'focused', pane: 'quote' });
  t.is(heard, 1);
});

test('the layout is computed once for each state', (t) => {
  t.is(layoutOf(ready), layoutOf(ready));
  const resized = after(ready, { type: 'resized', columns: 120, rows: 40 });
  t.is(layoutOf(resized).columns, 120);
});

test('the phase is by the options of the subscription, and the market’s beside it', (t) => {
  const { session } = sampleSnapshot().phase;
  const late: PhaseState = { ...sampleSnapshot().phase, phase: 'options-late', nextPhase: 'post' };
  const take = (given: Partial<ChainSubscriptionState>, phase = sampleSnapshot().phase) =>
    after(start, {
      ...{ type: 'snapshot-taken', hello, real },
      snapshot: sampleSnapshot({ phase, subscription: sampleSubscription(given) }),
    });
  const share = take({ symbol: 'AAPL', optionsEnd: { end: 'close', lastDayEnd: 'close' } });
  t.like(share.picture.phase, { phase: 'regular', nextPhase: 'post' });
  t.is(share.picture.phase!.session.optionClose, session.close);
  const evening = after(share, { type: 'events-arrived', batch: { ...batch, phase: late }, real });
  t.like(evening.picture.phase, { phase: 'post', nextPhase: 'post' });
  t.is(evening.picture.marketPhase, late);
  const spy = take({}, late);
  t.is(spy.picture.phase, late);
  // As many as before without a new phase, so that nothing is drawn again.
  t.is(after(evening, { type: 'events-arrived', batch, real }).picture.phase, evening.picture.phase);
});

test('SPX’s expiration of today cannot be chosen any more from 16:00 on, SPY’s until 16:15', (t) => {
  const nearest = (optionsEnd: ChainSubscriptionState['optionsEnd'], now: number) => {
    const subscription = sampleSubscription({ ...(optionsEnd && { optionsEnd }) });
    const state = after(start, {
      ...{ type: 'snapshot-taken', hello: sampleHello({ now }), real },
      snapshot: sampleSnapshot({ subscription }),
    });
    return steppedSubscription(state, 1)?.expiration;
  };
  const { close, optionClose } = sampleSnapshot().phase.session;
  const index = { end: 'late', lastDayEnd: 'close' } as const;
  const minute = 60_000;
  t.deepEqual(
    [close - minute, close, optionClose - minute, optionClose].map((now) => nearest(index, now)),
    ['2026-11-24', '2026-11-25', '2026-11-25', '2026-11-25'],
  );
  t.deepEqual(
    [close - minute, close, optionClose - minute, optionClose].map((now) => nearest(undefined, now)),
    ['2026-11-24', '2026-11-24', '2026-11-24', '2026-11-25'],
  );
});
