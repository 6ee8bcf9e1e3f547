import path from 'node:path';
import test from 'ava';
import { listSessions } from '../../src/archive/list/list-sessions.ts';
import { openSession } from '../../src/archive/open/open-session.ts';
import { verifySession } from '../../src/archive/verify/verify-session.ts';
import { schemaVersion } from '../../src/archive/tables/tables.ts';
import { spx, spxSession, spy, spySession } from './support/known-session.ts';

/** Files as each released schema wrote them (`support/write-fixture.ts`): they stay readable for ever. */
const directoryOf = (schema: number) => path.join(import.meta.dirname, `fixtures/schema-${schema}`);

for (let schema = 1; schema <= schemaVersion; schema += 1) {
  test(`the archive of schema ${schema} is read as it was written`, async (t) => {
    const directory = directoryOf(schema);
    t.deepEqual(await listSessions(directory), { sessions: [spx, spy], problems: [] });
    for (const content of [spySession, spxSession]) {
      await verifySession(directory, content.key, { mode: 'live' });
      const session = await openSession(directory, content.key);
      t.is(session.facts.schema, schema);
      t.deepEqual((await session.contracts(null, 1000)).flat(), content.states);
      t.deepEqual(await session.polls(), content.polls);
      t.deepEqual(await session.quotes(), content.quotes);
      t.deepEqual(await session.levels(), content.levels);
      t.deepEqual(await session.gaps(), content.gaps);
      t.deepEqual(await session.alerts(), content.alerts);
      await session.close();
    }
  });
}

test('each expiration of a session is read alone, with all of its roots', async (t) => {
  const session = await openSession(directoryOf(1), spx);
  t.deepEqual(session.expirations, ['2026-11-20', '2026-11-23']);
  const chain = await session.chain('2026-11-20');
  t.deepEqual(
    chain.contracts.map(({ symbol }) => symbol.slice(0, -9)),
    [...Array(4).fill('SPX261120'), ...Array(4).fill('SPXW261120')],
  );
  t.deepEqual(
    chain.contracts.map(({ from, to }) => [from, to]),
    Array.from({ length: 8 }, (_, index) => [index * 3, index * 3 + 3]),
  );
  t.is((await session.chain('2027-01-15')).rows, 0);
  await session.close();
});
