import test from 'ava';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { addDays, newYorkInstant, newYorkWeekday } from '../../../src/market/calendar/new-york-time.ts';
import { createChainModel } from '../../../src/simulator/options/chain-model.ts';
import { stockOf } from '../../../src/simulator/instruments/instruments.ts';
import { optionSeries } from '../../../src/simulator/options/option-series.ts';
import { createMarketModel } from '../../../src/simulator/market/market-model.ts';

const calendar = createCalendar();
const spy = stockOf('SPY')!;
const monday = '2026-11-23';
const seriesOn = (expiration: string) => optionSeries(spy, spy.optionRoots[0]!, expiration);
const at = (time: string, date = monday) => newYorkInstant(date, time);

function models(seed = 1) {
  const model = createMarketModel({ seed, calendar });
  return { model, chains: createChainModel({ model, seed }) };
}

const sessionTimes = ['09:30:00', '09:45:30', '11:00:01', '13:20:00', '15:30:00', '15:59:59', '16:14:00'];

test('a 0-DTE chain has 175 to 211 strikes a dollar apart around the price', (t) => {
  const { model, chains } = models();
  for (const date of calendar.tradingDays('2026-11-02', '2026-11-30')) {
    const contracts = chains.listing.contracts(seriesOn(date));
    const strikes = contracts.filter(({ optionType }) => optionType === 'call').map(({ strike }) => strike);
    t.is(contracts.length, strikes.length * 2);
    t.true(strikes.length >= 175 && strikes.length <= 211, `${strikes.length} strikes`);
    t.true(strikes.slice(1).every((strike, index) => strike - strikes[index]! === 1));
    const spot = model.priceAt(spy, at('12:00', date));
    t.true(strikes[0]! < spot - 50 && strikes.at(-1)! > spot + 50);
  }
});

test('SPY expires every trading day for two weeks, then on Fridays', (t) => {
  const { chains } = models();
  const expirations = chains.listing.series(spy, monday).map(({ expiration }) => expiration);
  const soon = addDays(monday, 14);
  t.deepEqual(
    expirations.filter((date) => date <= soon),
    calendar.tradingDays(monday, soon),
  );
  const later = expirations.filter((date) => date > soon);
  t.true(later.length > 8);
  for (const date of later) {
    const isFriday = newYorkWeekday(date) === 5;
    t.true(isFriday || calendar.sessionOn(addDays(date, 1)) === null, date);
  }
});

test('quotes are in cents, bids below asks, and the middle never below the intrinsic value', (t) => {
  const { model, chains } = models();
  for (const time of sessionTimes) {
    const spot = model.priceAt(spy, at(time));
    for (const { contract, bid, ask, bidSize } of chains.statesAt(seriesOn(monday), at(time))) {
      const intrinsic = contract.optionType === 'call' ? spot - contract.strike : contract.strike - spot;
      t.true(bid >= 0 && bid < ask);
      t.true((bid + ask) / 2 >= intrinsic - 1e-9, `${contract.ticker} at ${time}`);
      t.true(
        Math.abs(bid * 100 - Math.round(bid * 100)) < 1e-9 &&
          Math.abs(ask * 100 - Math.round(ask * 100)) < 1e-9,
      );
      t.is(bid === 0, bidSize === 0);
    }
  }
});

test('puts and calls agree within their spreads', (t) => {
  const { model, chains } = models();
  for (const time of sessionTimes) {
    const spot = model.priceAt(spy, at(time));
    const states = chains.statesAt(seriesOn(monday), at(time));
    const half = states.length / 2;
    for (let index = 0; index < half; index++) {
      const [call, put] = [states[index]!, states[index + half]!];
      const parity = (call.bid + call.ask - put.bid - put.ask) / 2;
      const tolerance = (call.ask - call.bid + put.ask - put.bid) / 2 + 0.02;
      t.true(
        Math.abs(parity - (spot - call.contract.strike)) <= tolerance,
        `${call.contract.strike} at ${time}`,
      );
    }
  }
});

test('calls get cheaper and puts dearer with the strike', (t) => {
  const { chains } = models();
  for (const time of sessionTimes) {
    const states = chains.statesAt(seriesOn(monday), at(time));
    for (let index = 1; index < states.length; index++) {
      const [lower, higher] = [states[index - 1]!, states[index]!];
      if (lower.contract.optionType !== higher.contract.optionType) continue;
      const rise = (higher.bid + higher.ask - lower.bid - lower.ask) / 2;
      t.true(
        higher.contract.optionType === 'call' ? rise < 0.05 : rise > -0.05,
        `${higher.contract.ticker} at ${time}`,
      );
    }
  }
});

test('at the money spreads are one or two cents and volatility 9 to 25 per cent', (t) => {
  for (const seed of [1, 2, 3]) {
    const { model, chains } = models(seed);
    for (const time of sessionTimes.slice(0, 6)) {
      const spot = model.priceAt(spy, at(time));
      for (const state of chains.statesAt(seriesOn(monday), at(time))) {
        if (Math.abs(state.contract.strike - spot) > 0.6) continue;
        t.true(Math.round((state.ask - state.bid) * 100) <= 2, `${state.ask - state.bid} at ${time}`);
        t.true(state.volatility !== null && state.volatility > 0.09 && state.volatility < 0.25);
      }
    }
  }
});

test('puts are dearer than calls at the same distance, and the wings explode towards the close', (t) => {
  const { model, chains } = models();
  const volatility = (time: string, type: 'call' | 'put', offset: number) => {
    const strike = Math.round(model.priceAt(spy, at(time))) + offset;
    const found = chains
      .statesAt(seriesOn(monday), at(time))
      .find(({ contract }) => contract.optionType === type && contract.strike === strike);
    return found?.volatility ?? Number.NaN;
  };
  t.true(volatility('11:00', 'put', -8) > volatility('11:00', 'call', 8) + 0.01);
  t.true(volatility('11:00', 'put', -2) > volatility('11:00', 'call', 2) + 0.003);
  t.true(volatility('15:50', 'put', -20) > 2 * volatility('10:00', 'put', -20));
  t.true(volatility('16:10', 'put', -20) > 1.5);
});

test('contracts’ volume only grows, their range covers their trades, and far strikes never trade', (t) => {
  const { chains } = models();
  const before = new Map<number, number>();
  for (const time of sessionTimes) {
    for (const { contract, day, dayDate } of chains.statesAt(seriesOn(monday), at(time))) {
      if (!day || dayDate !== monday) {
        t.is(before.get(contract.index), undefined, 'a trade is never taken back');
        continue;
      }
      t.true(day.volume >= (before.get(contract.index) ?? 0) && Number.isInteger(day.volume));
      t.true(day.low <= day.close && day.close <= day.high && day.low <= day.open && day.open <= day.high);
      t.true(day.vwap >= day.low && day.vwap <= day.high);
      t.true(day.tradedAt <= at(time) && day.tradedAt >= at('09:30') && day.low > 0);
      before.set(contract.index, day.volume);
    }
  }
  const states = chains.statesAt(seriesOn(monday), at('16:14'));
  t.true(states.filter(({ day }) => day === null).length > 40);
  const total = [...before.values()].reduce((sum, volume) => sum + volume, 0);
  const interest = states.reduce((sum, state) => sum + state.openInterest, 0);
  t.true(total > 1e6 && total > 4 * interest, `volume ${total}, open interest ${interest}`);
});

test('volume and open interest peak at round strikes near the price', (t) => {
  const { model, chains } = models();
  const states = chains.statesAt(seriesOn(monday), at('15:59'));
  const spot = model.priceAt(spy, at('15:59'));
  const near = states.filter(({ contract }) => Math.abs(contract.strike - spot) < 30);
  const average = (isRound: boolean) => {
    const rows = near.filter(({ contract }) => (contract.strike % 5 === 0) === isRound);
    return rows.reduce((sum, { openInterest }) => sum + openInterest, 0) / rows.length;
  };
  t.true(average(true) > 1.5 * average(false));
  const volumeAt = (strike: number) =>
    near.reduce((sum, { contract, day }) => sum + (contract.strike === strike ? (day?.volume ?? 0) : 0), 0);
  const round = [...new Set(near.map(({ contract }) => contract.strike))].filter(
    (strike) => strike % 5 === 0,
  );
  const atRound = round.reduce((sum, strike) => sum + volumeAt(strike), 0);
  const beside = round.reduce((sum, strike) => sum + (volumeAt(strike - 1) + volumeAt(strike + 1)) / 2, 0);
  t.true(atRound > 1.3 * beside, `${atRound} at round strikes, ${beside} beside them`);
  const busiest = states.toSorted((a, b) => (b.day?.volume ?? 0) - (a.day?.volume ?? 0)).slice(0, 10);
  t.true(busiest.every(({ contract }) => Math.abs(contract.strike - spot) < 25));
});

test('what was asked before, and in which order, changes nothing', (t) => {
  const [first, second] = [models().chains, models().chains];
  const forwards = sessionTimes.map((time) => first.statesAt(seriesOn(monday), at(time)));
  const backwards = sessionTimes.toReversed().map((time) => second.statesAt(seriesOn(monday), at(time)));
  t.deepEqual(forwards, backwards.reverse());
});

test('after the option close the chain stands still', (t) => {
  const { chains } = models();
  t.deepEqual(chains.statesAt(seriesOn(monday), at('16:20')), chains.statesAt(seriesOn(monday), at('19:00')));
});

test('open interest changes only in the morning of the next session', (t) => {
  const { chains } = models();
  const tuesday = '2026-11-24';
  const interest = (instant: number) =>
    chains.statesAt(seriesOn(tuesday), instant).map(({ openInterest }) => openInterest);
  t.deepEqual(interest(at('10:00')), interest(at('15:00')));
  t.deepEqual(interest(at('15:00')), interest(at('06:00', tuesday)));
  t.notDeepEqual(interest(at('06:00', tuesday)), interest(at('06:40', tuesday)));
});

test('a ticker finds its contract, and what is not listed finds none', (t) => {
  const { chains } = models();
  const contract = chains.listing.contracts(seriesOn(monday))[40]!;
  t.deepEqual(chains.listing.find(contract.ticker), contract);
  for (const ticker of [
    'SPY',
    'O:SPY',
    'O:SPY261123C99999000',
    'O:SPY261126C00700000',
    'O:ABC261123C00700000',
  ]) {
    t.is(chains.listing.find(ticker), null, ticker);
  }
});
