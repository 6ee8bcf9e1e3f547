import type { ApiCall } from '../../recordings/usage.ts';
import type { Cell, ExportColumn } from './column.ts';

/** The columns of requests to the API; the order of `usageCells`. */
export const usageColumns: readonly ExportColumn[] = [
  { name: 'timestamp', kind: 'instant', meaning: 'when the request was made' },
  { name: 'endpoint', kind: 'text', meaning: 'its path, without values and key' },
  { name: 'method', kind: 'word', meaning: '`GET`' },
  { name: 'status_code', kind: 'quantity', meaning: 'status of the answer; empty where none came' },
  { name: 'response_time_ms', kind: 'quantity', meaning: 'time until the answer was read, in milliseconds' },
  { name: 'error_message', kind: 'text', meaning: 'why it failed' },
];

export function usageCells(call: ApiCall): Cell[] {
  return [call.timestamp, call.endpoint, call.method, call.statusCode, call.responseTimeMs, call.error];
}
