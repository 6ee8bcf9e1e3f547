import type { ApiCall, ApiLog, EndpointUsage } from '../../../recordings/usage.ts';
import type { NativeDatabase } from '../connection.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const minutesShown = 30;
const longestError = 500;

const columns = `endpoint, method, status_code as statusCode, response_time_ms as responseTimeMs,
  error_message as error, timestamp`;

// Left to itself SQLite may group by walking the whole index on endpoint.
const lastHour = `api_requests_log indexed by idx_api_requests_log_timestamp
  where timestamp > :from and timestamp <= :to`;

const isError = '(error_message is not null or status_code is null or status_code >= 400)';

const figures = `count(*) as calls,
  count(*) filter (where ${isError}) as errors,
  percentile_disc(response_time_ms, 0.5) as p50Ms, percentile_disc(response_time_ms, 0.95) as p95Ms`;

type Span = { from: number; to: number };

export function createApiLog(native: NativeDatabase): ApiLog {
  const insert = native.prepare(`
    insert into api_requests_log (endpoint, method, status_code, response_time_ms, error_message, timestamp)
    values (?, ?, ?, ?, ?, ?)`);
  const since = native.prepare<[number, number], ApiCall>(
    `select ${columns} from api_requests_log where timestamp > ? and timestamp <= ? order by timestamp, id`,
  );
  // The bound makes it a search from the end of the index; times are positive.
  const last = native.prepare<[number, number], ApiCall>(
    `select ${columns} from api_requests_log where timestamp > 0 and timestamp <= ? order by timestamp desc, id desc limit ?`,
  );
  const total = native.prepare<Span, Omit<EndpointUsage, 'endpoint'>>(`select ${figures} from ${lastHour}`);
  const byEndpoint = native.prepare<Span, EndpointUsage>(
    `select endpoint, ${figures} from ${lastHour} group by endpoint order by calls desc, endpoint`,
  );
  const byMinute = native.prepare<Span, { minute: number; calls: number; errors: number; ms: number | null }>(
    `select cast((:to - timestamp) / ${minuteMs} as integer) as minute, count(*) as calls,
    count(*) filter (where ${isError}) as errors, percentile_disc(response_time_ms, 0.5) as ms
    from ${lastHour} group by 1`,
  );

  const failures = native.prepare<Span, { statusCode: number | null; error: string | null; count: number }>(
    `select status_code as statusCode, error_message as error, count(*) as count from ${lastHour} and ${isError}
    group by 1, 2`,
  );
  const lastSuccess = native
    .prepare<[number], number>(
      `select timestamp from api_requests_log where timestamp > 0 and timestamp <= ? and not ${isError}
      order by timestamp desc limit 1`,
    )
    .pluck();

  const counted = native
    .prepare<Span, number>(
      `select count(*) from api_requests_log indexed by idx_api_requests_log_timestamp
      where timestamp >= :from and timestamp <= :to`,
    )
    .pluck();

  return {
    count: (from, to) => counted.get({ from, to }) ?? 0,
    record({ endpoint, method, statusCode, responseTimeMs, error, timestamp }) {
      const ms = responseTimeMs === null ? null : Math.round(responseTimeMs);
      insert.run(endpoint, method, statusCode, ms, error?.slice(0, longestError) ?? null, timestamp);
    },
    failures: (now) => failures.all({ from: now - hourMs, to: now }),
    lastSuccessAt: (now) => lastSuccess.get(now) ?? null,
    since: (timestamp, asOf) => since.all(timestamp, asOf),
    last: (count, asOf) => last.all(asOf, count),
    usage(now) {
      const callsPerMinute = new Array<number>(minutesShown).fill(0);
      const errorsPerMinute = new Array<number>(minutesShown).fill(0);
      const medianMsPerMinute = new Array<number | null>(minutesShown).fill(null);
      const minutes = byMinute.all({ from: now - minutesShown * minuteMs, to: now });
      for (const { minute, calls, errors, ms } of minutes) {
        const at = minutesShown - 1 - minute;
        callsPerMinute[at] = calls;
        errorsPerMinute[at] = errors;
        medianMsPerMinute[at] = ms;
      }
      const span = { from: now - hourMs, to: now };
      const none = { calls: 0, errors: 0, p50Ms: null, p95Ms: null };
      return {
        ...(total.get(span) ?? none),
        ...{ callsPerMinute, errorsPerMinute, medianMsPerMinute },
        endpoints: byEndpoint.all(span),
      };
    },
  };
}
