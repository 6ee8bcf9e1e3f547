import test from 'ava';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { levelsOf } from '../../../src/market/levels/compute-levels.ts';
import { sumLevels } from '../../../src/market/levels/sum-levels.ts';
import { optionGreeks, optionPrice } from '../../../src/market/pricing/black-scholes.ts';
import { type FilledChain, fillChain } from '../../../src/market/pricing/chain-greeks.ts';
import { yearsToExpiry } from '../../../src/market/pricing/years-to-expiry.ts';
import { chainSeries, chainSession } from '../../../src/market/products/chain-series.ts';
import { type Chain, inChainOrder, type OptionType } from '../../../src/market/quotes/chain.ts';
import { seriesTimes } from '../../../src/market/products/series-times.ts';
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

/**
 * The same, on a smile that is flat for each root. SPX’s calls lie near the money and SPXW’s above it, its puts below:
 * with an own time each, gamma changes its sign elsewhere than with one time for both.
 */
function withOpenInterest(at: number): FilledChain {
  const volatilities = { SPX: 0.12, SPXW: 0.13 };
  const contracts = (['SPX', 'SPXW'] as const).flatMap((root) => {
    const { tradingEnd, end } = seriesTimes({ underlying: 'I:SPX', root, expiration }, calendar)!;
    if (at >= tradingEnd) return [];
    const years = yearsToExpiry(at, end)!;
    return Array.from({ length: 61 }, (_, index) => 6450 + index * 5).flatMap((strike) =>
      (['call', 'put'] as const).map((optionType) => {
        const terms = { spot: 6602.5, strike, optionType, years, rate: 0, dividendYield: 0 };
        const value = optionPrice({ ...terms, volatility: volatilities[root] })!;
        const isCall = optionType === 'call';
        const openInterest =
          root === 'SPX' ? (isCall && strike > 6600 ? 900 : 20) : isCall ? 40 : strike < 6600 ? 700 : 60;
        return aContract({
          ...{ strike, optionType, openInterest, volume: openInterest, quotedAt: at },
          ...{ bid: Math.max(value - 0.05, 0.05), ask: value + 0.05, impliedVolatility: null },
          ...{ delta: null, gamma: null, theta: null, vega: null, greeksSource: null },
          symbol: formatOptionSymbol({ root, expiration, optionType, strikeMills: strike * 1000 }, 'compact'),
        });
      }),
    );
  });
  const spot = { underlyingPrice: 6602.5, underlyingPriceAt: at };
  const chain = aChain({ underlying: 'I:SPX', expiration, contracts, timestamp: at, ...spot });
  return fillChain(chain, { calendar, rate: null, dividends: [] });
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

test('the flip of a third Friday re-prices each series with its own time', (t) => {
  const eve = (time: string) => newYorkInstant('2026-12-17', time);
  const flipOf = (filled: FilledChain) =>
    levelsOf(filled, {
      ...{ session: chainSession('I:SPX', expiration, calendar), dealerSign: 'naive', opening: null },
    }).byOpenInterest!.gammaFlip!;
  const sumOf = (filled: FilledChain) =>
    sumLevels('I:SPX', [{ expiration, filled }], 'naive').byOpenInterest!.gammaFlip!;
  for (const time of ['10:30', '15:59', '16:14']) {
    const filled = withOpenInterest(eve(time));
    const end = (root: string) => seriesTimes({ underlying: 'I:SPX', root, expiration }, calendar)!.end;
    const gammaAt = (spot: number) =>
      filled.trading.reduce((sum, { symbol, strike, optionType, impliedVolatility, openInterest }) => {
        if (impliedVolatility === null) return sum;
        const years = yearsToExpiry(eve(time), end(symbol.slice(0, -15)))!;
        const terms = { ...filled.terms!, years, dividendYield: filled.terms!.rate };
        const greeks = optionGreeks({ ...terms, spot, strike, optionType, volatility: impliedVolatility })!;
        return sum + (optionType === 'call' ? 1 : -1) * greeks.gamma * openInterest!;
      }, 0);
    const flip = flipOf(filled);
    t.true(Math.sign(gammaAt(flip - 0.05)) === -Math.sign(gammaAt(flip + 0.05)), `${time}: ${flip}`);
    t.is(sumOf(filled), flip);
  }
});

test('a series that has ended moves no flip', (t) => {
  const flipOf = (filled: FilledChain) =>
    levelsOf(filled, {
      ...{ session: chainSession('I:SPX', expiration, calendar), dealerSign: 'naive', opening: null },
    }).byOpenInterest!.gammaFlip;
  const before = withOpenInterest(newYorkInstant('2026-12-17', '16:14'));
  const at = newYorkInstant('2026-12-17', '16:15');
  // What the vendor still lists of SPX, as of a minute before.
  const listed = before.chain.contracts.filter(({ symbol }) => symbol.startsWith('SPX2'));
  const after = withOpenInterest(at);
  const contracts = [...listed, ...after.chain.contracts].sort(inChainOrder);
  const both = fillChain({ ...after.chain, contracts }, { calendar, rate: null, dividends: [] });
  t.is(both.chain.contracts.length, 2 * after.chain.contracts.length);
  t.is(flipOf(both), flipOf(after));
  t.not(flipOf(before), flipOf(after));
});
