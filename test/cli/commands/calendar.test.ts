import test from 'ava';
import { run } from '../../e2e/support/command.ts';
import { makeHome } from '../../e2e/support/terminal.ts';

test('the calendar gives the hours of an early close as JSON', async (t) => {
  const outcome = await run(makeHome(t), ['calendar', '2026-11-27', '--json']);
  t.is(outcome.code, 0, outcome.stderr);
  t.like(JSON.parse(outcome.stdout), {
    date: '2026-11-27',
    isTradingDay: true,
    session: {
      open: Date.parse('2026-11-27T14:30:00.000Z'),
      close: Date.parse('2026-11-27T18:00:00.000Z'),
      optionClose: Date.parse('2026-11-27T18:15:00.000Z'),
      postClose: Date.parse('2026-11-27T22:00:00.000Z'),
      isEarlyClose: true,
    },
  });
});

test('overnight sessions are told with the day that they belong to', async (t) => {
  const home = makeHome(t);
  const said = async (...args: string[]) => (await run(home, ['calendar', ...args])).stdout;
  t.regex(await said('2026-12-07'), /New York time: overnight from 21:00 on 2026-12-06, pre-market 04:00/);
  t.notRegex(await said('2026-12-04'), /overnight/);
  const sunday = await said('--clock', '2026-12-07T03:00:00Z');
  t.regex(
    sunday,
    /^2026-12-06: closed, weekend\nnow 22:00:\d\d: overnight, before the session of 2026-12-07$/m,
  );
  t.like(JSON.parse(await said('2026-12-07', '--json')), {
    session: {
      overnightOpen: Date.parse('2026-12-07T02:00:00.000Z'),
      preOpen: Date.parse('2026-12-07T09:00:00.000Z'),
    },
  });
  t.is(JSON.parse(await said('2026-11-27', '--json')).session.overnightOpen, null);
});

for (const date of ['1990-01-02', '9999-12-31']) {
  test(`the calendar names its range to whoever asks about ${date}`, async (t) => {
    const outcome = await run(makeHome(t), ['calendar', date]);
    t.is(outcome.code, 2);
    t.regex(outcome.stderr, /goes from 2000-01-03 to 2099-12-31/);
  });
}

test('the first and the last date of the range are answered', async (t) => {
  for (const date of ['2000-01-03', '2099-12-31']) {
    t.is((await run(makeHome(t), ['calendar', date, '--json'])).code, 0, date);
  }
});

test('the calendar says why a day has no session', async (t) => {
  const outcome = await run(makeHome(t), ['calendar', '2026-11-26']);
  t.is(outcome.code, 0);
  t.regex(outcome.stdout, /closed, Thanksgiving/);
});

test('a year that the exchange has not published is answered by the rules, and says so', async (t) => {
  t.regex((await run(makeHome(t), ['calendar', '2031-07-04'])).stdout, /By the exchange’s rules/);
});

test('--clock moves today', async (t) => {
  const outcome = await run(makeHome(t), ['calendar', '--clock', '2026-11-23T14:30:00Z', '--json']);
  t.like(JSON.parse(outcome.stdout), { date: '2026-11-23', phase: 'regular' });
});

test('monthly expirations and the ends of quarters are marked, and the next monthly one is named', async (t) => {
  const home = makeHome(t);
  const said = async (date: string) => (await run(home, ['calendar', date])).stdout;
  t.regex(await said('2026-11-20'), /^monthly expiration$/m);
  t.regex(await said('2026-11-23'), /^next monthly expiration \(triple witching\) on 2026-12-18$/m);
  t.regex(await said('2026-06-18'), /^monthly expiration \(triple witching\)$/m);
  t.regex(await said('2026-06-19'), /closed, Juneteenth\nnext monthly expiration on 2026-07-17/);
  t.regex(await said('2026-12-31'), /^quarter-end expiration; next monthly expiration on 2027-01-15$/m);
  const { stdout } = await run(home, ['calendar', '2026-12-18', '--json']);
  t.like(JSON.parse(stdout), {
    standardExpiration: 'triple-witching',
    nextMonthlyExpiration: '2026-12-18',
  });
});
