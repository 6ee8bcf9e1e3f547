import type { ApiCall } from '../../recordings/usage.ts';
import { namedColumns } from './named-columns.ts';

const columns = {
  endpoint: 'endpoint',
  method: 'method',
  statusCode: 'status_code',
  responseTimeMs: 'response_time_ms',
  error: 'error_message',
  timestamp: 'timestamp',
} as const satisfies Record<keyof ApiCall, string>;

/** Columns of `api_requests_log` as `ApiCall` names them, for a `select`. */
export const callColumns: string = namedColumns(columns);

/** The columns that `callValues` has the values of. */
export const callInsertColumns: readonly string[] = Object.values(columns);

/** A call's values in the order of `callInsertColumns`. */
export function callValues(call: ApiCall): (string | number | null)[] {
  return (Object.keys(columns) as (keyof ApiCall)[]).map((name) => call[name]);
}
