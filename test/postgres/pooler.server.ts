import test from 'ava';
import { systemClock } from '../../src/base/clock.ts';
import { openDesk } from '../../src/db/postgres/desk/open-desk.ts';
import { openPostgresForReading } from '../../src/db/postgres/open-postgres.ts';
import { lastInstant } from '../../src/market/calendar/instants.ts';
import { aQuote } from '../db/fixtures.ts';
import { take } from '../recordings/contract/open-desk.ts';
import { until } from '../support/until.ts';
import { startPgBouncer } from '../support/postgres/cluster.ts';
import { newStore } from './open-server.ts';

const clock = systemClock();

test('a pooler in transaction mode is refused with the reason, and nothing is written through it', async (t) => {
  const url = await newStore(t);
  const pooler = await startPgBouncer(url, 'transaction');
  t.teardown(() => pooler.stop());
  const refused = { code: 'store', message: /connection pooler in transaction mode/ };
  const error = await t.throwsAsync<Error & { hint: string }>(openDesk({ url: pooler.url, clock }), refused);
  t.regex(error?.hint ?? '', /pool_mode = session/);
  await t.throwsAsync(openPostgresForReading({ url: pooler.url }), refused);
  await t.throwsAsync(openPostgresForReading({ url }), { code: 'no_data' }, 'no tables were made');
});

test('a pooler that keeps a connection for each session is as good as the server', async (t) => {
  const url = await newStore(t);
  const pooler = await startPgBouncer(url, 'session');
  t.teardown(() => pooler.stop());
  const [desk, other] = [
    await openDesk({ url: pooler.url, clock }),
    await openDesk({ url: pooler.url, clock }),
  ];
  t.teardown(() => Promise.all([desk.close(), other.close()]));
  let woken = 0;
  const stop = await other.journal.onWake(() => woken++);
  const { recording, journal } = await desk.open({ held: await take(desk), clock });
  await recording.quotes.record(aQuote());
  await journal.append([{ at: aQuote().timestamp, name: 'quote', subscription: null, payload: '{}' }]);
  await until(() => woken > 0);
  await stop();
  const reading = await other.openForReading();
  t.deepEqual(await reading.quotes.latest('SPY', lastInstant), aQuote());
});
