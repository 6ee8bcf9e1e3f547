import { assumptionsOn, rates } from '../../support/assumptions.ts';
import test from 'ava';
import { fillChain } from '../../../src/market/pricing/chain-greeks.ts';
import { optionPrice } from '../../../src/market/pricing/black-scholes.ts';
import { fillGreeks } from '../../../src/market/pricing/fill-greeks.ts';
import { at, calendar, quotedChain, volatilityOf } from '../../support/quoted-chain.ts';

const late = { at: at('15:45'), spot: 700.3, atTheMoney: 0.14 };
const terms = { spot: 700.3, years: 30 / 525_600, ...rates };

const filled = (options = late) => {
  const { contracts } = quotedChain(options);
  return { given: contracts, ...fillGreeks(contracts, { ...terms, spot: options.spot }) };
};

test('a put that is offered for a cent and not bid for has the volatility of the smile', (t) => {
  const { given, contracts } = filled();
  const wing = contracts.filter(
    ({ bid, optionType, strike }) => !bid && optionType === 'put' && strike < 700,
  );
  t.true(wing.length > 25);
  for (const put of wing.filter(({ strike }) => strike > 690)) {
    t.is(given.find(({ symbol }) => symbol === put.symbol)!.bid, null);
    t.is(put.greeksSource, 'model');
    const expected = volatilityOf(put.strike, late);
    t.true(
      Math.abs(put.impliedVolatility! / expected - 1) < 0.12,
      `${put.strike} ${put.impliedVolatility} ${expected}`,
    );
  }
});

test('what has its volatility from the extended smile is counted', (t) => {
  const { contracts, extended, smile, refusals } = filled();
  t.deepEqual(refusals, []);
  const quoted = smile.filter(({ volatility }) => volatility !== null).length;
  t.true(quoted >= 3 && quoted < 10);
  t.is(extended, contracts.length - 2 * quoted);
});

test('total variance does not fall outward, and no option costs more than the next one inward or a cent', (t) => {
  for (const time of ['10:00', '15:30', '16:05']) {
    const { chain, terms: priced } = fillChain(
      quotedChain({ ...late, at: at(time) }),
      assumptionsOn(calendar),
    );
    for (const side of ['call', 'put'] as const) {
      const wing = chain.contracts
        .filter(({ optionType, strike, bid }) => {
          return optionType === side && !bid && (side === 'call' ? strike > 700.3 : strike < 700.3);
        })
        .sort((a, b) => Math.abs(a.strike - 700.3) - Math.abs(b.strike - 700.3));
      let before = { volatility: 0, price: 0.01 };
      for (const { strike, impliedVolatility } of wing) {
        const volatility = impliedVolatility!;
        const price = optionPrice({ ...priced!, spot: 700.3, strike, optionType: side, volatility })!;
        t.true(volatility >= before.volatility - 1e-12, `${time} ${side} ${strike}`);
        t.true(price <= Math.max(before.price, 1e-4) + 1e-9, `${time} ${side} ${strike} costs ${price}`);
        before = { volatility, price };
      }
    }
  }
});

test('an ask below the smile holds it down', (t) => {
  const { contracts } = quotedChain({ ...late, at: at('10:00') });
  const years = 375 / 525_600;
  const put = contracts
    .filter(({ bid, strike, optionType }) => optionType === 'put' && strike < 700 && !bid)
    .at(-1)!;
  const cheap = contracts.map((one) => (one === put ? { ...one, ask: 0.001 } : one));
  const found = fillGreeks(cheap, { ...terms, years }).contracts.find(({ symbol }) => symbol === put.symbol)!;
  const { strike, optionType, impliedVolatility } = found;
  const price = optionPrice({ ...terms, years, strike, optionType, volatility: impliedVolatility! })!;
  t.true(Math.abs(price - 0.001) < 1e-9, String(price));
});

test('a strike without usable quotes between others is interpolated', (t) => {
  const { contracts } = quotedChain({ ...late, at: at('12:00') });
  const options = { ...late, at: at('12:00') };
  const crossed = contracts.map((one) => (one.strike === 698 ? { ...one, bid: 5, ask: 1 } : one));
  const { contracts: found, smile } = fillGreeks(crossed, { ...terms, years: 255 / 525_600 });
  const put = found.find(({ strike, optionType }) => strike === 698 && optionType === 'put')!;
  t.true(Math.abs(put.impliedVolatility! - volatilityOf(698, options)) < 0.002);
  t.is(
    smile.find(({ strike }) => strike === 698)!.volatility,
    null,
    'the smile that is shown is the quoted one',
  );
});

test('where the puts have no quotes at all, their smile goes on from the calls around the money', (t) => {
  const noon = { ...late, at: at('12:00') };
  const chain = quotedChain(noon);
  const contracts = chain.contracts.map((one) =>
    one.optionType === 'put' ? { ...one, bid: null, ask: null } : one,
  );
  const { contracts: found, smile } = fillGreeks(contracts, { ...terms, years: 255 / 525_600 });
  const put = found.find(({ strike, optionType }) => strike === 692 && optionType === 'put')!;
  t.true(Math.abs(put.impliedVolatility! / volatilityOf(692, noon) - 1) < 0.1);
  t.is(smile.find(({ strike }) => strike === 692)!.volatility, null);
  const onlyAbove = contracts.filter(({ strike }) => strike < 695 || strike > 701);
  const { refusals } = fillGreeks(onlyAbove, { ...terms, years: 255 / 525_600 });
  t.is(refusals.find(({ symbol }) => symbol.endsWith('P00680000'))?.reason, 'there is no two-sided market');
});

test('nothing quoted around the money gives nothing', (t) => {
  const { contracts } = quotedChain(late);
  const offered = contracts.map((one) => ({ ...one, bid: null }));
  t.is(fillGreeks(offered, terms).contracts.filter(({ gamma }) => gamma !== null).length, 0);
  t.deepEqual(fillGreeks([], terms), { contracts: [], refusals: [], dropped: [], extended: 0, smile: [] });
});
