import test from 'ava';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { checkFit } from '../../../src/daemon/doctor/recorded-fit.ts';
import { planOfSettings } from '../../../src/daemon/schedule/intervals/plan-of-settings.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';

const now = newYorkInstant('2026-11-23', '08:00');
const planOf = (env: Record<string, string>, callsPerMinute: number) =>
  planOfSettings({
    settings: loadSettings({ env }).settings,
    ...{ calendar: createCalendar(), now, callsPerMinute },
  });

test('one underlying is its quote and its chain, and nothing is said of it', (t) => {
  const plan = planOf({}, 100);
  t.deepEqual(
    plan.map(({ job, intervalMs }) => [job, intervalMs]),
    [
      ['quote', 15_000],
      ['chain', 60_000],
    ],
  );
  t.deepEqual(checkFit({ plan: () => plan }), []);
});

test('later expirations have jobs of their own, by the calendar', (t) => {
  const names = (expirations: string) =>
    planOf({ SPYGLASS_RECORD_EXPIRATIONS: expirations }, 100).map(({ job }) => job);
  t.deepEqual(names('nearest'), ['quote', 'chain']);
  t.deepEqual(names('3'), ['quote', 'chain', 'chain SPY 2026-11-24', 'chain SPY 2026-11-25']);
  // Thanksgiving has no session.
  t.deepEqual(names('4d').slice(2), [
    ...['chain SPY 2026-11-24', 'chain SPY 2026-11-25', 'chain SPY 2026-11-27'],
  ]);
});

test('what does not fit is named before anything starts', (t) => {
  const env = { SPYGLASS_RECORD_SYMBOLS: 'SPY,QQQ,IWM' };
  t.deepEqual(checkFit({ plan: () => planOf(env, 100) }), [
    {
      check: 'recording',
      state: 'ok',
      message: 'SPY, QQQ, IWM: all 6 jobs fit as they are wanted',
      hint: null,
    },
  ]);
  const [check] = checkFit({ plan: () => planOf(env, 5) });
  t.like(check, {
    state: 'warning',
    message:
      'SPY, QQQ, IWM: not recorded: quote IWM, chain IWM; less often than wanted: quote (every 60 s), chain (every 150 s), quote QQQ (every 75 s), chain QQQ (every 300 s)',
  });
});
