import test from 'ava';
import { optionGreeks } from '../../src/market/black-scholes.ts';
import { gammaFlip } from '../../src/market/gamma-flip.ts';
import { contract } from './synthetic-chain.ts';

const terms = { spot: 600, years: 120 / 525_600, rate: 0, dividendYield: 0 };
const volatility = { impliedVolatility: 0.12 };

test('with puts below and as many calls above the flip lies half-way between', (t) => {
  const chain = [
    contract('put', 590, { ...volatility, openInterest: 1000 }),
    contract('call', 610, { ...volatility, openInterest: 1000 }),
  ];
  const flip = gammaFlip(chain, terms)!;
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
  const flip = gammaFlip(chain, wide)!;
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
    const flip = gammaFlip(chain, { ...terms, spot })!;
    t.true(Math.abs(flip - expected) < 0.1, `${spot}: ${flip}`);
  }
});

test('seconds before expiry, where most of the grid underflows, the flip is still found', (t) => {
  const chain = [
    contract('put', 599, { ...volatility, openInterest: 10 }),
    contract('call', 601, { ...volatility, openInterest: 10 }),
  ];
  const flip = gammaFlip(chain, { ...terms, years: 0.5 / 60 / 525_600 });
  t.true(flip !== null && flip > 599 && flip < 601, String(flip));
});

test('one-sided exposure, no counts or no time have no flip', (t) => {
  const calls = [contract('call', 600, { ...volatility, openInterest: 1000 })];
  t.is(gammaFlip(calls, terms), null);
  t.is(gammaFlip([contract('put', 599, volatility), ...calls], terms), null);
  t.is(gammaFlip([contract('put', 599, { openInterest: 5 }), ...calls], terms), null);
  t.is(gammaFlip([], terms), null);
  const both = [
    contract('put', 590, { ...volatility, openInterest: 5 }),
    contract('call', 610, { ...volatility, openInterest: 5 }),
  ];
  t.is(gammaFlip(both, { ...terms, years: 0 }), null);
  t.is(gammaFlip(both, { ...terms, spot: 300 }), null);
});

test('volume and another position can be asked for', (t) => {
  const chain = [
    contract('put', 590, { ...volatility, volume: 1000, openInterest: 0 }),
    contract('call', 610, { ...volatility, volume: 1000, openInterest: 5 }),
  ];
  t.is(gammaFlip(chain, terms), null);
  const byVolume = gammaFlip(chain, { ...terms, weight: 'volume' })!;
  t.is(gammaFlip(chain, { ...terms, weight: 'volume', position: { call: -1, put: 1 } }), byVolume);
  t.is(gammaFlip(chain, { ...terms, weight: 'volume', position: { call: 1, put: 1 } }), null);
});
