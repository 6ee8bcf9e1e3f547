import test from 'ava';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { fillChain } from '../../../src/market/pricing/chain-greeks.ts';
import { chainSeries, chainSession } from '../../../src/market/products/chain-series.ts';
import type { Chain, OptionType } from '../../../src/market/quotes/chain.ts';
import { formatOptionSymbol } from '../../../src/market/symbols/option-symbol.ts';
import { aChain, aContract } from '../../db/fixtures.ts';

const calendar = createCalendar();
const expiration = '2026-12-18';

/** SPX and SPXW of a third Friday around the money, quoted a second before the poll. */
function thirdFriday(at: number): Chain {
  const contract = (root: string, strike: number, optionType: OptionType) => {
    const parts = { root, expiration, optionType, strikeMills: strike * 1000 };
    return aContract({
      ...{ strike, optionType, bid: 30, ask: 30.2, quotedAt: at - 1000, impliedVolatility: null },
      ...{ delta: null, gamma: null, theta: null, vega: null, greeksSource: null },
      symbol: formatOptionSymbol(parts, 'compact'),
    });
  };
  const contracts = [6600, 6605].flatMap((strike) =>
    ['SPX', 'SPXW'].flatMap((root) => [contract(root, strike, 'call'), contract(root, strike, 'put')]),
  );
  const spot = { underlyingPrice: 6602.5, underlyingPriceAt: at - 1000 };
  return aChain({ underlying: 'I:SPX', expiration, contracts, timestamp: at, ...spot });
}

test('the series that ends last comes first, and the chain goes by its hours', (t) => {
  const series = chainSeries(thirdFriday(newYorkInstant('2026-12-17', '10:30')), calendar);
  t.deepEqual(
    series.map(({ root, times, contracts }) => [root, times?.end, contracts.length]),
    [
      ['SPXW', newYorkInstant(expiration, '16:00'), 4],
      ['SPX', newYorkInstant(expiration, '09:30'), 4],
    ],
  );
  const close = newYorkInstant(expiration, '16:00');
  t.deepEqual(chainSession('I:SPX', expiration, calendar), {
    ...{ open: newYorkInstant(expiration, '09:30'), close, optionClose: close },
  });
});

test('each series is priced to its own end, and one that is over has no greeks and feeds no level', (t) => {
  const assumptions = { calendar, rate: null, dividends: [] };
  const roots = (at: number) => {
    const { main, trading, chain } = fillChain(thirdFriday(at), assumptions);
    const priced = chain.contracts.filter(({ gamma }) => gamma !== null);
    const rootsOf = (contracts: readonly { symbol: string }[]) =>
      [...new Set(contracts.map(({ symbol }) => symbol.slice(0, -15)))].sort();
    return [rootsOf(main), rootsOf(trading), rootsOf(priced)];
  };
  const both = ['SPX', 'SPXW'];
  t.deepEqual(roots(newYorkInstant('2026-12-17', '16:14')), [['SPXW'], both, both]);
  t.deepEqual(roots(newYorkInstant('2026-12-17', '16:16')), [['SPXW'], ['SPXW'], ['SPXW']]);
  t.deepEqual(roots(newYorkInstant(expiration, '10:30')), [['SPXW'], ['SPXW'], ['SPXW']]);
});
