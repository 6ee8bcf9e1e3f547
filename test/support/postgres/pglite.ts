import type { PGlite, Transaction } from '@electric-sql/pglite';
import { MikroORM } from '@mikro-orm/pglite';
import { migrationOptions } from '../../../src/db/postgres/connection/pool.ts';
import type { PostgresConnection, SqlTransaction } from '../../../src/db/postgres/connection/sql.ts';
import {
  type Done,
  inOrder,
  type Send,
  sqlOver,
  transactionOver,
} from '../../../src/db/postgres/connection/statements.ts';
import { valueParser } from '../../../src/db/postgres/connection/value-types.ts';

/** Every type that PGlite would make something else of. */
const parsers = Object.fromEntries(
  [16, 17, 20, 21, 23, 25, 114, 700, 701, 1042, 1043, 1082, 1114, 1184, 1700, 3802].map((type) => [
    type,
    valueParser(type),
  ]),
);

/** PostgreSQL in this process, with the newest schema. It takes seconds to start: one a test file. */
export async function startPglite(): Promise<{ orm: MikroORM; pglite: PGlite }> {
  const orm = new MikroORM({ ...migrationOptions, dbName: 'memory://' } as ConstructorParameters<
    typeof MikroORM
  >[0]);
  await orm.migrator.up();
  const pglite = await orm.driver.getConnection().getNativeClient();
  return { orm: orm as MikroORM, pglite };
}

/** A `PostgresConnection` on PGlite, which has one session: a transaction lets everything else wait. */
export function connectionOfPglite(pglite: PGlite): PostgresConnection {
  const done: Done = new Set();
  const sendBy =
    (session: Pick<Transaction, 'query'>): Send =>
    async (text, values, rowsAs) => {
      const { rows, affectedRows } = await session.query(text, values && [...values], {
        parsers,
        ...(rowsAs === 'arrays' && { rowMode: 'array' as const }),
      });
      return { rows, count: affectedRows ?? 0 };
    };
  return {
    ...sqlOver(sendBy(pglite)),
    async transaction<T>(work: (sql: SqlTransaction) => Promise<T>) {
      let commit = () => {};
      const result = await pglite.transaction(async (session) => {
        const transaction = transactionOver(inOrder(sendBy(session)), done);
        commit = transaction.commit;
        const result = await work(transaction.sql);
        // PGlite does not say that a commit undid everything; after a statement that failed, this fails too.
        await session.query('select 1');
        return result;
      });
      commit();
      return result as T;
    },
    async snapshot(work) {
      return (await pglite.transaction(async (session) => {
        await session.exec('set transaction isolation level repeatable read read only');
        return await work(sqlOver(inOrder(sendBy(session))));
      })) as never;
    },
    listen: (channel, onNotice) => pglite.listen(channel, onNotice),
    close: () => Promise.resolve(),
  };
}
