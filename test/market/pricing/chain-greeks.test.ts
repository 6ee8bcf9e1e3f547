import test from 'ava';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { americanOptions } from '../../../src/market/pricing/american/american-option.ts';
import { optionPrice } from '../../../src/market/pricing/black-scholes.ts';
import { fillChain } from '../../../src/market/pricing/chain-greeks.ts';
import { chainModel } from '../../../src/market/pricing/model/chain-model.ts';
import type { Chain, OptionQuote, OptionType } from '../../../src/market/quotes/chain.ts';
import { contract } from '../synthetic-chain.ts';
import { chainTimes } from '../../../src/market/products/series-times.ts';

const dividend = {
  ...{ symbol: 'SPY', exDate: '2026-12-18', amount: 1.95, isEstimated: false },
  source: 'the settings',
};
const calendar = createCalendar();
const assumptions = { calendar, rate: 0.04, dividends: [dividend] };
const volatility = 0.15;
const spot = 680;

interface Market {
  expiration: string;
  at: number;
  /** The chain says another spot than the one that it is priced at. */
  saidSpot?: number;
  halfSpread?: number;
}

/** A chain at one true volatility, quoted around what American options are truly worth. */
function americanChain({ expiration, at, saidSpot = spot, halfSpread = 0.005 }: Market): Chain {
  const model = chainModel(
    { underlying: 'SPY', expiration },
    chainTimes('SPY', expiration, calendar),
    at,
    assumptions,
  )!;
  const { years, rate, dividends } = model;
  const options = americanOptions({ spot, years, rate, dividends })!;
  const contracts: OptionQuote[] = [];
  for (let strike = 640; strike <= 720; strike++) {
    for (const optionType of ['call', 'put'] satisfies OptionType[]) {
      const value = options.option(optionType, strike).price(volatility);
      const bid = value > halfSpread ? value - halfSpread : null;
      contracts.push(contract(optionType, strike, { bid, ask: value + halfSpread, quotedAt: at }));
    }
  }
  return {
    ...{ underlying: 'SPY', expiration, contracts, timestamp: at, slotAt: null },
    ...{ underlyingPrice: saidSpot, underlyingPriceSource: 'chain', underlyingPriceAt: at },
    ...{ tier: 'real-time', source: 'simulator', rejectedRows: 0, adjustedRows: 0 },
  };
}

const volatilitiesOf = (chain: Chain, strikes: readonly number[]) =>
  fillChain(chain, assumptions).chain.contracts.flatMap(({ strike, impliedVolatility }) =>
    strikes.includes(strike) ? [impliedVolatility!] : [],
  );

for (const [name, expiration, date, time] of [
  ['sixty days with a dividend', '2027-01-22', '2026-11-23', '12:00'],
  ['the eve of an ex-date', '2026-12-21', '2026-12-17', '12:00'],
  ['the last hours before an ex-date, expiring on it', '2026-12-18', '2026-12-17', '15:00'],
  ['a week without a dividend', '2026-11-30', '2026-11-23', '12:00'],
  ['today', '2026-11-23', '2026-11-23', '12:00'],
] as const) {
  test(`calls and puts have the true volatility: ${name}`, (t) => {
    const chain = americanChain({ expiration, at: newYorkInstant(date, time) });
    const found = volatilitiesOf(chain, [676, 678, 680, 682, 684]);
    t.is(found.length, 10);
    for (const one of found) t.true(Math.abs(one - volatility) < 1e-3, found.join(' '));
  });
}

test('the forward is what the options imply, without what early exercise is worth', (t) => {
  const at = newYorkInstant('2026-11-23', '12:00');
  const expiration = '2027-01-22';
  const { years, rate, dividendsValue } = chainModel(
    { underlying: 'SPY', expiration },
    chainTimes('SPY', expiration, calendar),
    at,
    assumptions,
  )!;
  const forward = (spot - dividendsValue) * Math.exp(rate * years);
  const { terms: model } = fillChain(americanChain({ expiration, at, saidSpot: spot + 0.4 }), assumptions);
  t.true(model!.isForwardImplied);
  t.true(Math.abs(model!.forward - forward) < 0.005, `${model!.forward} ${forward}`);
  t.is(model!.exercise, 'american');
});

test('today’s forward holds interest and dividends to a tenth of a cent, though the spot is old', (t) => {
  const at = newYorkInstant('2026-11-23', '09:35');
  const { terms: model } = fillChain(
    americanChain({ expiration: '2026-11-23', at, saidSpot: 680.2 }),
    assumptions,
  );
  const years = (6 * 60 + 40) / 525_600;
  t.true(Math.abs(model!.forward - spot * Math.exp(0.04 * years)) < 1e-3, String(model!.forward));
});

test('without quotes the forward follows from the spot, the rate and the dividends', (t) => {
  const at = newYorkInstant('2026-11-23', '12:00');
  const chain = americanChain({ expiration: '2026-12-31', at });
  const bare = chain.contracts.map((one) => ({ ...one, bid: null, ask: null, quotedAt: null }));
  const { terms: model } = fillChain({ ...chain, contracts: bare }, assumptions);
  t.false(model!.isForwardImplied);
  t.is(model!.forward, (spot - model!.dividendsValue) * Math.exp(model!.rate * model!.years));
});

test('a put of today 5 % in the money shows no volatility of its interest', (t) => {
  const at = newYorkInstant('2026-11-23', '10:00');
  const chain = americanChain({ expiration: '2026-11-23', at });
  // American, it costs what exercising brings; nobody quotes the call.
  const put = contract('put', 714, { bid: 33.99, ask: 34.01, quotedAt: at });
  const call = contract('call', 714, { quotedAt: null });
  const contracts = [...chain.contracts.filter(({ strike }) => strike !== 714), call, put];
  const { refusals, smile } = fillChain({ ...chain, contracts }, assumptions);
  t.is(smile.find(({ strike }) => strike === 714)!.volatility, null);
  t.false(refusals.some(({ reason }) => /makes no sense/.test(reason)));
});

test('index options imply their own forward and are priced as European', (t) => {
  const at = newYorkInstant('2026-11-23', '12:00');
  const expiration = '2027-01-22';
  const { years } = chainModel(
    { underlying: 'I:SPX', expiration },
    chainTimes('I:SPX', expiration, calendar),
    at,
    assumptions,
  )!;
  const terms = { spot: 6800, years, rate: 0.04, dividendYield: 0.013, volatility };
  const contracts = Array.from({ length: 60 }, (_, index) => 6650 + 5 * index).flatMap((strike) =>
    (['call', 'put'] as const).map((optionType) => {
      const value = optionPrice({ ...terms, strike, optionType })!;
      const quoted = contract(optionType, strike, { bid: value - 0.1, ask: value + 0.1, quotedAt: at });
      return { ...quoted, symbol: quoted.symbol.replace('SPY', 'SPXW') };
    }),
  );
  const spx = americanChain({ expiration: '2026-11-23', at });
  const chain: Chain = { ...spx, underlying: 'I:SPX', expiration, contracts, underlyingPrice: 6800 };
  const filled = fillChain(chain, assumptions);
  t.is(filled.terms!.exercise, 'european');
  t.true(Math.abs(filled.terms!.dividendYield - 0.013) < 1e-6);
  for (const { volatility: one } of filled.smile) t.true(one === null || Math.abs(one - volatility) < 1e-4);
});
