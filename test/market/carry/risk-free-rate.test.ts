import test from 'ava';
import { rateAt, rateKnownThrough } from '../../../src/market/carry/risk-free-rate.ts';

test('the rate is that of the date, continuously compounded', (t) => {
  // 4.33 % simple on 360 days, rolled over daily: e^r is what a year of 365 days brings.
  t.true(Math.abs(Math.exp(rateAt('2025-03-03', null)) - (1 + 0.0433 / 360) ** 365) < 1e-12);
  t.true(Math.abs(rateAt('2025-09-17', null) - 0.0439) < 1e-4);
  t.true(Math.abs(rateAt('2025-09-18', null) - 0.04147) < 1e-4);
  t.is(rateAt('2019-12-31', null), rateAt('2019-10-31', null));
});

test('past its end the table’s last level stands in, and before its beginning the first', (t) => {
  t.is(rateAt('2030-01-02', null), rateAt(rateKnownThrough, null));
  t.is(rateAt('2001-01-02', null), rateAt('2015-12-17', null));
});

test('a rate of the settings is taken whatever the date', (t) => {
  t.is(rateAt('2020-06-01', 0.05), 0.05);
  t.is(rateAt('2025-06-02', 0), 0);
});
