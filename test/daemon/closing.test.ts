import test, { type ExecutionContext } from 'ava';
import Database from 'better-sqlite3';
import { type Clock, virtualClock } from '../../src/base/clock.ts';
import { startHttpServer } from '../support/http-server.ts';
import { manualClock } from '../support/manual-clock.ts';
import { linkTo, midSession, startSimulator, startTestDaemon } from './support.ts';

/** The simulated market behind a door that holds the quote's answer until it is opened. */
async function heldMarket(t: ExecutionContext, clock: Clock) {
  const simulator = await startSimulator({ clock });
  t.teardown(simulator.close);
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const door = await startHttpServer(async (request, response) => {
    if (request.url!.includes('/stocks/tickers/')) {
      arrive();
      await opened;
    }
    const authorization = request.headers.authorization ?? '';
    const answer = await fetch(simulator.url + request.url!, { headers: { authorization } });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  });
  t.teardown(door.close);
  return { url: door.url, open, arrived };
}

function quotesIn(t: ExecutionContext, dir: string): number {
  const database = new Database(`${dir}/spyglass.sqlite`, { readonly: true });
  t.teardown(() => database.close());
  return database.prepare('select count(*) from spy_quotes').pluck().get() as number;
}

test('a poll in flight when the daemon closes is still recorded', async (t) => {
  // It stands still: a machine that is slow does not use up the time that such a poll is given.
  const clock = manualClock(midSession);
  const market = await heldMarket(t, clock);
  const { daemon, dir } = await startTestDaemon(t, { baseUrl: market.url, clock });
  await market.arrived;
  const closing = daemon.close();
  market.open();
  await closing;
  t.is(quotesIn(t, dir), 1);
});

test('closing does not wait for an API that never answers', async (t) => {
  const clock = manualClock(midSession);
  const market = await heldMarket(t, clock);
  const { daemon, dir } = await startTestDaemon(t, { baseUrl: market.url, clock });
  await market.arrived;
  let isClosed = false;
  const closing = daemon.close().then(() => {
    isClosed = true;
  });
  while (!isClosed) await clock.advance(1000);
  await closing;
  t.is(quotesIn(t, dir), 0);
  market.open();
});

test('whoever hears the daemon’s goodbye may open its database', async (t) => {
  const clock = virtualClock(midSession);
  const market = await heldMarket(t, clock);
  market.open();
  const first = await startTestDaemon(t, { baseUrl: market.url, clock });
  const link = await linkTo(t, first);
  await link.request('shutdown', {});
  t.is(await link.closed, 'the daemon is closing');
  const second = await startTestDaemon(t, { baseUrl: market.url, clock, dir: first.dir });
  t.is((await linkTo(t, second)).hello.databasePath, first.daemon.hello.databasePath);
});
