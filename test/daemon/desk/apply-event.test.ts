import test from 'ava';
import { applyEvent, type RecorderEvent } from '../../../src/daemon/desk/follower/apply-event.ts';
import { changesOfAll, changesOfChain } from '../../../src/daemon/desk/follower/snapshot-changes.ts';
import type { Snapshot } from '../../../src/protocol/events.ts';
import examples from '../../../scripts/protocol-examples.json' with { type: 'json' };

const snapshot = examples.methods.subscribe.result as unknown as Snapshot;
const quote = snapshot.quote!;

test('a quote changes every place in which it is shown', (t) => {
  const recorded = [{ symbol: 'SPY', quote: null, levels: null, expirations: [] }];
  const next = { ...quote, price: quote.price + 1, timestamp: quote.timestamp + 60_000 };
  const after = applyEvent({ ...snapshot, recorded }, { name: 'quote', payload: next, subscription: null });
  t.is(after.quote, next);
  t.is(after.watch.find(({ symbol }) => symbol === 'SPY')?.quote, next);
  t.is(after.recorded?.[0]?.quote, next);
});

test('a quote of another symbol leaves the chain as it is', (t) => {
  const after = applyEvent(snapshot, {
    ...{ name: 'quote', payload: { ...quote, symbol: 'QQQ' }, subscription: null },
  });
  t.is(after.quote, snapshot.quote);
  t.is(after.priceLine, snapshot.priceLine);
});

test('an alert comes first in the list; one of a chain that somebody just looks at is in no list', (t) => {
  const payload = examples.events.alert as RecorderEvent['payload'] as never;
  const forAll = applyEvent(snapshot, { name: 'alert', payload, subscription: null });
  t.is(forAll.alerts.recent[0], payload);
  t.is(applyEvent(snapshot, { name: 'alert', payload, subscription: 'QQQ' }), snapshot);
});

test('two snapshots that are the same have nothing new', (t) => {
  const again = structuredClone(snapshot);
  t.deepEqual(changesOfAll(snapshot, again), []);
  t.deepEqual(changesOfChain(snapshot, again, 'SPY'), []);
});

test('the changes between two snapshots bring a client from one to the other', (t) => {
  const chain = { ...snapshot.chain!, timestamp: snapshot.chain!.timestamp + 60_000 };
  const next = { ...quote, price: quote.price + 1 };
  const alert = examples.events.alert as unknown as Snapshot['alerts']['recent'][number];
  const after: Snapshot = {
    ...snapshot,
    ...{ chain, quote: next },
    watch: snapshot.watch.map((watched) =>
      watched.symbol === 'SPY' ? { ...watched, quote: next } : watched,
    ),
    health: { problems: [{ code: 'store', subject: 'store', message: 'away', hint: '', since: 1 }] },
    alerts: { ...snapshot.alerts, recent: [alert, ...snapshot.alerts.recent] },
  };
  const changes = [...changesOfAll(snapshot, after), ...changesOfChain(snapshot, after, 'SPY')];
  t.deepEqual(changes.map(({ name }) => name).sort(), ['alert', 'chain', 'health', 'quote']);
  // The quote lies on the line, too.
  const reached = changes.reduce(applyEvent, snapshot);
  t.deepEqual({ ...reached, priceLine: null }, { ...after, priceLine: null });
});
