import { defineEntity, p } from '@mikro-orm/sqlite';
import { instantCheck, instantNow } from './columns.ts';

/** One row for each request to the API, answered or not. */
export const ApiRequest = defineEntity({
  name: 'ApiRequest',
  tableName: 'api_requests_log',
  properties: {
    id: p.integer().primary().autoincrement(),
    /** Path template; a query could carry a key and is refused. */
    endpoint: p
      .string()
      .columnType('varchar(255)')
      .check(`length(endpoint) >= 1 and length(endpoint) <= 255 and instr(endpoint,'?') = 0`),
    method: p
      .string()
      .columnType('varchar(10)')
      .check('length(method) >= 1 and length(method) <= 10')
      .default('GET'),
    /** NULL when no answer came. */
    statusCode: p.integer().check('status_code >= 100 and status_code < 1000').nullable(),
    responseTimeMs: p.integer().check('response_time_ms >= 0 and response_time_ms < 1000000000').nullable(),
    errorMessage: p.text().nullable(),
    timestamp: instantNow(),
  },
  indexes: [
    { name: 'idx_api_requests_log_timestamp', properties: 'timestamp' },
    { name: 'idx_api_requests_log_endpoint', properties: 'endpoint' },
    { name: 'idx_api_requests_log_status_code', properties: 'statusCode' },
  ],
  checks: [instantCheck('api_requests_log', 'timestamp')],
});
