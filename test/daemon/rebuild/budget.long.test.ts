import test from 'ava';
import type { RebuildStep } from '../../../src/protocol/rebuild.ts';
import type { Profile } from '../../../src/simulator/profiles.ts';
import { type PolledDaemon, startPolledDaemon } from '../polled-daemon.ts';
import { whileMoving } from './rebuilt-day.ts';

const tuesday = Date.parse('2026-11-24T15:00:00Z');
const minuteMs = 60_000;

interface Call {
  at: number;
  status: number | null;
}

const callsOf = ({ database }: PolledDaemon): Call[] =>
  database
    .prepare<[], Call>(
      'select timestamp as at, status_code as status from api_requests_log order by timestamp',
    )
    .all();

/** Most calls that any minute holds, wherever it begins. */
function mostInMinute(calls: readonly Call[]): number {
  return Math.max(
    ...calls.map(({ at }) => calls.filter((call) => call.at >= at && call.at < at + minuteMs).length),
  );
}

/** How many calls a minute each plan's daemon is allowed; the smallest is what the vendor allows. */
const plans: readonly [Profile, number | null][] = [
  ['basic', null],
  ['starter', 20],
  ['developer', 60],
  ['advanced', 300],
];

for (const [profile, callsPerMinute] of plans) {
  test(`on the ${profile} plan a rebuild beside the recording keeps the budget and delays no slot`, async (t) => {
    t.timeout(240_000);
    const running = await startPolledDaemon(t, {
      at: tuesday,
      simulator: { profile },
      settings: { callsPerMinute },
    });
    const { link, clock, database } = running;
    await clock.advance(2 * minuteMs);
    let step: RebuildStep | null = null;
    while (step?.stage !== 'done') {
      const asked = link.request('rebuild', { date: '2026-11-23', strikesPercent: 0.1 });
      step = await whileMoving(clock, asked, 500);
    }
    t.true(step.day.contracts > 20, `${step.day.contracts} contracts`);
    await clock.advance(2 * minuteMs);
    const calls = callsOf(running);
    t.true(calls.length > step.day.contracts);
    t.deepEqual(
      calls.filter(({ status }) => status === 429),
      [],
    );
    const most = mostInMinute(calls);
    t.true(most <= (callsPerMinute ?? 5), `${most} calls in a minute`);
    t.log(`${step.day.contracts} contracts in ${((clock.now() - tuesday) / minuteMs - 4).toFixed(0)} min`);
    const gaps = database
      .prepare<[], string>(`select job || ' ' || reason from poll_gaps where started_at > ${tuesday}`)
      .pluck();
    t.deepEqual(gaps.all(), []);
  });
}
