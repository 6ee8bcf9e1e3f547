import type {
  PostgresConnection,
  Sql,
  SqlTransaction,
  SqlValue,
} from '../../../src/db/postgres/connection/sql.ts';

/** A statement as it was sent. */
export interface SentStatement {
  text: string;
  values: readonly SqlValue[] | undefined;
}

/** A connection that tells of each statement before it is sent. */
export function watchedConnection(
  connection: PostgresConnection,
  onStatement: (statement: SentStatement) => void,
): PostgresConnection {
  const watched = <T extends Sql>(sql: T): T => {
    const all: Sql['all'] = (text, values) => {
      onStatement({ text, values });
      return sql.all(text, values);
    };
    const rows: Sql['rows'] = (text, values) => {
      onStatement({ text, values });
      return sql.rows(text, values);
    };
    const get: Sql['get'] = (text, values) => {
      onStatement({ text, values });
      return sql.get(text, values);
    };
    const run: Sql['run'] = (text, values) => {
      onStatement({ text, values });
      return sql.run(text, values);
    };
    return { ...sql, all, rows, get, run };
  };
  return {
    ...watched(connection),
    transaction: (work) => connection.transaction((sql) => work(watched<SqlTransaction>(sql))),
    snapshot: (work) => connection.snapshot((sql) => work(watched<Sql>(sql))),
  };
}
