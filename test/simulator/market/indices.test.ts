import test from 'ava';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { Instrument } from '../../../src/simulator/instruments/instrument.ts';
import { indexOf, stockOf } from '../../../src/simulator/instruments/instruments.ts';
import { createMarketModel, type MarketModel } from '../../../src/simulator/market/market-model.ts';

const calendar = createCalendar();
const model = (seed = 1) => createMarketModel({ seed, calendar });
const [spy, qqq, spx, xsp] = [stockOf('SPY')!, stockOf('QQQ')!, indexOf('I:SPX')!, indexOf('I:XSP')!];
const monday = '2026-11-23';
const at = (time: string, date = monday) => newYorkInstant(date, time);

const year = calendar.tradingDays('2026-01-02', '2026-12-31');

function dailyReturns(market: MarketModel, instrument: Instrument): number[] {
  const closes = year.map((date) => market.dailyBar(instrument, date, at('20:00', '2027-01-29'))!.close);
  return closes.slice(1).map((close, index) => Math.log(close / closes[index]!));
}

/** Correlation of two series, and the slope of the second on the first. */
function compare(first: number[], second: number[]): { correlation: number; slope: number } {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [one, two] = [mean(first), mean(second)];
  const covariance = mean(first.map((value, index) => (value - one) * (second[index]! - two)));
  const variance = (values: number[], middle: number) => mean(values.map((value) => (value - middle) ** 2));
  return {
    correlation: covariance / Math.sqrt(variance(first, one) * variance(second, two)),
    slope: covariance / variance(first, one),
  };
}

test('QQQ follows the market more than in full, with moves of its own', (t) => {
  for (const seed of [1, 2, 3]) {
    const market = model(seed);
    const { correlation, slope } = compare(dailyReturns(market, spy), dailyReturns(market, qqq));
    t.true(correlation > 0.85 && correlation < 0.99, `correlation ${correlation}`);
    t.true(slope > 1.05 && slope < 1.35, `slope ${slope}`);
    const ratio = market.priceAt(qqq, at('12:00')) / market.priceAt(spy, at('12:00'));
    t.true(ratio > 0.75 && ratio < 1.05, `ratio ${ratio}`);
  }
});

test('an index is its multiple of SPY but for a small basis that changes from day to day', (t) => {
  const market = model();
  const bases = new Set<string>();
  for (const date of calendar.tradingDays('2026-11-16', '2026-11-30')) {
    const { open, close } = calendar.sessionOn(date)!;
    const basis = (instant: number) =>
      market.valueAt(spx, instant).price / (spx.times * market.stateAt(spy, instant).price) - 1;
    for (let instant = open; instant < close; instant += 631_000) {
      t.true(Math.abs(basis(instant)) < 0.0003, `${date}: ${basis(instant)}`);
      t.true(
        Math.abs(basis(instant) - basis(open)) < 0.000_03,
        'SPY is in whole cents, the index moves between',
      );
      t.true(Math.abs(market.valueAt(spx, instant).price - 10 * market.valueAt(xsp, instant).price) < 0.06);
    }
    bases.add(basis(open).toFixed(6));
  }
  t.true(bases.size > 5);
  const { correlation, slope } = compare(dailyReturns(market, spy), dailyReturns(market, spx));
  t.true(correlation > 0.9999 && Math.abs(slope - 1) < 0.01, `correlation ${correlation}, slope ${slope}`);
});

test('within a session an index moves every second, with its range and without volume', (t) => {
  const market = model();
  let moves = 0;
  let last = 0;
  for (let second = 0; second < 600; second++) {
    const { price, day, minute } = market.valueAt(spx, at('11:00') + second * 1000);
    t.true(
      day !== null && day.low <= price && price <= day.high && minute.low <= price && price <= minute.high,
    );
    t.is(day?.volume, 0);
    t.is(Math.round(price * 100) / 100, price);
    if (price !== last) moves++;
    last = price;
  }
  t.true(moves > 550, `${moves} moves`);
});

test('an early close ends an index’s day, and nights leave it alone', (t) => {
  const market = model();
  const friday = '2026-11-27';
  const { price } = market.valueAt(spx, at('13:00', friday));
  for (const instant of [at('17:00', friday), at('12:00', '2026-11-28'), at('09:29:59', '2026-11-30')]) {
    t.is(market.valueAt(spx, instant).price, price);
    t.is(market.priceAt(spx, instant), price);
  }
  const minutes = market.day(spx, friday)!.minutesUntil(at('20:00', friday));
  t.is(minutes.length, 210);
});

test('the seed alone decides an index, whatever was asked before', (t) => {
  const [first, second] = [model(), model()];
  first.valueAt(xsp, at('10:00', '2026-12-01'));
  first.stateAt(spy, at('15:00'));
  t.deepEqual(first.valueAt(spx, at('12:00')), second.valueAt(spx, at('12:00')));
  t.not(first.valueAt(spx, at('12:00')).price, model(2).valueAt(spx, at('12:00')).price);
});

test('SPY stays the market that recordings were made of', (t) => {
  const market = model();
  const { price, bid, ask, volume } = market.stateAt(spy, at('11:00:07'));
  const { open, high, low, close, vwap } = market.dailyBar(spy, '2026-11-20', at('20:00'))!;
  t.deepEqual([price, bid, ask, Math.round(volume)], [716.67, 716.66, 716.67, 26_248_822]);
  t.deepEqual([open, high, low, close, vwap], [722.27, 725.09, 714.39, 721.95, 720.056]);
});
