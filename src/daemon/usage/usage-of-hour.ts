import type { ApiCall, EndpointUsage, LoggedUsage } from '../../recordings/usage.ts';
import { isFailed } from './recent-calls.ts';

/** Failed requests that are alike. */
export interface Failure {
  statusCode: number | null;
  error: string | null;
  count: number;
}

const minuteMs = 60_000;
const minutesShown = 30;

type Figures = Omit<EndpointUsage, 'endpoint'>;

/** What an hour's calls say: counts, errors and response times, of each endpoint and of each of the last minutes. */
export function usageOfHour(calls: readonly ApiCall[], now: number): LoggedUsage {
  const minutes = groupsOf(calls, ({ timestamp }) => Math.floor((now - timestamp) / minuteMs));
  const perMinute = Array.from({ length: minutesShown }, (_, index) =>
    figuresOf(minutes.get(minutesShown - 1 - index) ?? []),
  );
  const endpoints = [...groupsOf(calls, ({ endpoint }) => endpoint)]
    .map(([endpoint, own]) => ({ endpoint, ...figuresOf(own) }))
    .sort((one, other) => other.calls - one.calls || (one.endpoint < other.endpoint ? -1 : 1));
  return {
    ...figuresOf(calls),
    callsPerMinute: perMinute.map((figures) => figures.calls),
    errorsPerMinute: perMinute.map(({ errors }) => errors),
    medianMsPerMinute: perMinute.map(({ p50Ms }) => p50Ms),
    endpoints,
  };
}

/** The failed ones of some calls, alike ones together. */
export function failuresOf(calls: readonly ApiCall[]): Failure[] {
  const alike = groupsOf(calls.filter(isFailed), ({ statusCode, error }) => `${statusCode} ${error}`);
  return [...alike.values()].map((own) => {
    const { statusCode, error } = own[0]!;
    return { statusCode, error, count: own.length };
  });
}

function figuresOf(calls: readonly ApiCall[]): Figures {
  const times = Float64Array.from(calls.flatMap(({ responseTimeMs }) => responseTimeMs ?? [])).sort();
  return {
    calls: calls.length,
    errors: calls.filter(isFailed).length,
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
  };
}

/** A value that is there: the one at that share of the way from the first to the last. */
function percentile(sorted: Float64Array, share: number): number | null {
  return sorted[Math.floor(share * (sorted.length - 1))] ?? null;
}

function groupsOf<K>(calls: readonly ApiCall[], keyOf: (call: ApiCall) => K): Map<K, ApiCall[]> {
  const groups = new Map<K, ApiCall[]>();
  for (const call of calls) {
    const group = groups.get(keyOf(call));
    if (group) group.push(call);
    else groups.set(keyOf(call), [call]);
  }
  return groups;
}
