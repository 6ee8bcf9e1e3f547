import test from 'ava';
import type { CalendarDays } from '../../../src/config/settings/calendar-days.ts';
import { createEventBus } from '../../../src/daemon/event-bus.ts';
import { createHealthTracker } from '../../../src/daemon/health.ts';
import { createSignal } from '../../../src/base/signal.ts';
import { createHolidaysJob } from '../../../src/daemon/market-days/holidays-job.ts';
import type { MarketContext } from '../../../src/daemon/underlyings/job-context.ts';
import { createMarketStatusJob } from '../../../src/daemon/market-days/market-status-job.ts';
import { createMarketDays } from '../../../src/daemon/market-days/market-hours.ts';
import { formatNewYorkTime, newYorkDate } from '../../../src/market/calendar/new-york-time.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { daysWith } from '../../support/market-days.ts';

const open = Date.parse('2026-11-23T14:30:00Z');
const request = {
  priority: 'scheduled',
  isForced: false,
  slotAt: null,
  signal: new AbortController().signal,
} as const;

function rig(at = open + 60_000, days: Partial<CalendarDays> = {}) {
  const clock = manualClock(at);
  const health = createHealthTracker(clock, createEventBus());
  const hours = createMarketDays(daysWith(days));
  const said = { market: 'open', upcoming: [] as unknown[] };
  const priorities: string[] = [];
  let changes = 0;
  let suspensions = 0;
  const context = {
    ...{ clock, health, hours },
    gaps: {
      suspended() {
        suspensions += 1;
      },
    },
    endpoints: {
      marketNow: async ({ priority }: { priority: string }) => {
        priorities.push(priority);
        return { market: said.market };
      },
      marketUpcoming: async () => said.upcoming,
    },
    cached: async (
      _request: unknown,
      fetch: () => Promise<unknown>,
      read: (body: unknown, at: number) => unknown,
    ) => ({ value: read(await fetch(), clock.now()) }),
  } as unknown as MarketContext;
  const changed = createSignal();
  changed.on(() => {
    changes += 1;
  });
  const noOther = async () => ({ isOk: false, message: 'there is no other job' });
  const holidaysJob = createHolidaysJob(context, changed);
  const holidays = { ...holidaysJob, run: () => holidaysJob.run(request, noOther) };
  const runNow = async () => ({ isOk: true, message: await holidays.run() });
  const statusJob = createMarketStatusJob(context, changed);
  const problems = () => health.current().problems.map(({ subject, message }) => `${subject}: ${message}`);
  return {
    ...{ clock, hours, said, problems },
    changes: () => changes,
    asked: () => priorities,
    suspensions: () => suspensions,
    status: { ...statusJob, run: () => statusJob.run(request, runNow) },
    holidays,
    phase: () => hours.calendar.phaseAt(clock.now()).phase,
  };
}

test('the market is looked at a minute after the open and hourly from then on, never outside of the session', (t) => {
  const { status } = rig();
  const at: string[] = [];
  for (let after = open - 3_600_000; at.length < 9; ) {
    after = status.next(after, after).at!;
    at.push(`${newYorkDate(after)} ${formatNewYorkTime(after)}`);
  }
  t.deepEqual(at, [
    ...['09', '10', '11', '12', '13', '14', '15'].map((hour) => `2026-11-23 ${hour}:31`),
    '2026-11-24 09:31',
    '2026-11-24 10:31',
  ]);
});

test('a closure that the calendar does not know ends the day within one check and raises health', async (t) => {
  const { status, said, phase, problems, changes, suspensions, clock } = rig();
  t.is(phase(), 'regular');
  said.market = 'closed';
  await status.run();
  await status.run();
  t.is(phase(), 'closed');
  t.is(changes(), 1, 'the jobs plan anew');
  t.is(suspensions(), 1, 'the ledger is told once');
  t.regex(problems().join(), /^calendar: The exchange says that it is closed today, 2026-11-23/);
  const next = status.next(clock.now(), clock.now());
  t.is(next.at, clock.now() + 300_000, 'it is asked again within minutes');
});

test('an exchange that turns out to be open after all is believed at the next check', async (t) => {
  const { status, said, phase, problems, clock } = rig();
  said.market = 'closed';
  await status.run();
  said.market = 'open';
  await clock.advance(300_000);
  await status.run();
  t.is(phase(), 'regular');
  t.deepEqual(problems(), []);
});

test('a day closed on the exchange’s word ends with its session, and the next one begins as usual', async (t) => {
  const { status, said, hours, clock } = rig();
  said.market = 'closed';
  await status.run();
  clock.set(Date.parse('2026-11-23T20:58:00Z'));
  const next = status.next(clock.now(), clock.now());
  t.is(formatNewYorkTime(next.at!), '09:31');
  t.is(newYorkDate(next.at!), '2026-11-24');
  t.is(hours.calendar.sessionOn('2026-11-24')?.isEarlyClose, false);
});

test('a day that stayed closed on the exchange’s word is none that others look back on', async (t) => {
  const { status, said, hours, clock } = rig();
  said.market = 'closed';
  await status.run();
  clock.set(Date.parse('2026-11-24T01:00:00Z'));
  status.next(clock.now(), clock.now());
  t.is(hours.suspended, null);
  t.is(hours.calendar.previousSession('2026-11-24').date, '2026-11-20');
  t.is(hours.scheduled.previousSession('2026-11-24').date, '2026-11-23', 'the ledger has it all the same');
});

test('an announced day that has passed stays as it was announced', async (t) => {
  const { holidays, hours, said, clock } = rig();
  said.upcoming = [
    { date: '2026-11-24', exchange: 'NYSE', name: 'Mourning', status: 'closed' },
    { date: '2026-11-30', exchange: 'NYSE', name: 'Storm', status: 'closed' },
  ];
  await holidays.run();
  said.upcoming = [];
  clock.set(Date.parse('2026-11-25T09:00:00Z'));
  await holidays.run();
  t.is(hours.calendar.closure('2026-11-24'), 'Mourning');
  t.truthy(hours.calendar.sessionOn('2026-11-30'), 'the coming one was withdrawn');
});

test('a disagreement that stops nothing is shown, and goes away with its reason', async (t) => {
  const { status, said, phase, problems } = rig();
  said.market = 'extended-hours';
  await status.run();
  t.is(phase(), 'regular');
  t.regex(problems().join(), /calendar: The exchange says that the market is extended hours; .* regular/);
  said.market = 'open';
  await status.run();
  t.deepEqual(problems(), []);
});

test('an early close of today that only the exchange knows is taken over at the check that finds it', async (t) => {
  const { status, said, phase, problems, clock } = rig(Date.parse('2026-11-23T18:31:00Z'));
  said.market = 'extended-hours';
  said.upcoming = [{ date: '2026-11-23', exchange: 'NYSE', name: 'Storm', status: 'early-close' }];
  await status.run();
  t.is(phase(), 'post');
  t.deepEqual(
    problems().map((problem) => problem.split(':')[0]),
    ['announced days'],
  );
  const next = status.next(clock.now(), clock.now());
  t.is(newYorkDate(next.at!), '2026-11-24', 'the session is over');
});

test('what the exchange does not say counts for nothing', async (t) => {
  const { status, said, phase, problems } = rig();
  said.market = 'under maintenance';
  await status.run();
  t.is(phase(), 'regular');
  t.deepEqual(problems(), []);
});

test('an announced day that the calendar does not know is taken over, and given back when it is withdrawn', async (t) => {
  const { holidays, hours, said, problems } = rig();
  said.upcoming = [
    { date: '2026-12-01', exchange: 'NYSE', name: 'Mourning', status: 'closed' },
    { date: '2026-12-02', exchange: 'NYSE', name: 'Storm', status: 'early-close' },
    { date: '2026-12-25', exchange: 'NYSE', name: 'Christmas', status: 'closed' },
  ];
  for (let day = 0; day < 2; day++) {
    await holidays.run();
    t.is(hours.calendar.sessionOn('2026-12-01'), null);
    t.true(hours.calendar.sessionOn('2026-12-02')!.isEarlyClose);
    t.regex(problems().join(), /announced days: .*2026-12-01 Mourning/, 'for as long as it is announced');
  }
  said.upcoming = [];
  await holidays.run();
  t.truthy(hours.calendar.sessionOn('2026-12-01'));
  t.false(hours.calendar.sessionOn('2026-12-02')!.isEarlyClose);
  t.deepEqual(problems(), []);
});

test('days of the settings hold whatever is announced, and can be replaced', async (t) => {
  const { holidays, hours, said } = rig();
  hours.configure(daysWith({ closures: [{ date: '2026-12-03', name: 'x' }] }));
  said.upcoming = [{ date: '2026-12-01', exchange: 'NYSE', status: 'closed' }];
  await holidays.run();
  t.is(hours.calendar.sessionOn('2026-12-03'), null);
  t.is(hours.calendar.sessionOn('2026-12-01'), null);
  hours.configure(daysWith());
  t.truthy(hours.calendar.sessionOn('2026-12-03'));
  t.is(hours.calendar.sessionOn('2026-12-01'), null);
});

/** The first overnight session: Sunday 21:00 to Monday 04:00. */
const overnight = Date.parse('2026-12-07T02:00:00Z');

test('in an overnight session the exchange is asked after a minute and hourly, as in the session that follows', (t) => {
  const { status } = rig(overnight - 60_000);
  const at: string[] = [];
  for (let after = overnight - 60_000; at.length < 9; ) {
    after = status.next(after, after).at!;
    at.push(`${newYorkDate(after)} ${formatNewYorkTime(after)}`);
  }
  t.deepEqual(at, [
    ...['21', '22', '23'].map((hour) => `2026-12-06 ${hour}:01`),
    ...['00', '01', '02', '03'].map((hour) => `2026-12-07 ${hour}:01`),
    '2026-12-07 09:31',
    '2026-12-07 10:31',
  ]);
});

test('an exchange that says closed overnight ends the session and the next ones, without a problem', async (t) => {
  const { status, said, hours, phase, changes, problems, clock } = rig(overnight + 60_000);
  t.is(phase(), 'overnight');
  said.market = 'closed';
  await status.run();
  await status.run();
  t.is(phase(), 'closed');
  t.is(changes(), 1, 'the jobs plan anew, once');
  t.deepEqual(problems(), []);
  t.is(hours.calendar.phaseAt(clock.now()).session.date, '2026-12-07', 'the night is still Monday’s');
  t.is(hours.calendar.sessionOn('2026-12-08')?.overnightOpen, null);
  const next = status.next(clock.now(), clock.now());
  t.is(formatNewYorkTime(next.at!), '22:01', 'it is asked again within the hour');
});

test('an overnight session that turns out to take place begins at the check that finds it', async (t) => {
  const { status, said, phase, clock } = rig(overnight + 60_000);
  said.market = 'closed';
  await status.run();
  await clock.advance(3_600_000);
  said.market = 'extended-hours';
  await status.run();
  t.is(phase(), 'overnight');
});

test('a word for the night that nobody has heard yet leaves the session of the table', async (t) => {
  const { status, said, phase, problems, changes } = rig(overnight + 60_000);
  said.market = 'overnight-trading';
  await status.run();
  t.is(phase(), 'overnight');
  t.is(changes(), 0);
  t.deepEqual(problems(), []);
});

test('settings that keep overnight sessions, or have none, leave the exchange out of it', async (t) => {
  const kept = rig(overnight + 60_000, { asksAboutOvernight: false });
  t.is(formatNewYorkTime(kept.status.next(overnight, overnight).at!), '09:31');
  kept.said.market = 'closed';
  await kept.status.run();
  t.is(kept.phase(), 'overnight');
  t.deepEqual(kept.problems(), []);
  const none = rig(overnight + 60_000, { asksAboutOvernight: false, isWithoutOvernight: true });
  t.is(none.phase(), 'closed');
  t.is(formatNewYorkTime(none.status.next(overnight, overnight).at!), '09:31');
});

test('a daemon that starts in the night asks at once, and one that starts by day does not', (t) => {
  t.true(rig(overnight + 60_000).status.runsAtStart);
  t.false(rig(overnight - 60_000).status.runsAtStart);
  t.false(rig().status.runsAtStart);
});

test('settings changed while the exchange says closed are in force at once', async (t) => {
  const { status, said, hours, phase } = rig(overnight + 60_000);
  said.market = 'closed';
  await status.run();
  hours.configure(daysWith({ asksAboutOvernight: false }));
  t.is(phase(), 'overnight');
});

test('the first check of a session takes a call like a slot, later ones where no slot waits for them', async (t) => {
  const priorityAt = async (at: number) => {
    const { clock, asked, status } = rig(at);
    await status.run();
    t.is(clock.now(), at);
    return asked();
  };
  t.deepEqual(await priorityAt(open + 60_000), ['scheduled']);
  t.deepEqual(await priorityAt(open + 3_660_000), ['secondary']);
});
