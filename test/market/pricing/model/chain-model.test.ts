import test from 'ava';
import { createCalendar } from '../../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import { chainModel } from '../../../../src/market/pricing/model/chain-model.ts';
import { assumptionsOn } from '../../../support/assumptions.ts';
import { dayVolatility } from '../../../../src/market/pricing/model/day-volatility.ts';
import { chainTimes, seriesTimes } from '../../../../src/market/products/series-times.ts';

const calendar = createCalendar();
const modelOf = (underlying: string, expiration: string, date: string, time: string, given = {}) =>
  chainModel(
    { underlying, expiration },
    chainTimes(underlying, expiration, calendar),
    newYorkInstant(date, time),
    {
      ...assumptionsOn(calendar),
      ...given,
    },
  )!;

test('SPY’s options of today are priced as European, later ones and those with a dividend as American', (t) => {
  t.like(modelOf('SPY', '2026-11-23', '2026-11-23', '10:00'), { style: 'american', exercise: 'european' });
  t.like(modelOf('SPY', '2026-11-24', '2026-11-23', '10:00'), { exercise: 'american', dividends: [] });
  // The eve of the ex-date: whoever exercises a call today gets the dividend.
  const eve = modelOf('SPY', '2026-12-18', '2026-12-17', '10:00');
  t.is(eve.exercise, 'american');
  t.is(eve.dividends.length, 1);
  t.true(Math.abs(eve.dividends[0]!.years * 365 * 24 - 10) < 1e-9);
  t.deepEqual(modelOf('SPY', '2026-12-18', '2026-12-18', '10:00').dividends, []);
  t.deepEqual(modelOf('SPY', '2026-12-17', '2026-12-17', '10:00').dividends, []);
});

test('index options are European, and time runs to the end of the product’s options', (t) => {
  const spx = modelOf('I:SPX', '2026-11-24', '2026-11-23', '10:00');
  t.like(spx, { style: 'european', exercise: 'european', endsAt: newYorkInstant('2026-11-24', '16:00') });
  t.is(modelOf('SPY', '2026-11-24', '2026-11-23', '10:00').endsAt, newYorkInstant('2026-11-24', '16:15'));
  t.is(modelOf('SPY', '2026-11-27', '2026-11-27', '10:00').endsAt, newYorkInstant('2026-11-27', '13:15'));
  t.is(chainModel({ underlying: 'SPY', expiration: '2026-11-26' }, null, 0, assumptionsOn(calendar)), null);
});

test('rate and dividends that are set stand in for the tables’', (t) => {
  const dividend = { symbol: 'SPY', exDate: '2026-12-18', amount: 1.5, isEstimated: false, source: 'set' };
  const set = { rate: 0.05, dividends: [dividend] };
  const model = modelOf('SPY', '2026-12-31', '2026-11-23', '10:00', set);
  t.is(model.rate, 0.05);
  t.true(model.dividendsValue < 1.5 && model.dividendsValue > 1.49);
});

test('a volatility by trading days counts what is left of each day, of which a year has 252', (t) => {
  // At the open of the last day a whole trading day is left.
  const open = modelOf('SPY', '2026-11-23', '2026-11-23', '09:30');
  t.is(open.tradingYears * 252, 1);
  t.true(Math.abs(dayVolatility(0.27, open)! / 0.27 - Math.sqrt((405 / 525_600) * 252)) < 1e-12);
  // Over the weekend calendar time passes and no trading day.
  t.is(modelOf('SPY', '2026-11-24', '2026-11-21', '12:00').tradingYears * 252, 2);
});

test('a trading day lasts as long as the underlying’s options trade, and no part of it is left to a series that its opening decides', (t) => {
  const daysOf = (underlying: string, root: string, expiration: string, date: string, time: string) => {
    const times = seriesTimes({ underlying, root, expiration }, calendar);
    const at = newYorkInstant(date, time);
    const days =
      chainModel({ underlying, expiration }, times, at, assumptionsOn(calendar))!.tradingYears * 252;
    return Math.round(days * 1e9) / 1e9;
  };
  const [monday, tuesday] = ['2026-11-23', '2026-11-24'];
  t.is(daysOf('AAPL', 'AAPL', tuesday, monday, '15:59'), Math.round((1 + 1 / 390) * 1e9) / 1e9);
  for (const time of ['16:00', '16:14', '16:15']) {
    t.is(daysOf('AAPL', 'AAPL', tuesday, monday, time), 1, time);
  }
  const late = Math.round((1 + 1 / 405) * 1e9) / 1e9;
  t.is(daysOf('SPY', 'SPY', tuesday, monday, '16:14'), late);
  t.is(daysOf('I:SPX', 'SPXW', tuesday, monday, '16:14'), late);
  t.is(daysOf('I:SPX', 'SPXW', tuesday, monday, '16:15'), 1);
  // The early close after Thanksgiving.
  t.is(daysOf('AAPL', 'AAPL', '2026-11-30', '2026-11-27', '13:00'), 1);
  t.is(daysOf('I:SPX', 'SPXW', '2026-11-30', '2026-11-27', '13:15'), 1);
  // A third Friday, seen from its eve: SPX ends with the opening.
  t.is(daysOf('I:SPX', 'SPXW', '2026-12-18', '2026-12-17', '09:30'), 2);
  t.is(daysOf('I:SPX', 'SPX', '2026-12-18', '2026-12-17', '09:30'), 1);
});
