import test from 'ava';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkWeekday } from '../../../src/market/calendar/new-york-time.ts';
import {
  monthlyExpiration,
  nextMonthlyExpiration,
  standardExpiration,
  thirdFriday,
} from '../../../src/market/calendar/standard-expirations.ts';

const calendar = createCalendar();

/**
 * Days of the months from January to December: third Fridays as printed in a wall calendar, and the Thursdays to which
 * the exchanges moved the expiration for Good Friday (2019, 2022, 2025) and Juneteenth (2026, 2027).
 */
const monthlies: Record<number, string> = {
  2015: '16 20 20 17 15 19 17 21 18 16 20 18',
  2016: '15 19 18 15 20 17 15 19 16 21 18 16',
  2017: '20 17 17 21 19 16 21 18 15 20 17 15',
  2018: '19 16 16 20 18 15 20 17 21 19 16 21',
  2019: '18 15 15 18 17 21 19 16 20 18 15 20',
  2020: '17 21 20 17 15 19 17 21 18 16 20 18',
  2021: '15 19 19 16 21 18 16 20 17 15 19 17',
  2022: '21 18 18 14 20 17 15 19 16 21 18 16',
  2023: '20 17 17 21 19 16 21 18 15 20 17 15',
  2024: '19 16 15 19 17 21 19 16 20 18 15 20',
  2025: '17 21 21 17 16 20 18 15 19 17 21 19',
  2026: '16 20 20 17 15 18 17 21 18 16 20 18',
  2027: '15 19 19 16 21 17 16 20 17 15 19 17',
  2028: '21 18 17 21 19 16 21 18 15 20 17 15',
};

const listed = Object.entries(monthlies).flatMap(([year, days]) =>
  days.split(' ').map((day, index) => ({
    year: Number(year),
    month: index + 1,
    date: `${year}-${String(index + 1).padStart(2, '0')}-${day}`,
  })),
);

test('monthly expirations from 2015 to 2028 are those of the list', (t) => {
  t.is(listed.length, 14 * 12);
  for (const { year, month, date } of listed) {
    t.is(monthlyExpiration(calendar, year, month), date);
    t.not(calendar.sessionOn(date), null, date);
  }
  const thursdays = listed.filter(({ date }) => newYorkWeekday(date) !== 5).map(({ date }) => date);
  t.deepEqual(thursdays, ['2019-04-18', '2022-04-14', '2025-04-17', '2026-06-18', '2027-06-17']);
});

test('the third Friday is a Friday whatever the exchange does on it', (t) => {
  t.is(thirdFriday(2026, 6), '2026-06-19');
  t.is(thirdFriday(2025, 4), '2025-04-18');
  t.is(thirdFriday(2026, 5), '2026-05-15', 'a month that begins on a Friday');
  t.is(thirdFriday(2026, 8), '2026-08-21', 'a month that begins on a Saturday');
});

test('of all trading days from 2015 to 2028 only the listed ones and the ends of quarters stand out', (t) => {
  const kinds = new Map(
    listed.map(({ date, month }) => [
      date,
      month % 3 === 0 ? ('triple-witching' as const) : ('monthly' as const),
    ]),
  );
  const quarterEnds: string[] = [];
  for (const date of calendar.tradingDays('2015-01-01', '2028-12-31')) {
    const kind = standardExpiration(calendar, date);
    if (kind === 'quarter-end') quarterEnds.push(date);
    else t.is(kind, kinds.get(date) ?? null, date);
  }
  t.is(quarterEnds.length, 14 * 4);
  // Good Friday and weekends before the end of a month.
  for (const date of ['2018-03-29', '2024-03-28', '2022-12-30', '2023-12-29', '2027-12-31', '2026-06-30']) {
    t.true(quarterEnds.includes(date), date);
  }
});

test('a day on which nothing expires is no expiration', (t) => {
  for (const date of ['2026-06-19', '2025-04-18', '2026-11-22', '2026-12-25']) {
    t.is(standardExpiration(calendar, date), null, date);
  }
});

test('a closure at short notice leaves the expiration where it was', (t) => {
  const announced = createCalendar({ closures: [{ date: '2026-11-20', name: 'Day of mourning' }] });
  t.is(monthlyExpiration(announced, 2026, 11), '2026-11-20');
});

test('the next monthly expiration is today’s, else this month’s, else the next month’s', (t) => {
  t.is(nextMonthlyExpiration(calendar, '2026-11-20'), '2026-11-20');
  t.is(nextMonthlyExpiration(calendar, '2026-11-21'), '2026-12-18');
  t.is(nextMonthlyExpiration(calendar, '2026-12-19'), '2027-01-15');
  t.is(nextMonthlyExpiration(calendar, '2026-06-19'), '2026-07-17');
});
