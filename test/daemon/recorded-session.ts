import type { ExecutionContext } from 'ava';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import type { JobCoverage } from '../../src/protocol/state.ts';
import type { PlannedPoll } from '../../src/protocol/recorded.ts';
import { startPolledDaemon } from './polled-daemon.ts';
import { busiestMinute } from './session-run.ts';

/** Times between two polls of one kind of one symbol, ms. */
export interface Pace {
  polls: number;
  p99: number;
}

/** What a session of several recorded underlyings came to. */
export interface RecordedSession {
  coverage: readonly JobCoverage[];
  plan: readonly PlannedPoll[] | undefined;
  callsPerMinute: number;
  calls: number;
  busiest: number;
  throttled: number;
  /** By kind and symbol: `quote SPY`, `chain QQQ`. */
  paces: Record<string, Pace>;
}

/**
 * Records these symbols on a simulated market from shortly before the bell.
 * @param until New York time
 */
export async function recordSession(
  t: Pick<ExecutionContext, 'teardown'>,
  { symbols, until, callsPerMinute }: { symbols: string[]; until: string; callsPerMinute: number | null },
): Promise<RecordedSession> {
  const date = '2026-11-23';
  const daemon = await startPolledDaemon(t, {
    at: newYorkInstant(date, '09:20'),
    simulator: { profile: 'advanced' },
    settings: { recordSymbols: symbols, callsPerMinute },
  });
  const { clock, link, database } = daemon;
  await clock.advance(newYorkInstant(date, until) - clock.now());
  const { coverage, budget } = await link.request('status', {});
  const { plan } = await link.request('usage.get', {});
  const calls = database
    .prepare<[], { at: number; status: number }>(
      'select timestamp as at, status_code as status from api_requests_log order by timestamp',
    )
    .all();
  const open = newYorkInstant(date, '09:30');
  const times = database
    .prepare<[number, number], { name: string; at: number }>(
      `select 'quote ' || symbol as name, received_at as at from spy_quotes where received_at >= ?
       union all select 'chain ' || underlying, timestamp from chain_polls where timestamp >= ? order by at`,
    )
    .all(open, open);
  const paces = Object.fromEntries(
    [...Map.groupBy(times, ({ name }) => name)].map(([name, rows]) => [
      name,
      paceOf(rows.map(({ at }) => at)),
    ]),
  );
  await daemon.close();
  return {
    ...{ coverage, plan, paces, callsPerMinute: budget.callsPerMinute, calls: calls.length },
    busiest: busiestMinute(calls.map(({ at }) => at)),
    throttled: calls.filter(({ status }) => status === 429).length,
  };
}

function paceOf(times: readonly number[]): Pace {
  const spans = times.slice(1).map((at, index) => at - times[index]!);
  spans.sort((a, b) => a - b);
  return { polls: times.length, p99: spans[Math.floor(0.99 * (spans.length - 1))] ?? 0 };
}
