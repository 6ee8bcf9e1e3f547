import test from 'ava';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant, newYorkWeekday } from '../../../src/market/calendar/new-york-time.ts';
import { type Dividend, readDividend } from '../../../src/market/carry/dividend.ts';
import { dividendTable } from '../../../src/market/carry/dividend-table.ts';
import { dividendsAhead, dividendsBetween, presentValue } from '../../../src/market/carry/dividends.ts';

const calendar = createCalendar();
const setting = (text: string): Dividend => {
  const read = readDividend(text);
  if ('problem' in read) throw new Error(read.problem);
  return read.dividend;
};

test('dividends lie between two dates, the first left out', (t) => {
  const dates = (from: string, to: string) => dividendsBetween('SPY', from, to, []).map((one) => one.exDate);
  t.deepEqual(dates('2026-12-17', '2026-12-18'), ['2026-12-18']);
  t.deepEqual(dates('2026-12-18', '2027-03-18'), []);
  t.deepEqual(dates('2025-09-01', '2026-03-20'), ['2025-09-19', '2025-12-19', '2026-03-20']);
  t.deepEqual(dividendsBetween('I:SPX', '2024-01-01', '2027-12-31', []), []);
});

test('what is expected is told from what is known', (t) => {
  const [known] = dividendsBetween('SPY', '2025-12-01', '2025-12-31', []);
  const [expected] = dividendsBetween('SPY', '2026-12-01', '2026-12-31', []);
  t.like(known, { amount: 1.9934, isEstimated: false });
  t.like(expected, { exDate: '2026-12-18', amount: 1.9934, isEstimated: true });
});

test('every ex-date is a session: of SPY the third Friday or the day before, of QQQ the Monday after', (t) => {
  for (const { symbol, exDate } of dividendTable) {
    t.truthy(calendar.sessionOn(exDate), `${symbol} ${exDate}`);
    const day = Number(exDate.slice(-2));
    const weekday = newYorkWeekday(exDate);
    if (symbol === 'SPY') t.true((weekday === 5 && day >= 15 && day <= 21) || weekday === 4, exDate);
    else t.true(weekday === 1 && day >= 18 && day <= 24, exDate);
  }
});

test('a dividend of the settings replaces the expected one, also on a day nearby, and adds to others', (t) => {
  const between = (...texts: string[]) =>
    dividendsBetween('SPY', '2026-12-01', '2027-01-31', texts.map(setting)).map(
      ({ exDate, amount, isEstimated }) => ({ exDate, amount, isEstimated }),
    );
  t.deepEqual(between('SPY 2026-12-18 1.95'), [{ exDate: '2026-12-18', amount: 1.95, isEstimated: false }]);
  t.deepEqual(between('SPY 2026-12-21 2'), [{ exDate: '2026-12-21', amount: 2, isEstimated: false }]);
  t.deepEqual(between('SPY 2026-12-18 0'), []);
  t.is(between('QQQ 2026-12-18 1').length, 1, 'another symbol’s changes nothing');
  t.deepEqual(
    dividendsBetween('AAPL', '2026-01-01', '2026-12-31', [setting('AAPL 2026-11-09 0.27')]).length,
    1,
  );
});

test('a share is traded with its dividend until the session before the ex-date ends', (t) => {
  const ahead = (date: string, time: string, expiration: string) =>
    dividendsAhead(
      {
        symbol: 'SPY',
        at: newYorkInstant(date, time),
        end: calendar.sessionOn(expiration)!.optionClose,
        expiration,
      },
      calendar,
      [],
    );
  t.is(ahead('2026-12-17', '10:00', '2026-12-17').length, 0, 'options of the eve end before it');
  t.is(ahead('2026-12-17', '16:15', '2026-12-18').length, 1);
  t.is(ahead('2026-12-18', '09:30', '2026-12-18').length, 0, 'the spot is without it');
  const [dividend] = ahead('2026-12-17', '10:00', '2026-12-18');
  t.like(dividend, { amount: 1.9934 });
  t.true(Math.abs(dividend!.years * 8760 - 10) < 1e-9, 'ten hours to the end of the eve');
  t.is(ahead('2026-11-23', '10:00', '2027-06-17').length, 3);
});

test('the present value is discounted from each ex-date', (t) => {
  const dividends = [
    { years: 0.25, amount: 2 },
    { years: 0.5, amount: 1 },
  ];
  t.is(presentValue([], 0.04), 0);
  t.true(Math.abs(presentValue(dividends, 0.04) - (2 * Math.exp(-0.01) + Math.exp(-0.02))) < 1e-15);
});

for (const text of [
  '',
  'SPY',
  'SPY 2026-12-18',
  'SPY 2026-12-18 1.95 2',
  'spy 2026-12-18 1.95',
  'SPY 2026-02-30 1.95',
  'SPY 2026-12-18 -1',
  'SPY 2026-12-18 1,95',
  'SPY 2026-12-18 $1.95',
  'SPY 2026-12-18 1e3',
]) {
  test(`“${text}” is no dividend`, (t) => {
    const read = readDividend(text);
    t.true('problem' in read && read.problem.startsWith('expected a symbol, its ex-dividend date'));
  });
}

test('an index pays none', (t) => {
  t.deepEqual(readDividend('I:SPX 2026-12-18 1.95'), {
    problem: 'I:SPX is an index, which pays no dividend',
  });
});
