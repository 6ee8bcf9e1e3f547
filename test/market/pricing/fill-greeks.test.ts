import test from 'ava';
import { optionGreeks } from '../../../src/market/pricing/black-scholes.ts';
import type { OptionQuote } from '../../../src/market/quotes/chain.ts';
import { fillGreeks } from '../../../src/market/pricing/fill-greeks.ts';
import { yieldPricer } from '../../../src/market/pricing/model/pricer.ts';
import { contract, syntheticChain, volatilityAt, terms } from '../synthetic-chain.ts';

const vendor = {
  impliedVolatility: 0.15,
  delta: 0.5,
  gamma: 0.1,
  theta: -1.2,
  vega: 0.05,
  greeksSource: 'vendor',
} as const;
const none = {
  impliedVolatility: null,
  delta: null,
  gamma: null,
  theta: null,
  vega: null,
  greeksSource: null,
};

const fillOne = (one: OptionQuote, priced = terms) => {
  const { contracts, refusals } = fillGreeks([one], priced);
  return { filled: contracts[0]!, reason: refusals[0]?.reason ?? null };
};

test('sane greeks of the vendor are kept as they are', (t) => {
  const one = contract('call', 670, vendor);
  t.is(fillOne(one).filled, one);
  t.like(fillOne({ ...one, greeksSource: null }).filled, vendor);
});

test('missing greeks are solved from the mid price and marked as the model’s', (t) => {
  const { contracts, refusals, smile } = fillGreeks(syntheticChain(terms, 0.005), terms);
  const quoted = new Set(smile.filter(({ volatility }) => volatility !== null).map(({ strike }) => strike));
  t.true(quoted.size > 8, String(quoted.size));
  for (const one of contracts.filter(({ strike }) => quoted.has(strike))) {
    const volatility = volatilityAt(one.strike, terms.spot);
    const expected = optionGreeks({ ...terms, strike: one.strike, optionType: one.optionType, volatility })!;
    t.is(one.greeksSource, 'model');
    t.true(Math.abs(one.impliedVolatility! - volatility) < 1e-4, one.symbol);
    t.true(Math.abs(one.delta! - expected.delta) < 1e-4, one.symbol);
    t.true(Math.abs(one.gamma! - expected.gamma) < 1e-4, one.symbol);
  }
  t.deepEqual(refusals, []);
});

test('garbage from the vendor is replaced by the model', (t) => {
  const [quote] = syntheticChain(terms, 0.005).filter(
    ({ strike, optionType }) => strike === 670 && optionType === 'call',
  );
  const garbage: Partial<OptionQuote>[] = [
    { impliedVolatility: 0.00016 },
    { impliedVolatility: 10 },
    { impliedVolatility: Number.NaN },
    { delta: -0.5 },
    { delta: 1.2 },
    { gamma: -0.4 },
    { vega: -2 },
    { theta: Number.POSITIVE_INFINITY },
    { theta: null },
    { greeksSource: 'model' },
  ];
  for (const change of garbage) {
    const { filled } = fillOne({ ...quote!, ...vendor, ...change });
    t.is(filled.greeksSource, 'model', JSON.stringify(change));
    t.true(
      Math.abs(filled.impliedVolatility! - volatilityAt(670, terms.spot)) < 1e-6,
      JSON.stringify(change),
    );
  }
});

test('tiny negative values of the vendor become zero', (t) => {
  const { filled } = fillOne(contract('put', 600, { ...vendor, delta: 0.0002, gamma: -1e-6, vega: -1e-5 }));
  t.like(filled, { delta: 0, gamma: 0, vega: 0, theta: -1.2, greeksSource: 'vendor' });
});

test('garbage without a market to solve from is removed, with the reason', (t) => {
  const { filled, reason } = fillOne(contract('call', 670, { ...vendor, impliedVolatility: 10, ask: 0.01 }));
  t.like(filled, none);
  t.is(reason, 'there is no two-sided market');
});

test('both sides of a strike have the volatility of the one out of the money', (t) => {
  const chain = syntheticChain(terms, 0.005).filter(({ strike }) => strike === 668);
  const wide = chain.map((one) => (one.optionType === 'call' ? { ...one, bid: 1.9, ask: 2.5 } : one));
  const [call, put] = fillGreeks(wide, terms).contracts;
  t.is(call?.impliedVolatility, put?.impliedVolatility);
  t.is(call?.greeksSource, 'model');
  t.true(Math.abs(call!.delta! - put!.delta! - 1) < 1e-4);
  const { filled, reason } = fillOne(wide[0]!);
  t.is(filled.greeksSource, null);
  t.regex(reason!, /not above the intrinsic value of 2\.31/);
});

test('a volatility that makes no sense is refused', (t) => {
  const { filled, reason } = fillOne(contract('call', 700, { bid: 20, ask: 21 }));
  t.is(filled.impliedVolatility, null);
  t.regex(reason!, /makes no sense/);
});

test('after expiry nothing has greeks', (t) => {
  for (const years of [null, 0]) {
    const { contracts, refusals } = fillGreeks([contract('call', 670, { ...vendor, bid: 1, ask: 1.1 })], {
      ...terms,
      years,
    });
    t.like(contracts[0], none);
    t.is(refusals[0]?.reason, 'the contract has expired');
  }
});

test('quotes and order are left alone, and the given contracts unchanged', (t) => {
  const chain = syntheticChain(terms, 0.005);
  const before = structuredClone(chain);
  const { contracts } = fillGreeks(chain, terms);
  t.deepEqual(chain, before);
  t.deepEqual(
    contracts.map(({ symbol, bid, ask }) => [symbol, bid, ask]),
    before.map(({ symbol, bid, ask }) => [symbol, bid, ask]),
  );
});

test('an option in the money is solved only where its volatility can count', (t) => {
  const solvedAmong = (strikes: readonly number[]) => {
    const solved: number[] = [];
    const plain = yieldPricer(terms);
    const pricer: typeof plain = {
      ...plain,
      volatility(option, price) {
        solved.push(option.strike);
        return plain.volatility(option, price);
      },
    };
    const chain = syntheticChain(terms, 0.005).filter(({ strike }) => strikes.includes(strike));
    const unbid = chain.map((one) => {
      const isOutside = one.optionType === (one.strike > terms.spot ? 'call' : 'put');
      return isOutside ? { ...one, bid: null } : one;
    });
    fillGreeks(unbid, { ...terms, pricer });
    return solved;
  };
  t.deepEqual(solvedAmong([655, 685]), []);
  t.deepEqual(solvedAmong([670, 671]), [670, 671]);
});
