import test from 'ava';
import { optionGreeks } from '../../../src/market/pricing/black-scholes.ts';
import { gammaFlips } from '../../../src/market/levels/gamma-flip.ts';
import { contract } from '../synthetic-chain.ts';

const nearest = (...args: Parameters<typeof gammaFlips>) => gammaFlips(...args).nearest;

const terms = { spot: 600, years: 120 / 525_600, rate: 0, dividendYield: 0 };
const volatility = { impliedVolatility: 0.12 };

test('with puts below and as many calls above the flip lies half-way between', (t) => {
  const chain = [
    contract('put', 590, { ...volatility, openInterest: 1000 }),
    contract('call', 610, { ...volatility, openInterest: 1000 }),
  ];
  const flip = nearest(chain, terms)!;
  t.true(Math.abs(flip - Math.sqrt(590 * 610)) < 0.01, String(flip));
});

test('total gamma exposure, computed apart, is zero at the flip and changes sign there', (t) => {
  const chain = [
    contract('put', 592, { impliedVolatility: 0.18, openInterest: 4000 }),
    contract('put', 598, { impliedVolatility: 0.14, openInterest: 2500 }),
    contract('call', 600, { impliedVolatility: 0.13, openInterest: 1500 }),
    contract('call', 604, { impliedVolatility: 0.11, openInterest: 3000 }),
  ];
  const wide = { ...terms, years: 390 / 525_600, rate: 0.04, dividendYield: 0.01 };
  const totalAt = (spot: number) =>
    chain.reduce((sum, { strike, optionType, impliedVolatility, openInterest }) => {
      const { gamma } = optionGreeks({ ...wide, spot, strike, optionType, volatility: impliedVolatility! })!;
      return sum + (optionType === 'call' ? 1 : -1) * gamma * openInterest! * 100 * spot * spot * 0.01;
    }, 0);
  const flip = nearest(chain, wide)!;
  t.true(totalAt(flip - 0.01) < 0);
  t.true(totalAt(flip + 0.01) > 0);
  t.true(Math.abs(totalAt(flip)) < Math.abs(totalAt(flip + 1)) / 1000);
});

test('of several crossings the one nearest to the spot counts, on either side', (t) => {
  const chain = [585, 595, 605, 615].map((strike, index) =>
    contract(index % 2 === 0 ? 'put' : 'call', strike, { ...volatility, openInterest: 1000 }),
  );
  for (const [spot, expected] of [
    [591, 590],
    [599, 600],
    [601.5, 600],
    [609, 610],
  ] as const) {
    const flip = nearest(chain, { ...terms, spot })!;
    t.true(Math.abs(flip - expected) < 0.1, `${spot}: ${flip}`);
  }
});

test('all of them within reach are counted', (t) => {
  const chain = [585, 595, 605, 615].map((strike, index) =>
    contract(index % 2 === 0 ? 'put' : 'call', strike, { ...volatility, openInterest: 1000 }),
  );
  t.is(gammaFlips(chain, terms).count, 3);
  t.is(gammaFlips(chain, { ...terms, reach: 0.01 }).count, 1);
  t.deepEqual(gammaFlips(chain.slice(1, 2), terms), { nearest: null, count: 0 });
});

test('minutes before expiry flips between neighbouring strikes are found and counted', (t) => {
  const chain = Array.from({ length: 11 }, (_, index) =>
    contract(index % 2 === 0 ? 'put' : 'call', 595 + index, { ...volatility, openInterest: 1000 }),
  );
  const { nearest: flip, count } = gammaFlips(chain, { ...terms, spot: 600.6, years: 1 / 525_600 });
  t.is(count, 10);
  t.true(Math.abs(flip! - 600.5) < 0.01, String(flip));
});

test('a contract of ten shares has a tenth of the say', (t) => {
  const chain = [
    contract('put', 590, { ...volatility, openInterest: 1000 }),
    contract('call', 610, { ...volatility, openInterest: 10_000, sharesPerContract: 10 }),
  ];
  const flip = nearest(chain, terms)!;
  t.true(Math.abs(flip - Math.sqrt(590 * 610)) < 0.01, String(flip));
});

test('seconds before expiry, where most of the grid underflows, the flip is still found', (t) => {
  const chain = [
    contract('put', 599, { ...volatility, openInterest: 10 }),
    contract('call', 601, { ...volatility, openInterest: 10 }),
  ];
  const flip = nearest(chain, { ...terms, years: 0.5 / 60 / 525_600 });
  t.true(flip !== null && flip > 599 && flip < 601, String(flip));
});

test('one-sided exposure, no counts or no time have no flip', (t) => {
  const calls = [contract('call', 600, { ...volatility, openInterest: 1000 })];
  t.is(nearest(calls, terms), null);
  t.is(nearest([contract('put', 599, volatility), ...calls], terms), null);
  t.is(nearest([contract('put', 599, { openInterest: 5 }), ...calls], terms), null);
  t.is(nearest([], terms), null);
  const both = [
    contract('put', 590, { ...volatility, openInterest: 5 }),
    contract('call', 610, { ...volatility, openInterest: 5 }),
  ];
  t.is(nearest(both, { ...terms, years: 0 }), null);
  t.is(nearest(both, { ...terms, spot: 300 }), null);
});

test('volume and another position can be asked for', (t) => {
  const chain = [
    contract('put', 590, { ...volatility, volume: 1000, openInterest: 0 }),
    contract('call', 610, { ...volatility, volume: 1000, openInterest: 5 }),
  ];
  t.is(nearest(chain, terms), null);
  const byVolume = nearest(chain, { ...terms, weight: 'volume' })!;
  t.is(nearest(chain, { ...terms, weight: 'volume', position: { call: -1, put: 1 } }), byVolume);
  t.is(nearest(chain, { ...terms, weight: 'volume', position: { call: 1, put: 1 } }), null);
});
