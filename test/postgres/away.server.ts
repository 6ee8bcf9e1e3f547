import test from 'ava';
import { systemClock } from '../../src/base/clock.ts';
import { SpyglassError } from '../../src/base/errors.ts';
import { connectToStore } from '../../src/db/postgres/connection/connect.ts';
import type { Sql } from '../../src/db/postgres/connection/sql.ts';
import { openDesk } from '../../src/db/postgres/desk/open-desk.ts';
import { openPostgresAlone, openPostgresForReading } from '../../src/db/postgres/open-postgres.ts';
import { isAway } from '../../src/db/postgres/postgres-error.ts';
import { createPostgresWriter } from '../../src/db/postgres/writer.ts';
import { lastInstant } from '../../src/market/calendar/instants.ts';
import { aQuote } from '../db/fixtures.ts';
import { take } from '../recordings/contract/open-desk.ts';
import { until } from '../support/until.ts';
import { freePort } from '../support/postgres/cluster.ts';
import { newStore } from './open-server.ts';
import { startProxy } from '../support/postgres/proxy.ts';

const clock = systemClock();

test('a store that is away is said to be, without user and password, and goes on when it is back', async (t) => {
  const url = new URL(await newStore(t));
  url.password = 'pass-word';
  const proxy = await startProxy(url.href);
  t.teardown(() => proxy.close());
  const desk = await openDesk({ url: proxy.url, clock });
  t.teardown(() => desk.close());
  const { recording } = await desk.open({ held: await take(desk), clock });
  const [first, second] = [aQuote(), aQuote({ price: 672, timestamp: aQuote().timestamp + 1 })];
  await recording.quotes.record(first);
  let woken = 0;
  t.teardown(await desk.journal.onWake(() => woken++));

  proxy.cut();
  await until(() => proxy.open === 0);
  const attempts = await Promise.allSettled([
    recording.quotes.record(second),
    recording.quotes.latest('SPY', lastInstant),
    desk.lease.state(),
    openDesk({ url: proxy.url, clock }),
    openPostgresForReading({ url: proxy.url }),
  ]);
  for (const attempt of attempts) {
    const error = attempt.status === 'rejected' ? attempt.reason : null;
    t.true(error instanceof SpyglassError);
    t.is(error?.code, 'store');
    t.regex(error?.message, /postgres:\/\/127\.0\.0\.1:\d+\/spyglass_test_\w+ cannot be reached: /);
    t.notRegex(`${error?.message} ${error?.stack} ${error?.hint}`, /pass-word|postgres@/);
  }

  proxy.join();
  t.deepEqual(await recording.quotes.record(second), { isStored: true });
  t.deepEqual(await recording.quotes.latest('SPY', lastInstant), second);
  await until(() => woken > 0, 20);
});

test('nobody listens: that is said at once', async (t) => {
  const url = `postgres://bob:secret@127.0.0.1:${await freePort()}/spyglass`;
  const error = await t.throwsAsync(openDesk({ url, clock }), { code: 'store' });
  t.regex(error?.message ?? '', /127\.0\.0\.1:\d+\/spyglass cannot be reached: .*ECONNREFUSED/);
  t.notRegex(error?.message ?? '', /bob|secret/);
});

test('a database that is not there is not made', async (t) => {
  const url = new URL(await newStore(t));
  url.pathname = '/spyglass_test_of_nobody';
  await t.throwsAsync(openDesk({ url: url.href, clock }), { code: 'store', message: /no such database/ });
  await t.throwsAsync(openPostgresForReading({ url: url.href }), { code: 'store' });
});

test('a process that stands still in a transaction cannot keep the lease from others', async (t) => {
  const url = await newStore(t);
  const [stopped, next] = [await openDesk({ url, clock }), await openDesk({ url, clock })];
  const { connection } = await connectToStore({ url, clock });
  t.teardown(() => Promise.all([stopped.close(), next.close(), connection.close()]));
  const { token } = await take(stopped, 'stopped', 200);
  const writer = createPostgresWriter(connection, { market: 'live', token });
  const note = (sql: Sql, sequence: number) =>
    sql.run(
      `insert into recorded_events (market, sequence, at, name, payload) values ('live', $1, now_ms(), 'test', '{}')`,
      [sequence],
    );
  const [begun, goesOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const writing = writer.write(async (sql) => {
    await note(sql, 1);
    begun.resolve();
    await goesOn.promise;
    await note(sql, 2);
  });
  await begun.promise;
  await until(async () => 'renew' in (await next.lease.acquire({ name: 'next' }, 60_000)), 20);
  goesOn.resolve();
  const error = await t.throwsAsync(writing);
  t.true(isAway(error), error?.message);
  await t.throwsAsync(
    writer.write((sql) => note(sql, 3)),
    { code: 'lease_lost' },
  );
  t.deepEqual(await next.journal.bounds(), { first: 0, last: 0 });
});

test('a command records alone, and lets go of the lease when it is done', async (t) => {
  const url = await newStore(t);
  const alone = await openPostgresAlone({ url, clock, pid: 4711 });
  await t.throwsAsync(openPostgresAlone({ url, clock, pid: 4712 }), {
    code: 'lease_held',
    message: /a command on .* \(4711\) records on postgres:\/\/127/,
  });
  await alone.quotes.record(aQuote());
  await alone.close();
  await alone.close();
  const again = await openPostgresAlone({ url, clock, pid: 4712, migrate: false });
  t.deepEqual(await again.quotes.latest('SPY', lastInstant), aQuote());
  await again.close();
});
