import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import test from 'ava';
import { systemClock } from '../../src/base/clock.ts';
import { connectToStore } from '../../src/db/postgres/connection/connect.ts';
import { openDesk } from '../../src/db/postgres/desk/open-desk.ts';
import { openPostgresForReading } from '../../src/db/postgres/open-postgres.ts';
import { lastInstant } from '../../src/market/calendar/instants.ts';
import { aChain, aQuote } from '../db/fixtures.ts';
import { take } from '../recordings/contract/open-desk.ts';
import { tempDir } from '../support/temp-dir.ts';
import { newStore, newStoreOfUser } from './open-server.ts';
import { startProxy } from '../support/postgres/proxy.ts';

const clock = systemClock();

test('a user who owns the database and nothing else makes the tables, and records', async (t) => {
  const url = await newStoreOfUser(t);
  const desk = await openDesk({ url, clock });
  t.teardown(() => desk.close());
  const { recording } = await desk.open({ held: await take(desk), clock });
  await recording.quotes.record(aQuote());
  await recording.chains.record(aChain());
  const reading = await openPostgresForReading({ url });
  t.teardown(() => reading.close());
  t.deepEqual(await reading.quotes.latest('SPY', lastInstant), aQuote());
  t.deepEqual(await reading.chains.latest('SPY', lastInstant), aChain());
  t.regex(reading.path, /^postgres:\/\/[^@]*$/);
  await t.throwsAsync((reading as unknown as typeof recording).quotes.record(aQuote({ price: 1 })), {
    code: 'read_only',
  });
});

test('sessions say who they are, and end what takes too long', async (t) => {
  const { connection } = await connectToStore({ url: await newStore(t), clock });
  t.teardown(() => connection.close());
  const setting = async (name: string) =>
    (await connection.get<{ value: string }>('select current_setting($1) as value', [name]))?.value;
  t.is(await setting('application_name'), 'spyglass');
  t.is(await setting('statement_timeout'), '30s');
  t.is(await setting('lock_timeout'), '10s');
  t.is(await setting('idle_in_transaction_session_timeout'), '5s');
});

test('TLS is as the URL says, and a certificate of somebody else is refused', async (t) => {
  const directory = await tempDir(t);
  const make = (name: string) => {
    const [key, cert] = [join(directory, `${name}.key`), join(directory, `${name}.crt`)];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    return { key, cert };
  };
  const [own, other] = [make('own'), make('other')];
  const proxy = await startProxy(await newStore(t), own);
  t.teardown(() => proxy.close());
  const connect = async (query: string, host = 'localhost') => {
    const url = new URL(`${proxy.url}?${query}`);
    url.hostname = host;
    const { connection } = await connectToStore({ url: url.href, clock });
    await connection.close();
  };
  await t.notThrowsAsync(connect('sslmode=require'));
  await t.notThrowsAsync(connect(`sslmode=verify-full&sslrootcert=${own.cert}`));
  await t.notThrowsAsync(connect(`sslmode=verify-ca&sslrootcert=${own.cert}`, '127.0.0.1'), 'by any name');
  const refused = { code: 'store', message: /cannot be reached: TLS failed: / };
  await t.throwsAsync(connect(`sslmode=verify-full&sslrootcert=${own.cert}`, '127.0.0.1'), refused);
  await t.throwsAsync(connect('sslmode=verify-full'), refused);
  await t.throwsAsync(connect(`sslmode=require&sslrootcert=${other.cert}`), refused);
});
