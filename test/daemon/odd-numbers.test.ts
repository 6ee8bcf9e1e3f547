import { assumptionsOn } from '../support/assumptions.ts';
import test from 'ava';
import { fillChain } from '../../src/market/pricing/chain-greeks.ts';
import { levelsOf } from '../../src/market/levels/compute-levels.ts';
import { anyNumber, count } from '../../src/sources/polygon/parse/fields.ts';
import { optionGreeks } from '../../src/market/pricing/black-scholes.ts';
import { createCalendar } from '../../src/market/calendar/calendar.ts';
import type { OptionQuote } from '../../src/market/quotes/chain.ts';
import { dealerSigns } from '../../src/market/levels/dealer-sign.ts';
import { oddNumbers } from '../support/odd-numbers.ts';
import { sampleChain } from '../tui/support/sample-chain.ts';

const calendar = createCalendar();

test('a negative zero of the vendor’s is a zero', (t) => {
  t.deepEqual([anyNumber.parse(-0), count.parse(-0), anyNumber.parse(-0.5)], [0, 0, -0.5]);
  t.is(anyNumber.parse(undefined), null);
});

test('a worthless put has a delta of 0, not of −0', (t) => {
  const terms = { spot: 700, strike: 100, years: 1e-5, volatility: 0.1, rate: 0, dividendYield: 0 };
  for (const optionType of ['call', 'put'] as const) {
    t.deepEqual(oddNumbers(optionGreeks({ ...terms, optionType })), [], optionType);
  }
});

/** What the vendor and quiet markets make of contracts. */
const variants: Record<string, (contract: OptionQuote) => Partial<OptionQuote>> = {
  'as they are': () => ({}),
  'without greeks': () => ({ impliedVolatility: null, delta: null, gamma: null, theta: null, vega: null }),
  'without a trade or an open position': () => ({ volume: 0, openInterest: 0 }),
  'with deltas on the wrong side of 0': ({ optionType }) => ({ delta: optionType === 'put' ? 1e-9 : -1e-9 }),
  'with tiny negative gammas': () => ({ gamma: -1e-9, vega: -1e-9 }),
  'without a market': () => ({ bid: null, ask: null }),
};

for (const [name, change] of Object.entries(variants)) {
  test(`contracts ${name} leave no number that JSON lacks in chain and levels`, (t) => {
    const chain = sampleChain();
    const contracts = chain.contracts.map((contract) => ({ ...contract, ...change(contract) }));
    const filled = fillChain({ ...chain, contracts }, assumptionsOn(calendar));
    t.deepEqual(oddNumbers(filled.chain), []);
    for (const dealerSign of dealerSigns) {
      const session = calendar.sessionOn(chain.expiration);
      const levels = levelsOf(filled, { session, dealerSign, opening: null });
      t.deepEqual(oddNumbers(levels), [], dealerSign);
    }
  });
}
