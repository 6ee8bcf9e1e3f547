import { createHash } from 'node:crypto';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import type { Clock } from '../../../base/clock.ts';
import { createListener } from './listener.ts';
import type { PostgresConnection, SqlTransaction } from './sql.ts';
import { isOfFormerSchema } from '../postgres-error.ts';
import { type Done, inOrder, type Send, sqlOver, transactionOver } from './statements.ts';
import { valueParser } from './value-types.ts';

const types = { getTypeParser: valueParser };

/** A `PostgresConnection` on the driver's pool, which it closes by `close`. */
export function connectionOf(pool: Pool, clock: Clock, close: () => Promise<void>): PostgresConnection {
  const done: Done = new Set();
  const sendBy = createSender();
  const listener = createListener(pool, clock);
  let closing: Promise<void> | null = null;
  const between = <T>(begin: string, work: (send: Send) => Promise<T>) =>
    runBetween(pool, sendBy, begin, work);
  return {
    ...sqlOver(async (...statement) => {
      const send = sendBy(pool);
      try {
        return await send(...statement);
      } catch (error) {
        if (!isOfFormerSchema(error)) throw error;
        return await send(...statement);
      }
    }),
    async transaction<T>(work: (sql: SqlTransaction) => Promise<T>) {
      let commit = () => {};
      const result = await between('begin', (send) => {
        const transaction = transactionOver(send, done);
        commit = transaction.commit;
        return work(transaction.sql);
      });
      commit();
      return result;
    },
    snapshot: (work) =>
      between('begin isolation level repeatable read read only', (send) => work(sqlOver(send))),
    listen: listener.listen,
    close: () => {
      // Whoever listens keeps a connection, which the pool would wait for.
      listener.stop();
      closing ??= close();
      return closing;
    },
  };
}

type SendBy = (client: Pick<PoolClient, 'query'>) => Send;

/** Sends statements by the driver, prepared under a name that follows from their text. */
function createSender(): SendBy {
  const names = new Map<string, string>();
  let schema = 0;
  const nameOf = (text: string) => {
    const name = names.get(text) ?? createHash('sha1').update(text).digest('base64url');
    names.set(text, name);
    return `${name}${schema}`;
  };
  return (client) => async (text, values, rowsAs) => {
    try {
      const { rows, rowCount, command } = await client.query({
        text,
        ...(values && { name: nameOf(text), values: [...values] }),
        types,
        ...(rowsAs === 'arrays' && { rowMode: 'array' as const }),
      } as unknown as QueryConfig);
      return { rows, count: rowCount ?? 0, command };
    } catch (error) {
      // What was prepared before a migration is prepared anew under other names.
      if (isOfFormerSchema(error)) schema += 1;
      throw error;
    }
  };
}

/** Runs work on one client from a `begin` to its commit; a client that cannot even roll back is not used again. */
async function runBetween<T>(
  pool: Pool,
  sendBy: SendBy,
  begin: string,
  work: (send: Send) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  const sendNow = sendBy(client);
  let isOver = false;
  const send = inOrder((...statement) => {
    if (isOver) throw new Error('The transaction of this statement is over.');
    return sendNow(...statement);
  });
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(send);
    const { command } = await send('commit', undefined, 'arrays');
    // What a statement of it broke, and nobody undid by a savepoint, the server rolls back without an error.
    if (command === 'ROLLBACK') throw new Error('A statement of the transaction had failed.');
    return result;
  } catch (error) {
    isOver = true;
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    isOver = true;
    client.release(broken);
  }
}
