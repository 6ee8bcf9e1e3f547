import test from 'ava';
import { createPlaybacks } from '../../../src/daemon/playback/playbacks.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { until } from '../../support/until.ts';
import { silent } from '../../support/silent-log.ts';
import { greetedClient, type RawClient, startListener } from '../listen-support.ts';
import { inventedPast, instantAt, pollsAt } from './invented-past.ts';

const polls = [0, 15, 30].map((seconds) => instantAt('10:00') + seconds * 1000);

async function recorded(t: Parameters<typeof startListener>[0]) {
  const clock = manualClock(instantAt('16:00'));
  let opened = 0;
  let closed = 0;
  const openReader = async () => {
    opened += 1;
    return { ...inventedPast(pollsAt(...polls)), close: async () => void closed++ };
  };
  const playbacks = createPlaybacks({ openReader, clock, log: silent, mainSymbol: 'SPY' });
  const { socketPath, bus } = await startListener(t, { clock, playbacks });
  const client = await greetedClient(t, socketPath);
  return { client, bus, clock, counts: () => ({ opened, closed }) };
}

let id = 10;
async function ask(client: RawClient, method: string, params: unknown = {}) {
  id += 1;
  client.send({ jsonrpc: '2.0', id, method, params });
  return (await client.next()).result as Record<string, unknown>;
}

/** Moves the clock until the client has another message. */
async function nextOf(client: RawClient, clock: ReturnType<typeof manualClock>) {
  let message: Record<string, unknown> | null = null;
  void client.next().then((next) => {
    message = next;
  });
  await until(async () => {
    await clock.advance(1000);
    return message !== null;
  });
  return message as unknown as Record<string, unknown>;
}

test('a plain client plays the recording, and hears nothing of the market as it is', async (t) => {
  const { client, bus, clock } = await recorded(t);
  await ask(client, 'subscribe');
  const picture = await ask(client, 'subscribe', { at: polls[0], speed: 5, paused: false });
  t.like(picture, { pictureOf: polls[0], seq: 0, playback: { at: polls[0], generation: 1, speed: 5 } });
  bus.emit('health', { problems: [] });
  t.like(await nextOf(client, clock), {
    method: 'chain',
    params: { epoch: 'test', seq: 1, at: polls[1], generation: 1, payload: { polledAt: polls[1] } },
  });
  t.like(await nextOf(client, clock), {
    method: 'playback',
    params: { seq: 2, payload: { poll: 2, polls: 3 } },
  });
});

test('without an instant it watches the market as it is again', async (t) => {
  const { client, bus } = await recorded(t);
  await ask(client, 'subscribe', { paused: true });
  t.like(await ask(client, 'subscribe'), { seq: 0 });
  bus.emit('health', { problems: [] });
  t.like(await client.next(), { method: 'health' });
});

test('reading methods answer as of the instant that the client looks at, others as ever', async (t) => {
  const { client } = await recorded(t);
  t.is(await ask(client, 'quote.get'), null as never);
  await ask(client, 'subscribe', { at: polls[1] });
  t.deepEqual(await ask(client, 'quote.get'), { method: 'quote.get', asOf: polls[1] });
  t.deepEqual(await ask(client, 'refresh', { job: 'quote' }), [] as never);
});

test('what is asked while a seek is under way is answered as of where it leads', async (t) => {
  const { client } = await recorded(t);
  client.send({ jsonrpc: '2.0', id: 1, method: 'subscribe', params: { at: polls[1] } });
  client.send({ jsonrpc: '2.0', id: 2, method: 'quote.get', params: {} });
  await client.next();
  t.deepEqual((await client.next()).result, { method: 'quote.get', asOf: polls[1] });
});

test('a client keeps its symbol and expiration from one seek to the next', async (t) => {
  const { client } = await recorded(t);
  t.like(await ask(client, 'subscribe', { symbol: 'QQQ', expiration: '2026-11-24', at: polls[0] }), {
    playback: { generation: 1 },
  });
  t.like(await ask(client, 'subscribe', { at: polls[1] }), { playback: { at: polls[1], generation: 2 } });
});

test('the recording is opened for the first who plays it, and closed a minute after the last has left', async (t) => {
  const { client, clock, counts } = await recorded(t);
  t.deepEqual(counts(), { opened: 0, closed: 0 });
  await ask(client, 'subscribe', { at: polls[0] });
  await clock.advance(600_000);
  t.deepEqual(counts(), { opened: 1, closed: 0 });
  client.socket.destroy();
  await until(async () => {
    await clock.advance(61_000);
    return counts().closed === 1;
  });
  t.deepEqual(counts(), { opened: 1, closed: 1 });
});

test('a speed or an instant that makes no sense is refused', async (t) => {
  const { client } = await recorded(t);
  for (const params of [
    { speed: 0 },
    { speed: 'fast' },
    { at: 'yesterday' },
    { at: 1e20 },
    { paused: 1 },
    { until: 5e11 },
    { at: 6e11, until: 5e11 },
  ]) {
    client.send({ jsonrpc: '2.0', id: 1, method: 'subscribe', params });
    t.like(await client.next(), { error: { code: -32_602 } });
  }
});
