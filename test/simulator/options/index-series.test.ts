import test from 'ava';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { addDays, newYorkInstant, newYorkWeekday } from '../../../src/market/calendar/new-york-time.ts';
import { indexOf, stockOf } from '../../../src/simulator/instruments/instruments.ts';
import { createMarketModel } from '../../../src/simulator/market/market-model.ts';
import { riskFreeRate } from '../../../src/simulator/market/volatility-surface.ts';
import { createChainModel } from '../../../src/simulator/options/chain-model.ts';
import { expiryOf, optionSeries } from '../../../src/simulator/options/option-series.ts';

const calendar = createCalendar();
const [spx, xsp, spy, qqq] = [indexOf('I:SPX')!, indexOf('I:XSP')!, stockOf('SPY')!, stockOf('QQQ')!];
const [am, pm] = [spx.optionRoots[0]!, spx.optionRoots[1]!];
const monday = '2026-11-23';
const [eve, thirdFriday] = ['2026-12-17', '2026-12-18'];
const at = (time: string, date = monday) => newYorkInstant(date, time);
const minuteMs = 60_000;

function models(seed = 1) {
  const model = createMarketModel({ seed, calendar });
  return { model, chains: createChainModel({ model, seed }) };
}

test('SPXW expires on every trading day for two weeks, SPX on third Fridays alone', (t) => {
  const { chains } = models();
  const series = chains.listing.series(spx, monday);
  const datesOf = (root: string) =>
    series.filter((one) => one.root.root === root).map(({ expiration }) => expiration);
  const soon = addDays(monday, 14);
  t.deepEqual(
    datesOf('SPXW').filter((date) => date <= soon),
    calendar.tradingDays(monday, soon),
  );
  const monthlies = datesOf('SPX');
  t.true(monthlies.length >= 11 && monthlies.includes(thirdFriday) && monthlies.includes('2027-06-17'));
  for (const date of monthlies) {
    const friday = newYorkWeekday(date) === 5 ? date : addDays(date, 1);
    const day = Number(friday.slice(8));
    t.true(newYorkWeekday(friday) === 5 && day >= 15 && day <= 21, date);
  }
  t.true(datesOf('SPXW').includes(thirdFriday), 'both roots expire on a third Friday');
  t.is(chains.listing.find('O:SPX261123C07200000'), null, 'no third Friday');
  t.is(chains.listing.find('O:SPXW261123C07200000')?.series.root, pm);
});

test('strikes of SPX are five points apart near the money and wider out, those of QQQ and XSP one dollar', (t) => {
  const { model, chains } = models();
  const stepsOf = (root: typeof am, expiration: string) => {
    const contracts = chains.listing.contracts(optionSeries(spx, root, expiration));
    const strikes = contracts.filter(({ optionType }) => optionType === 'call').map(({ strike }) => strike);
    t.is(contracts.length, 2 * strikes.length);
    return strikes.slice(1).map((strike, index) => ({ strike, step: strike - strikes[index]! }));
  };
  for (const [root, expiration] of [
    [pm, monday],
    [pm, thirdFriday],
    [am, thirdFriday],
  ] as const) {
    const steps = stepsOf(root, expiration);
    const middle = model.priceAt(spx, at('12:00', calendar.previousSession(expiration).date));
    for (const { strike, step } of steps) {
      t.is(strike % 5, 0);
      const away = Math.abs(strike - middle);
      if (away < 200) t.is(step, 5);
      if (away > 450 && away < 550) t.is(step, 10);
      if (away > 800) t.is(step, 25);
    }
  }
  for (const [underlying, root] of [
    [qqq, qqq.optionRoots[0]!],
    [xsp, xsp.optionRoots[0]!],
  ] as const) {
    const spot = model.priceAt(underlying, at('12:00', '2026-11-20'));
    const strikes = chains.listing
      .contracts(optionSeries(underlying, root, monday))
      .map(({ strike }) => strike);
    for (let strike = Math.round(spot) - 40; strike < spot + 40; strike++) t.true(strikes.includes(strike));
  }
});

test('an expiring SPXW and options on shares stop at the closing bell, SPXW of a later day and SPY go on to 16:15', (t) => {
  const { chains } = models();
  const today = optionSeries(spx, pm, monday);
  t.is(expiryOf(calendar, today), at('16:00'));
  const last = chains.statesAt(today, at('15:59:59'));
  t.deepEqual(chains.statesAt(today, at('16:00')), last);
  t.deepEqual(chains.statesAt(today, at('16:14')), last);
  const traded = last.flatMap(({ contract }) =>
    chains.prints.of(today, calendar.sessionOn(monday)!).minutesUntil(contract.index, at('20:00')),
  );
  t.true(traded.length > 1000 && traded.every(({ start }) => start < at('16:00')));

  const apple = stockOf('AAPL')!;
  const share = optionSeries(apple, apple.optionRoots[0]!, '2026-11-27');
  t.deepEqual(chains.statesAt(share, at('16:14')), chains.statesAt(share, at('16:00')), share.label);
  for (const series of [
    optionSeries(spx, pm, '2026-11-24'),
    optionSeries(spy, spy.optionRoots[0]!, monday),
  ]) {
    t.notDeepEqual(chains.statesAt(series, at('16:14')), chains.statesAt(series, at('16:00')), series.label);
  }
});

test('a monthly SPX settles at the opening bell and trades for the last time on the eve', (t) => {
  const { model, chains } = models();
  const series = optionSeries(spx, am, thirdFriday);
  t.is(expiryOf(calendar, series), at('09:30', thirdFriday));
  t.notDeepEqual(chains.statesAt(series, at('16:10', eve)), chains.statesAt(series, at('16:00', eve)));
  const shown = (time: string) =>
    chains
      .statesAt(series, at(time, thirdFriday))
      .map(({ bid, ask, day, dayDate }) => ({ bid, ask, day, dayDate }));
  const stopped = shown('08:00');
  for (const time of ['09:30', '11:00', '16:14']) t.deepEqual(shown(time), stopped);
  t.true(stopped.filter(({ dayDate }) => dayDate === eve).length > 20);
  t.true(stopped.every(({ dayDate }) => dayDate === null || dayDate <= eve));

  const pmSeries = optionSeries(spx, pm, thirdFriday);
  t.notDeepEqual(
    chains.statesAt(pmSeries, at('11:00', thirdFriday)),
    chains.statesAt(pmSeries, at('10:00', thirdFriday)),
  );
  const spot = Math.round(model.priceAt(spx, at('12:00', eve)) / 5) * 5;
  const volatilityOf = (one: typeof series) =>
    chains.statesAt(one, at('12:00', eve)).find(({ contract }) => contract.strike === spot)!;
  const [morning, evening] = [volatilityOf(series), volatilityOf(pmSeries)];
  t.true(morning.ask < evening.bid, 'it ends six and a half hours earlier');
});

test('puts and calls of an index agree with its forward, and European puts may be worth less than exercising', (t) => {
  const { model, chains } = models();
  let below = 0;
  for (const [root, expiration] of [
    [pm, monday],
    [pm, '2026-11-30'],
    [am, thirdFriday],
    [am, '2027-06-17'],
  ] as const) {
    const series = optionSeries(spx, root, expiration);
    const instant = at('11:00');
    const years = (expiryOf(calendar, series)! - instant) / (365 * 24 * 60 * minuteMs);
    const spot = model.priceAt(spx, instant);
    const states = chains.statesAt(series, instant);
    const half = states.length / 2;
    for (let index = 0; index < half; index++) {
      const [call, put] = [states[index]!, states[index + half]!];
      if (call.quotedAt !== instant || put.quotedAt !== instant) continue;
      const { strike } = call.contract;
      const forward = spot * Math.exp(-spx.dividendYield * years) - strike * Math.exp(-riskFreeRate * years);
      const parity = (call.bid + call.ask - put.bid - put.ask) / 2;
      const tolerance = (call.ask - call.bid + put.ask - put.bid) / 2 + 0.1;
      t.true(Math.abs(parity - forward) <= tolerance, `${call.contract.ticker}: ${parity}, ${forward}`);
      if ((put.bid + put.ask) / 2 < strike - spot - 1) below++;
    }
  }
  t.true(below > 10, `${below} puts`);
});

test('quotes of SPX are in nickels and dimes, wider than those of SPY, and never below parity', (t) => {
  const { model, chains } = models();
  for (const time of ['09:30:00', '11:00:01', '15:30:00', '15:59:30']) {
    const instant = at(time);
    const spot = model.priceAt(spx, instant);
    for (const { contract, bid, ask, quotedAt } of chains.statesAt(optionSeries(spx, pm, monday), instant)) {
      const steps = [bid, ask].map((price) => price * 20);
      t.true(
        steps.every((count) => Math.abs(count - Math.round(count)) < 1e-6),
        `${contract.ticker} ${bid} ${ask}`,
      );
      t.true(bid >= 0 && ask - bid > 0.049);
      if (Math.abs(contract.strike - spot) < 3) t.true(ask - bid < 0.6, `${ask - bid} at ${time}`);
      if (bid > 3) t.true(Math.abs(bid * 10 - Math.round(bid * 10)) < 1e-6);
      const value = contract.optionType === 'call' ? spot - contract.strike : contract.strike - spot;
      if (quotedAt === instant) t.true((bid + ask) / 2 > value - 1.2, contract.ticker);
    }
  }
});

test('volume of SPX is dealt through the session and at its strikes near the money', (t) => {
  const { model, chains } = models();
  const states = chains.statesAt(optionSeries(spx, pm, monday), at('15:59'));
  const spot = model.priceAt(spx, at('15:59'));
  const total = states.reduce((sum, { day, dayDate }) => sum + (dayDate === monday ? day!.volume : 0), 0);
  t.true(total > 300_000, `${total} contracts`);
  const busiest = states.toSorted((a, b) => (b.day?.volume ?? 0) - (a.day?.volume ?? 0)).slice(0, 10);
  t.true(busiest.every(({ contract }) => Math.abs(contract.strike - spot) < 130));
  t.true(states.some(({ day }) => day === null));
});

test('SPY’s options stay those that recordings were made of', (t) => {
  const { chains } = models();
  const states = chains.statesAt(optionSeries(spy, spy.optionRoots[0]!, monday), at('11:00:07'));
  const put = states.find(({ contract }) => contract.ticker === 'O:SPY261123P00717000')!;
  const { bid, ask, volatility, openInterest, day } = put;
  t.deepEqual([bid, ask, openInterest, day?.volume, day?.close], [1.63, 1.65, 3356, 51_393, 1.6]);
  t.is(volatility?.toFixed(10), '0.2106074195');
});

test('the seed alone decides an index’s chain, whatever was asked before', (t) => {
  const series = optionSeries(spx, pm, monday);
  const [first, second] = [models().chains, models().chains];
  first.statesAt(optionSeries(spx, am, thirdFriday), at('15:00'));
  const forwards = ['10:00', '12:00'].map((time) => first.statesAt(series, at(time)));
  const backwards = ['12:00', '10:00'].map((time) => second.statesAt(series, at(time)));
  t.deepEqual(forwards, backwards.reverse());
  t.notDeepEqual(models(2).chains.statesAt(series, at('12:00')), forwards[1]);
});
