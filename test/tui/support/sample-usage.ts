import { seededRandom } from '../../../src/base/random.ts';
import type { JobCoverage, JobState, Status, Usage } from '../../../src/protocol/state.ts';
import type { PruneReport } from '../../../src/recordings/reports.ts';
import { sampleHello, samplePhase } from './sample-hello.ts';
import { close, open, sampleDate, sampleNow } from './sample-times.ts';

export function sampleUsage(given: Partial<Usage> = {}): Usage {
  const call = (
    agoMs: number,
    endpoint: string,
    statusCode: number | null,
    ms: number,
    error: string | null = null,
  ) => ({
    endpoint,
    method: 'GET',
    statusCode,
    responseTimeMs: ms,
    error,
    timestamp: sampleNow - agoMs,
  });
  const quoteEndpoint = '/v2/snapshot/locale/us/markets/stocks/tickers/{ticker}';
  const chainEndpoint = '/v3/snapshot/options/{underlying}';
  const random = seededRandom('usage');
  return {
    budget: { callsPerMinute: 100, used: 8, reserve: 5, nextFreeAt: sampleNow + 12_000 },
    calls: 362,
    errors: 2,
    p50Ms: 143,
    p95Ms: 410,
    callsPerMinute: Array.from({ length: 30 }, () => random.integer(4, 9)),
    errorsPerMinute: Array.from({ length: 30 }, (_, minute) => (minute === 8 || minute === 28 ? 1 : 0)),
    medianMsPerMinute: Array.from({ length: 30 }, (_, minute) =>
      minute === 3 ? null : 95 + ((minute * 37) % 90),
    ),
    endpoints: [
      { endpoint: quoteEndpoint, calls: 240, errors: 1, p50Ms: 98, p95Ms: 210 },
      { endpoint: chainEndpoint, calls: 122, errors: 1, p50Ms: 180, p95Ms: 440 },
    ],
    lastCalls: [
      call(3000, quoteEndpoint, 200, 143),
      call(12_000, chainEndpoint, 200, 388),
      call(12_400, chainEndpoint, 200, 412),
      call(18_000, quoteEndpoint, 200, 96),
      call(33_000, quoteEndpoint, 429, 41, 'Too many requests: retried after 1 s'),
      call(48_000, quoteEndpoint, 200, 121),
      call(63_000, quoteEndpoint, 200, 104),
      call(72_000, chainEndpoint, null, 10_000, 'No answer within 10 s'),
      call(78_000, quoteEndpoint, 200, 99),
      call(93_000, quoteEndpoint, 200, 101),
      call(108_000, quoteEndpoint, 200, 95),
      call(123_000, quoteEndpoint, 200, 117),
    ],
    cache: { entries: 14, hits: 61, misses: 362 },
    rejectedRows: { count: 0, reasons: [] },
    errorsByKind: [
      { kind: 'rate-limited', count: 1 },
      { kind: 'timeout', count: 1 },
    ],
    lastSuccessAt: sampleNow - 3000,
    callsToday: 1204,
    projectedCalls: 845,
    allowedCalls: 14_908,
    ...given,
  };
}

export function sampleJobs(given: Record<string, Partial<JobState>> = {}): JobState[] {
  const job = (name: string, intervalMs: number | null, nextInMs: number, reason: string): JobState => ({
    name,
    intervalMs,
    nextAt: sampleNow + nextInMs,
    lastStartedAt: sampleNow - 3000,
    lastSucceededAt: sampleNow - 3000,
    lastError: null,
    isRunning: false,
    reason,
    ...given[name],
  });
  return [
    job('quote', 15_000, 11_000, 'every 15 s'),
    job('chain', 60_000, 48_000, 'every 60 s'),
    job('bars', null, close + 1_800_000 - sampleNow, 'once, after the close'),
  ];
}

export function samplePrune(given: Partial<PruneReport> = {}): PruneReport {
  const table = (name: string, rows: number, total: number, bytes: number, days: number | null) => ({
    table: name,
    rows,
    bytes,
    cutoff: days === null ? null : sampleNow - days * 86_400_000,
    oldest: rows > 0 && days !== null ? sampleNow - (days + 3) * 86_400_000 : null,
    total,
  });
  return {
    isDryRun: true,
    at: sampleNow,
    tables: [
      table('market_data_cache', 12, 26, 48_000, 1),
      table('spy_quotes', 0, 98_112, 0, 90),
      table('option_contracts', 12_300, 1_204_551, 3_300_000, 30),
      table('historical_prices', 0, 4410, 0, null),
      table('api_requests_log', 33, 40_211, 5200, 30),
    ],
    onlyArchived: true,
    waiting: [],
    rows: 12_345,
    bytes: 3_353_200,
    freedBytes: 0,
    durationMs: 18,
    ...given,
  };
}

export function sampleStatus(given: Partial<Status> = {}): Status {
  const table = (
    name: string,
    rows: number,
    oldestDays: number | null,
  ): Status['database']['tables'][number] => ({
    table: name,
    rows,
    oldest: oldestDays === null ? null : sampleNow - oldestDays * 86_400_000,
    newest: oldestDays === null ? null : sampleNow - 3000,
  });
  return {
    hello: sampleHello(),
    startedAt: sampleNow - 15_000_000,
    uptimeMs: 15_000_000,
    phase: samplePhase(),
    jobs: sampleJobs(),
    health: { problems: [] },
    budget: sampleUsage().budget,
    rejectedRows: { count: 0, reasons: [] },
    database: {
      path: '/tmp/spyglass/demo.db',
      bytes: 84_300_000,
      schemaVersion: '2026-11-23',
      tables: [
        table('market_data_cache', 26, 1),
        table('spy_quotes', 98_112, 88),
        table('option_contracts', 1_204_551, 30),
        table('historical_prices', 4410, 31),
        table('api_requests_log', 40_211, 29),
        table('chain_polls', 11_730, 30),
        table('poll_gaps', 41, 60),
        table('chain_metrics', 0, null),
        table('exchange_days', 1, 12),
        table('alerts', 208, 55),
      ],
    },
    coverage: sampleCoverage(),
    alerts: { rules: 0, met: 0, idle: 0, lastAt: null },
    clients: 2,
    ...given,
  };
}

export function sampleCoverage(): JobCoverage[] {
  const session = { date: sampleDate, from: open, until: close + 15 * 60_000 };
  const reason = 'upstream: no answer within 10 s';
  const since = sampleNow - 300_000;
  const earlier = {
    from: open + 92 * 60_000,
    to: open + 92 * 60_000 + 283_000,
    reason: 'machine was asleep',
  };
  return [
    { ...session, job: 'quote', ratio: 0.99991, missingMs: 0, gaps: 0, open: null, latest: [] },
    {
      ...session,
      job: 'chain',
      ratio: 0.962,
      missingMs: 583_000,
      gaps: 2,
      open: { since, reason },
      latest: [earlier, { from: since, to: null, reason }],
    },
  ];
}
