/** The calendar against published sessions, instants and holiday lists. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { createCalendar } from '../../src/market/calendar/calendar.ts';
import { addDays } from '../../src/market/calendar/new-york-time.ts';
import { parseOptionSymbol } from '../../src/market/symbols/option-symbol.ts';
import type { Phase } from '../../src/market/calendar/session.ts';
import expirations from './fixtures/expirations.json' with { type: 'json' };
import phases from './fixtures/session-phases.json' with { type: 'json' };

/** The references were written before there were overnight sessions. */
const calendar = createCalendar({ isWithoutOvernight: true });

/** `2015-01-03T01:00:00.000Z` as the table writes it: `03T01:00`. */
const dayAndTime = (at: number) => new Date(at).toISOString().slice(8, 16);

test('every session from 2015 to 2022 has the hours of the reference', (t) => {
  const csv = readFileSync(join(import.meta.dirname, 'fixtures/sessions-2015-2022.csv'), 'utf8');
  const rows = csv.trim().split('\n').slice(1);
  const ours = calendar.tradingDays('2015-01-01', '2022-12-31').map((date) => {
    const session = calendar.sessionOn(date)!;
    const hours = [session.open, session.close, session.optionClose].map((at) => dayAndTime(at).slice(3));
    return [date, ...hours, dayAndTime(session.postClose), session.isEarlyClose ? 1 : 0].join(',');
  });
  t.is(rows.length, 2014);
  t.deepEqual(ours, rows);
});

test('a day from 2015 to 2022 either is in the reference or has a reason not to be', (t) => {
  const days = new Set(calendar.tradingDays('2015-01-01', '2022-12-31'));
  for (let date = '2015-01-01'; date <= '2022-12-31'; date = addDays(date, 1)) {
    t.is(calendar.sessionOn(date) !== null, days.has(date), date);
    t.is(calendar.closure(date) === null, days.has(date), date);
  }
});

test('years have as many sessions as the exchange counted', (t) => {
  const counts = [2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022].map(
    (year) => calendar.tradingDays(`${year}-01-01`, `${year}-12-31`).length,
  );
  t.deepEqual(counts, [252, 252, 251, 251, 252, 253, 252, 251]);
});

for (const { instant, phase, spyOptionsOpen, nextRegularOpen, nextRegularClose, note } of phases) {
  test(`at ${instant} the market is ${phase}: ${note}`, (t) => {
    const at = Date.parse(instant);
    const answer = calendar.phaseAt(at);
    t.is(answer.phase, phase === 'post' && spyOptionsOpen ? 'options-late' : (phase as Phase));
    t.is(answer.areOptionsOpen, spyOptionsOpen);
    t.is(new Date(answer.nextRegularOpen).toISOString(), nextRegularOpen);
    t.is(new Date(answer.nextRegularClose).toISOString(), nextRegularClose);
  });
}

for (const { symbol, expectedTradingDayExpiration, reason } of expirations) {
  test(`the expiration of ${symbol} is judged by the calendar: ${reason}`, (t) => {
    const parsed = parseOptionSymbol(symbol, { roots: ['SPY'] });
    if (!parsed.isValid) return t.fail(parsed.reason);
    const { expiration } = parsed.parts;
    t.is(calendar.checkExpiration(expiration).isValid, expectedTradingDayExpiration !== false);
    t.is(calendar.sessionOn(expiration) !== null, expectedTradingDayExpiration === true);
  });
}

/** The exchange's yearly notices: full closures, then 13:00 closes. */
const published: Record<number, [closures: string, earlyCloses: string]> = {
  2023: ['01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25', '07-03 11-24'],
  2024: ['01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25', '07-03 11-29 12-24'],
  2025: ['01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25', '07-03 11-28 12-24'],
  2026: ['01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25', '11-27 12-24'],
  2027: ['01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24', '11-26'],
  2028: ['01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25', '07-03 11-24'],
};

for (const [year, [closures, earlyCloses]] of Object.entries(published)) {
  test(`the exchange's notice for ${year} is followed`, (t) => {
    const closed: string[] = [];
    const early: string[] = [];
    for (let date = `${year}-01-01`; date.startsWith(year); date = addDays(date, 1)) {
      const closure = calendar.closure(date);
      if (closure !== null && closure !== 'weekend') closed.push(date.slice(5));
      if (calendar.earlyClose(date) !== null) early.push(date.slice(5));
    }
    t.deepEqual(closed, closures.split(' '));
    t.deepEqual(early, earlyCloses.split(' '));
  });
}

test('third-Friday monthlies that meet a holiday expire on Thursday', (t) => {
  for (const thursday of ['2019-04-18', '2022-04-14', '2025-04-17', '2026-06-18', '2027-06-17']) {
    t.deepEqual(calendar.checkExpiration(thursday), { isValid: true });
    t.false(calendar.checkExpiration(addDays(thursday, 1)).isValid, thursday);
  }
});

test('early closes before the rules of today are dated', (t) => {
  t.is(calendar.earlyClose('2002-07-03'), null);
  t.is(calendar.earlyClose('2002-07-05'), 'Day after Independence Day');
  t.is(calendar.earlyClose('2003-12-26'), 'Day after Christmas');
  t.is(calendar.earlyClose('2007-07-03'), 'Day before Independence Day');
});
