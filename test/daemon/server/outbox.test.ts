import test from 'ava';
import type { PruneReport } from '../../../src/recordings/reports.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { greetedClient, startListener } from '../listen-support.ts';

const prune: PruneReport = {
  isDryRun: false,
  at: 1,
  tables: [],
  onlyArchived: true,
  waiting: [],
  rows: 0,
  bytes: 0,
  freedBytes: 0,
  durationMs: 0,
};
const subscribe = { jsonrpc: '2.0', id: 5, method: 'subscribe' };
const eventsIn = (messages: Record<string, unknown>[]) =>
  messages.filter((message) => message.method !== 'bye') as {
    method: string;
    params: { seq: number; payload: { symbol?: string; rows?: number } };
  }[];
/** A payload of about 100 kB: a chain is of this size. */
const bulky = (n: number) => ({
  ...{ symbol: 'SPY', date: 'x'.repeat(100_000), from: 0, until: 9 },
  points: [{ at: n, price: n }],
});

test('a client that reads gets every event, numbered without holes', async (t) => {
  const { socketPath, bus } = await startListener(t);
  const client = await greetedClient(t, socketPath);
  client.send(subscribe);
  await client.next();
  for (let n = 1; n <= 50; n++) {
    bus.emit('prune', { ...prune, rows: n });
    t.like(await client.next(), { method: 'prune', params: { seq: n, payload: { rows: n } } });
  }
});

test('a client that does not read costs a bounded backlog, and later gets the newest of each kind', async (t) => {
  const { socketPath, bus } = await startListener(t);
  const client = await greetedClient(t, socketPath);
  client.send(subscribe);
  await client.next();
  client.socket.pause();
  for (let n = 1; n <= 1000; n++) bus.emit('price-line', bulky(n));
  bus.emit('prune', { ...prune, rows: 77 });
  client.socket.resume();
  const seen: { method: string; at?: number; seq: number }[] = [];
  while (seen.at(-1)?.method !== 'prune') {
    const message = await client.next();
    const [event] = eventsIn([message]);
    const { seq, payload } = event!.params;
    const points = (payload as { points?: { at: number }[] }).points;
    seen.push({ method: event!.method, seq, ...(points && { at: points[0]!.at }) });
  }
  t.true(seen.length < 20, `${seen.length} of 1,001 events were kept`);
  t.is(seen.at(-2)?.at, 1000, 'the newest is among them');
  t.deepEqual(
    seen.map(({ seq }) => seq),
    seen.map((_, index) => index + 1),
    'and what was merged leaves no holes',
  );
});

test('a client that reads nothing for a minute is dropped with a notice, and the others are not', async (t) => {
  const clock = manualClock(0);
  const warnings: string[] = [];
  const quiet = () => {};
  const { socketPath, bus, listener } = await startListener(t, {
    clock,
    log: {
      debug: quiet,
      info: quiet,
      warn: (fields) => void warnings.push(JSON.stringify(fields)),
      error: quiet,
    },
  });
  const reader = await greetedClient(t, socketPath);
  const sleeper = await greetedClient(t, socketPath);
  for (const client of [reader, sleeper]) {
    client.send(subscribe);
    await client.next();
  }
  sleeper.socket.pause();
  for (let n = 1; n <= 20; n++) {
    bus.emit('price-line', bulky(n));
    await reader.next();
  }
  await clock.advance(59_000);
  t.is(listener.clients(), 2);
  await clock.advance(1500);
  t.is(listener.clients(), 1);
  t.deepEqual(warnings, ['{"client":"test 0.0.0","reason":"it has stopped reading"}']);
  // It wakes within the time that is left to it, and finds out why.
  sleeper.socket.resume();
  const rest = await sleeper.rest();
  t.like(rest.at(-1)!, { method: 'bye', params: { reason: 'it has stopped reading' } });
  bus.emit('prune', prune);
  t.like(await reader.next(), { method: 'prune' });
});

test('a client that is dropped while it reads nothing is gone after a second, with all that waited for it', async (t) => {
  const clock = manualClock(0);
  const { socketPath, bus, listener } = await startListener(t, { clock });
  const sleeper = await greetedClient(t, socketPath);
  sleeper.send(subscribe);
  await sleeper.next();
  sleeper.socket.pause();
  for (let n = 1; n <= 20; n++) bus.emit('price-line', bulky(n));
  const closing = listener.close();
  await clock.advance(1000);
  await closing;
  t.is(listener.clients(), 0);
  t.is(clock.pendingTimers, 0);
});

test('events of which each one matters are kept up to a limit', async (t) => {
  const { socketPath, bus, listener } = await startListener(t);
  const sleeper = await greetedClient(t, socketPath);
  sleeper.send(subscribe);
  await sleeper.next();
  sleeper.socket.pause();
  for (let n = 1; n <= 20; n++) bus.emit('price-line', bulky(n));
  for (let n = 1; n <= 100; n++) bus.emit('prune', { ...prune, rows: n });
  t.is(listener.clients(), 1);
  bus.emit('prune', prune);
  t.is(listener.clients(), 0);
});

test('a client that asks without reading the answers is dropped', async (t) => {
  const answer = { ...bulky(1) };
  const { socketPath, listener } = await startListener(t, {
    methods: { 'quote.get': () => answer as never },
  });
  const bystander = await greetedClient(t, socketPath);
  const asker = await greetedClient(t, socketPath);
  asker.socket.pause();
  for (let batch = 0; listener.clients() === 2; batch++) {
    t.true(batch < 200, 'the backlog is bounded');
    asker.send({ jsonrpc: '2.0', id: batch, method: 'quote.get' });
    bystander.send({ jsonrpc: '2.0', id: batch, method: 'refresh', params: { job: 'quote' } });
    t.like(await bystander.next(), { id: batch, result: [] });
  }
  t.is(listener.clients(), 1);
});
