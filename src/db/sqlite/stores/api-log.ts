import { type ApiCall, type ApiLog, loggedCall } from '../../../recordings/usage.ts';
import { callColumns, callInsertColumns, callValues } from '../../rows/call-rows.ts';
import type { NativeDatabase } from '../connection.ts';
import type { Writer } from '../writer.ts';

export function createApiLog(native: NativeDatabase, { write }: Writer): ApiLog {
  const insert = native.prepare(
    `insert into api_requests_log (${callInsertColumns.join(', ')}) values (${callInsertColumns.map(() => '?').join(', ')})`,
  );
  const since = native.prepare<[number, number], ApiCall>(
    `select ${callColumns} from api_requests_log where timestamp > ? and timestamp <= ? order by timestamp, id`,
  );
  // The bound makes it a search from the end of the index; times are positive.
  const last = native.prepare<[number, number], ApiCall>(
    `select ${callColumns} from api_requests_log where timestamp > 0 and timestamp <= ? order by timestamp desc, id desc limit ?`,
  );
  const lastSuccess = native
    .prepare<[number], number>(
      `select timestamp from api_requests_log where timestamp > 0 and timestamp <= ?
      and error_message is null and status_code < 400 order by timestamp desc limit 1`,
    )
    .pluck();
  const counted = native
    .prepare<[number, number], number>(
      `select count(*) from api_requests_log indexed by idx_api_requests_log_timestamp
      where timestamp >= ? and timestamp <= ?`,
    )
    .pluck();

  return {
    record: (call) => write(() => void insert.run(...callValues(loggedCall(call)))),
    since: async (timestamp, asOf) => since.all(timestamp, asOf),
    last: async (count, asOf) => last.all(asOf, count),
    count: async (from, to) => counted.get(from, to) ?? 0,
    lastSuccessAt: async (now) => lastSuccess.get(now) ?? null,
  };
}
