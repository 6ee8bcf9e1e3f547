import { type ApiCall, type ApiLog, loggedCall } from '../../../recordings/usage.ts';
import { callColumns, callInsertColumns, callValues } from '../../rows/call-rows.ts';
import type { PostgresConnection } from '../connection/sql.ts';
import { insertText } from '../insert-text.ts';
import type { PostgresWriter } from '../writer.ts';

const insert = insertText('api_requests_log', callInsertColumns);

const reserveRow = `${insertText('api_requests_log', ['endpoint', 'method', 'timestamp'])} returning id`;

const complete = `update api_requests_log set ${callInsertColumns.map((column, index) => `${column} = $${index + 2}`).join(', ')}
  where id = $1`;

const since = `select ${callColumns} from api_requests_log where timestamp > $1 and timestamp <= $2 order by timestamp, id`;

const last = `select ${callColumns} from api_requests_log where timestamp <= $1 order by timestamp desc, id desc limit $2`;

const lastSuccess = `select timestamp as at from api_requests_log
  where timestamp <= $1 and error_message is null and status_code < 400 order by timestamp desc limit 1`;

const counted = 'select count(*) as calls from api_requests_log where timestamp >= $1 and timestamp <= $2';

/** Requests in `api_requests_log`. One that is reserved has no status until it is recorded. */
export function createApiLog(connection: PostgresConnection, { write }: PostgresWriter): ApiLog {
  return {
    record: (call, reserved) =>
      write(async (sql) => {
        const values = callValues(loggedCall(call));
        const completed = reserved === undefined ? 0 : await sql.run(complete, [reserved, ...values]);
        // Retention may have taken the row of a call that was under way for long.
        if (completed === 0) await sql.run(insert, values);
      }),
    reserve: ({ endpoint, method, timestamp }) =>
      write(async (sql) => {
        const row = await sql.get<{ id: number }>(reserveRow, [endpoint, method, timestamp]);
        return row!.id;
      }),
    since: (timestamp, asOf) => connection.all<ApiCall>(since, [timestamp, asOf]),
    last: (count, asOf) => connection.all<ApiCall>(last, [asOf, count]),
    count: async (from, to) => (await connection.get<{ calls: number }>(counted, [from, to]))?.calls ?? 0,
    lastSuccessAt: async (now) => (await connection.get<{ at: number }>(lastSuccess, [now]))?.at ?? null,
  };
}
