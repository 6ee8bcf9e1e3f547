import test from 'ava';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { stockOf, instruments } from '../../../src/simulator/instruments/instruments.ts';
import { createMarketModel } from '../../../src/simulator/market/market-model.ts';

const calendar = createCalendar();
const model = (seed = 1) => createMarketModel({ seed, calendar });
const spy = stockOf('SPY')!;
const [friday, monday] = ['2026-11-20', '2026-11-23'];
const at = (time: string, date = monday) => newYorkInstant(date, time);

test('what was asked before, and in which order, changes nothing', (t) => {
  const instants = ['09:30:00', '15:59:59', '04:00:00', '12:34:56', '17:00:03'].map((time) => at(time));
  const [first, second] = [model(), model()];
  first.stateAt(stockOf('NVDA')!, at('11:00', '2026-12-01'));
  const forwards = instants.map((instant) => first.stateAt(spy, instant));
  const backwards = instants.toReversed().map((instant) => second.stateAt(spy, instant));
  t.deepEqual(forwards, backwards.reverse());
});

test('another seed is another market', (t) => {
  t.notDeepEqual(model(1).stateAt(spy, at('12:00')), model(2).stateAt(spy, at('12:00')));
});

test('a year of SPY stays at its level, with daily moves of its size', (t) => {
  for (const seed of [1, 2, 3]) {
    const market = model(seed);
    const dates = calendar.tradingDays('2026-01-02', '2026-12-31');
    const bars = dates.map((date) => market.dailyBar(spy, date, at('20:00', '2027-01-29'))!);
    const returns = bars.slice(1).map((bar, index) => Math.log(bar.close / bars[index]!.close));
    const sigma = Math.sqrt(returns.reduce((sum, value) => sum + value * value, 0) / returns.length);
    t.true(sigma > 0.007 && sigma < 0.012, `sigma ${sigma}`);
    t.true(Math.min(...bars.map((bar) => bar.low)) > 600);
    t.true(Math.max(...bars.map((bar) => bar.high)) < 800);
    t.true(bars.every((bar) => bar.volume > 50e6 && bar.volume < 90e6));
  }
});

test('a daily bar is what its regular minutes make, to the last cent', (t) => {
  const market = model();
  const dates = calendar.tradingDays('2026-11-16', '2026-11-27');
  for (const instrument of instruments) {
    for (const date of dates) {
      const day = market.day(instrument, date)!;
      const minutes = day
        .minutesUntil(day.session.postClose)
        .filter(({ start }) => start >= day.session.open && start < day.session.close);
      const daily = market.dailyBar(instrument, date, day.session.postClose)!;
      const where = `${instrument.ticker} ${date}`;
      t.is(minutes.length, date === '2026-11-27' ? 210 : 390);
      t.is(daily.open, minutes[0]!.open, where);
      t.is(daily.close, minutes.at(-1)!.close, where);
      t.is(daily.high, Math.max(...minutes.map((bar) => bar.high)), where);
      t.is(daily.low, Math.min(...minutes.map((bar) => bar.low)), where);
      t.is(
        daily.trades,
        minutes.reduce((sum, bar) => sum + bar.trades, 0),
        where,
      );
      const volume = minutes.reduce((sum, bar) => sum + bar.volume, 0);
      t.true(Math.abs(daily.volume - volume) < 1);
      if (instrument.kind === 'index') continue;
      const turnover = minutes.reduce((sum, bar) => sum + bar.volume * bar.vwap, 0);
      t.true(Math.abs(daily.vwap - turnover / volume) < 1e-4, where);
    }
  }
});

test('a day goes on from where the day before ended', (t) => {
  const market = model();
  for (const date of calendar.tradingDays('2026-10-01', '2026-12-31')) {
    const before = calendar.previousSession(date);
    const evening = market.priceAt(spy, before.postClose);
    const morning = market.day(spy, date)!.priceAt(at('04:00', date));
    t.true(Math.abs(Math.log(morning / evening)) < 0.025, `${date}: ${evening} to ${morning}`);
    t.is(
      market.stateAt(spy, at('10:00', date)).previous.close,
      market.dailyBar(spy, before.date, before.close)!.close,
    );
  }
});

test('through the day volume only grows and the price is within the day’s range', (t) => {
  const market = model();
  let volume = 0;
  for (let instant = at('09:30'); instant < at('16:00'); instant += 7000) {
    const { day, price, volume: total, bid, ask, minute } = market.stateAt(spy, instant);
    t.truthy(day);
    if (!day) return;
    t.true(day.low <= price && price <= day.high && day.low <= day.open && day.open <= day.high);
    t.true(minute.low <= price && price <= minute.high);
    t.is(day.close, price);
    t.true(day.vwap >= day.low && day.vwap <= day.high);
    t.true(total >= volume && total >= day.volume, 'volume never falls');
    t.true(bid < ask && bid <= price && price <= ask);
    t.is(Math.round(price * 100) / 100, price, 'whole cents');
    volume = total;
  }
});

test('the price moves nearly every second, by cents', (t) => {
  const market = model();
  const prices = Array.from({ length: 600 }, (_, second) => market.priceAt(spy, at('11:00') + second * 1000));
  const moves = prices.slice(1).map((price, index) => Math.abs(price - prices[index]!));
  t.true(moves.filter((move) => move > 0).length > 400);
  t.true(Math.max(...moves) < 1);
  t.is(market.priceAt(spy, at('11:00') + 1), prices[0]!, 'within a second it stands still');
});

test('minute moves have fat tails, and the open and close are busier than noon', (t) => {
  const market = model();
  const moves: number[] = [];
  const volume = { open: 0, noon: 0, close: 0 };
  for (const date of calendar.tradingDays('2026-09-01', '2026-11-20')) {
    const day = market.day(spy, date)!;
    if (day.session.isEarlyClose) continue;
    const closes = day.minutesUntil(day.session.close).filter(({ start }) => start >= day.session.open);
    for (let minute = 1; minute < closes.length; minute++) {
      moves.push(Math.log(closes[minute]!.close / closes[minute - 1]!.close));
    }
    for (let minute = 0; minute < 30; minute++) {
      volume.open += closes[minute]!.volume;
      volume.noon += closes[180 + minute]!.volume;
      volume.close += closes[360 + minute]!.volume;
    }
  }
  const variance = moves.reduce((sum, move) => sum + move ** 2, 0) / moves.length;
  const kurtosis = moves.reduce((sum, move) => sum + move ** 4, 0) / moves.length / variance ** 2;
  t.true(kurtosis > 4, `kurtosis ${kurtosis}`);
  t.true(volume.open > 1.5 * volume.noon && volume.close > 1.5 * volume.noon);
});

test('closed hours show the last session', (t) => {
  const market = model();
  const evening = market.stateAt(spy, at('20:00', friday));
  for (const instant of [at('23:00', friday), at('12:00', '2026-11-21'), at('03:00')]) {
    t.deepEqual(market.stateAt(spy, instant), evening);
  }
  t.is(evening.at, at('20:00', friday));
});

test('an early close ends at 13:00 and its post-market at 17:00', (t) => {
  const market = model();
  const date = '2026-11-27';
  const day = market.day(spy, date)!;
  const bars = day.minutesUntil(at('23:00', date));
  t.true(bars.every(({ start }) => start < at('17:00', date)));
  t.is(market.dailyBar(spy, date, at('23:00', date))!.close, day.priceAt(at('12:59:59', date)));
});
