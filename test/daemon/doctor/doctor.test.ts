import test from 'ava';
import { checkUpstream } from '../../../src/daemon/doctor/doctor.ts';
import type { Budget } from '../../../src/sources/polygon/budget.ts';
import type { Entitlements } from '../../../src/sources/polygon/entitlement.ts';
import type { Endpoints } from '../../../src/sources/polygon/endpoints/endpoints.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import type { DoctorCheck } from '../../../src/protocol/doctor-check.ts';
import type { JobState } from '../../../src/protocol/state.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { type PolledDaemon, startPolledDaemon } from '../polled-daemon.ts';
import { midSession } from '../support.ts';

async function doctor({ link, clock }: PolledDaemon): Promise<DoctorCheck[]> {
  const answered = link.request('doctor', {});
  for (let turns = 0; turns < 10; turns++) await clock.advance(1000);
  return await answered;
}

const planOf = (checks: readonly DoctorCheck[]) => checks.find(({ check }) => check === 'plan')!;

const callsOf = ({ database }: PolledDaemon, endpoint: string) =>
  database
    .prepare<[string], number>('select count(*) from api_requests_log where endpoint = ?')
    .pluck()
    .get(endpoint)!;

const snapshot = '/v2/snapshot/locale/us/markets/stocks/tickers/{ticker}';
const chain = '/v3/snapshot/options/{underlying}';

test('doctor asks again for what the plan refused, and says which plan has it', async (t) => {
  const running = await startPolledDaemon(t, { at: midSession, simulator: { profile: 'basic' } });
  await running.clock.advance(5 * 60_000);
  t.is(callsOf(running, snapshot), 1);
  t.is(callsOf(running, chain), 1);
  for (const times of [2, 3]) {
    const plan = planOf(await doctor(running));
    t.is(plan.state, 'warning');
    t.true(plan.message.includes(snapshot) && plan.message.includes(chain), plan.message);
    t.regex(plan.hint!, /Stocks Starter plan.*Options Starter plan/);
    t.is(callsOf(running, snapshot), times);
    t.is(callsOf(running, chain), times);
    await running.clock.advance(62_000);
  }
});

test('a plan that has become larger is seen by doctor, and polled from there on', async (t) => {
  const running = await startPolledDaemon(t, { at: midSession, simulator: { profile: 'basic' } });
  const { link, clock, simulator } = running;
  await clock.advance(5 * 60_000);
  const jobs = async (): Promise<Record<string, JobState>> =>
    Object.fromEntries((await link.request('status', {})).jobs.map((job) => [job.name, job]));
  t.regex((await jobs()).chain!.reason, /once a day/);
  simulator.setProfile('advanced');
  await clock.advance(5 * 60_000);
  t.is((await link.request('chain.get', {}))!.isStrikesOnly, true, 'nobody asks before tomorrow');

  const plan = planOf(await doctor(running));
  t.is(plan.state, 'ok', plan.message);
  await clock.advance(3 * 60_000);
  const { quote, chain: chainJob } = await jobs();
  t.is(quote!.reason, 'every 15 s');
  t.is(chainJob!.reason, 'every 60 s');
  const current = await link.request('chain.get', {});
  t.is(current!.isStrikesOnly, undefined);
  t.is(current!.tier, 'real-time');
  t.deepEqual((await link.request('status', {})).health.problems, []);
});

test('what doctor has no question for is asked again by whoever wants it next', async (t) => {
  const running = await startPolledDaemon(t, { at: midSession, simulator: { profile: 'starter' } });
  const tape = async () => {
    const answered = running.link.request('last-trade.get', { symbol: 'SPY261123C00670000' });
    await running.clock.advance(2500);
    return await answered;
  };
  t.is((await tape()).trade.value, null);
  running.simulator.setProfile('developer');
  t.is((await tape()).trade.value, null, 'known to be refused');
  t.regex(planOf(await doctor(running)).message, /\/v2\/last\/trade\/\{contract\}/);
  t.truthy((await tape()).trade.value);
});

test('doctor asks for the expiration that is listed, not for the date of the calendar', async (t) => {
  const asked: string[] = [];
  const clock = manualClock(midSession);
  const endpoints = {
    marketNow: async () => ({ market: 'open', serverTime: null }),
    stockSnapshot: async () => ({}),
    optionChain: async (_symbol: string, expiration: string) => void asked.push(expiration),
  } as unknown as Endpoints;
  const entitlements = { of: () => null, list: () => [], forget: () => {} } as unknown as Entitlements;
  const budget = { free: () => 5, state: () => ({ callsPerMinute: 5 }) } as unknown as Budget;
  await checkUpstream({
    ...{ symbol: 'TSLA', expiration: () => '2026-11-25', clock, isVirtualClock: true },
    ...{ calendar: createCalendar(), endpoints, entitlements, budget, skewMs: () => 0, plan: () => [] },
  });
  t.deepEqual(asked, ['2026-11-25']);
});
