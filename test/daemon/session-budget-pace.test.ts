import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { long } from '../support/long.ts';
import { type PolledDaemon, startPolledDaemon } from './polled-daemon.ts';
import { busiestMinute } from './session-run.ts';

const minute = 60_000;

/** When quotes or chains of a symbol were recorded after an instant, epoch ms. */
function recordedAt({ database }: PolledDaemon, job: string, from: number): number[] {
  const [kind, symbol = 'SPY'] = job.split(' ');
  const query =
    kind === 'quote'
      ? 'select received_at from spy_quotes where symbol = ? and received_at > ? order by 1'
      : 'select timestamp from chain_polls where underlying = ? and timestamp > ? order by 1';
  return database.prepare<[string, number], number>(query).pluck().all(symbol, from);
}

/** The time between two polls that 99 of 100 are within, ms. */
function longestBut1Percent(times: readonly number[]): number {
  const between = times
    .slice(1)
    .map((at, index) => at - times[index]!)
    .sort((a, b) => a - b);
  return between[Math.ceil(between.length * 0.99) - 1]!;
}

long.serial(
  'two underlyings on five calls a minute are polled as often as was said, for an hour',
  async (t) => {
    t.timeout(600_000);
    const daemon = await startPolledDaemon(t, {
      at: newYorkInstant('2026-11-23', '09:29'),
      settings: { recordSymbols: ['SPY', 'QQQ'], callsPerMinute: 5 },
    });
    const { link, clock, database } = daemon;
    const said = (await link.request('usage.get', {})).plan!;
    t.true(
      said.every(({ intervalMs }) => intervalMs !== null),
      'none is given up',
    );
    // The weeks of bars that a first start fetches take calls in the first minutes.
    await clock.advance(16 * minute);
    const from = clock.now();
    await clock.advance(60 * minute);
    t.deepEqual((await link.request('usage.get', {})).plan, said, 'what was said holds');
    for (const { job, intervalMs } of said) {
      const times = recordedAt(daemon, job, from);
      const p99 = longestBut1Percent(times);
      t.log(
        `${job}: every ${intervalMs! / 1000} s said, ${p99 / 1000} s at p99, ${times.length} polls in an hour`,
      );
      t.true(p99 <= 1.2 * intervalMs!, `${job}: ${p99}`);
      t.true(times.length >= (60 * minute) / intervalMs! - 1, `${job}: no slot is lost`);
    }
    const calls = database
      .prepare<[], number>('select timestamp from api_requests_log order by timestamp')
      .pluck()
      .all();
    t.log(`${calls.length} calls, at most ${busiestMinute(calls)} in any 60 s`);
    t.true(busiestMinute(calls) <= 5, `${busiestMinute(calls)}`);
    const gaps = database.prepare<[number]>('select * from poll_gaps where started_at >= ?').all(from);
    t.deepEqual(gaps, []);
  },
);
