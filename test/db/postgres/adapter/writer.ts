import test from 'ava';
import { systemClock } from '../../../../src/base/clock.ts';
import { createPostgresWriter } from '../../../../src/db/postgres/writer.ts';
import { holdLease } from '../../../support/postgres/test-store.ts';
import type { OpenStore } from './open-store.ts';

const note = `insert into recorded_events (market, sequence, at, name, payload) values ('test', $1, 1795000000000, 'test', '{}')`;

/** What the writer must do. */
export function testWriter(open: OpenStore): void {
  const start = async (...[t]: Parameters<OpenStore>) => {
    const { connection } = await open(t);
    const writer = createPostgresWriter(connection, await holdLease(connection));
    const noted = async () =>
      (await connection.rows<[number]>('select sequence from recorded_events order by sequence')).flat();
    return { connection, writer, noted };
  };

  test('writes run one after the other; one that fails leaves nothing and fails alone', async (t) => {
    const { writer, noted } = await start(t);
    const order: string[] = [];
    const unit = (name: string, sequence: number) =>
      writer.write(async (sql) => {
        order.push(`${name} begins`);
        await sql.run(note, [sequence]);
        if (name === 'second') throw new RangeError('not this one');
        await sql.run(note, [sequence + 10]);
        order.push(`${name} ends`);
        return name;
      });
    const units = await Promise.allSettled([unit('first', 1), unit('second', 2), unit('third', 3)]);
    t.deepEqual(
      units.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason))),
      ['first', 'RangeError: not this one', 'third'],
    );
    t.deepEqual(order, ['first begins', 'first ends', 'second begins', 'third begins', 'third ends']);
    t.deepEqual(await noted(), [1, 3, 11, 13]);
  });

  test('a write that waits in the queue is refused when the lease ends before its turn', async (t) => {
    const { writer, noted } = await start(t);
    const first = writer.write(async (sql) => {
      await sql.run(note, [1]);
      await sql.run('update recorder_lease set expires_at = now_ms()');
    });
    const second = writer.write((sql) => sql.run(note, [2]));
    await first;
    await t.throwsAsync(second, { code: 'lease_lost' });
    t.deepEqual(await noted(), [1], 'the first one had begun in time');
  });

  test('a part that may be refused is undone alone', async (t) => {
    const { writer, noted } = await start(t);
    await writer.write(async (sql) => {
      await sql.run(note, [1]);
      const refused = sql.savepoint(async () => {
        await sql.run(note, [2]);
        await sql.savepoint(() => sql.run(note, [3]));
        await sql.run(note, [1]);
      });
      t.like(await t.throwsAsync(refused), { code: '23505' });
      await sql.savepoint(() => sql.run(note, [4]));
    });
    t.deepEqual(await noted(), [1, 4]);
  });

  test('a transaction in which a statement failed commits nothing, even if nobody noticed', async (t) => {
    const { connection, writer, noted } = await start(t);
    const careless = writer.write(async (sql) => {
      await sql.run(note, [1]);
      await sql.run(note, [1]).catch(() => 'unnoticed');
    });
    await t.throwsAsync(careless);
    t.deepEqual(await noted(), []);
    t.is(await connection.transaction((sql) => sql.run(note, [5])), 1);
  });

  test('what is done once is done again after a transaction that did not commit', async (t) => {
    const { connection } = await start(t);
    const runs: string[] = [];
    const once = (name: string, { fails = false, part = false } = {}) =>
      connection
        .transaction(async (sql) => {
          const work = () => sql.once('key', async () => void runs.push(name));
          if (part)
            await sql
              .savepoint(async () => {
                await work();
                throw new Error('undone');
              })
              .catch(() => 'expected');
          else await work();
          if (fails) throw new Error('undone');
        })
        .catch(() => 'expected');
    await once('undone', { fails: true });
    await once('part', { part: true });
    await once('done');
    await once('not again');
    t.deepEqual(runs, ['undone', 'part', 'done']);
    await connection.transaction(async (sql) => sql.again('key'));
    await once('again');
    t.deepEqual(runs.slice(3), ['again']);
  });

  test('a snapshot sees one instant, and cannot write', async (t) => {
    const { connection } = await start(t);
    await connection
      .snapshot(async (sql) => {
        t.deepEqual(await sql.all('select 1 as one'), [{ one: 1 }]);
        t.like(await t.throwsAsync(sql.run(note, [1])), { code: '25006' });
      })
      .catch((error: Error) => t.regex(error.message, /failed|aborted/));
  });

  test('a closed writer refuses what has not begun', async (t) => {
    const { writer, noted } = await start(t);
    const begun = writer.write((sql) => sql.run(note, [1]));
    await writer.close(systemClock(), 5000);
    t.is(await begun, 1);
    await t.throwsAsync(
      writer.write((sql) => sql.run(note, [2])),
      { code: 'not_running' },
    );
    t.deepEqual(await noted(), [1]);
  });
}
