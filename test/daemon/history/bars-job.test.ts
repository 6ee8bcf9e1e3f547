import test, { type ExecutionContext } from 'ava';
import { httpGet } from '../../../src/sources/polygon/http/http-get.ts';
import { addDays, newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { linkTo, startSimulator, startTestDaemon } from '../support.ts';

const today = '2026-11-23';

/** What a daemon has of daily bars after its first run, on an API whose history begins at a date. */
async function dailyBars(t: ExecutionContext, historyFrom: string) {
  const clock = manualClock(newYorkInstant(today, '13:30'));
  const simulator = await startSimulator({ clock, hasRateLimit: false });
  t.teardown(simulator.close);
  const asked: string[] = [];
  const running = await startTestDaemon(t, {
    baseUrl: simulator.url,
    clock,
    settings: { callsPerMinute: 6000 },
    httpGet: async (url, options) => {
      const from = /\/range\/1\/day\/(\d{4}-\d\d-\d\d)\//.exec(url)?.[1];
      if (from !== undefined) asked.push(from);
      if (from === undefined || from >= historyFrom) return await httpGet(url, options);
      const message = "Your plan doesn't include this data timeframe. Please upgrade your plan.";
      return Response.json({ status: 'NOT_AUTHORIZED', message }, { status: 403 });
    },
  });
  const link = await linkTo(t, running);
  const [outcome] = await link.request('refresh', { job: 'bars', force: true });
  t.true(outcome?.isOk, outcome?.message);
  const bars = await link.request('bars.get', {
    timeframe: 'daily',
    from: newYorkInstant(addDays(today, -500), '00:00'),
    to: newYorkInstant(addDays(today, 1), '00:00'),
  });
  return { asked, bars };
}

test('daily bars go back a year, for the chart of one', async (t) => {
  const { bars } = await dailyBars(t, '2020-01-01');
  t.true(bars.length >= 250, `${bars.length} of some 252 sessions`);
  t.true(bars[0]!.date <= addDays(today, -365));
});

test('a plan with less history gives the last month, which every plan has', async (t) => {
  const { asked, bars } = await dailyBars(t, '2026-10-01');
  t.true(asked.some((from) => from < '2026-10-01'));
  t.is(bars[0]!.date, '2026-10-26', 'the first session within 30 days');
  t.true(bars.length >= 19);
});
