import test from 'ava';
import type { OptionQuote } from '../../../../src/market/quotes/chain.ts';
import { type ChainSort, chainListing, rowsOf } from '../../../../src/tui/state/chain/chain-listing.ts';
import {
  notScrolled,
  moveSelection,
  selectNearest,
  visibleRows,
} from '../../../../src/tui/state/chain/chain-scroll.ts';
import { chainSlice } from '../../../../src/tui/state/chain/chain-slice.ts';
import { sampleChain } from '../../support/sample-chain.ts';

const nothing = {
  volume: null,
  openInterest: null,
  impliedVolatility: null,
  last: null,
  previousClose: null,
};

/** A chain of the strikes 669 to 672 around 670.4, with what the test gives and nothing else. */
function slice(given: Record<string, Partial<OptionQuote>>) {
  const whole = sampleChain(670.4);
  const contracts = whole.contracts
    .filter(({ strike }) => strike >= 669 && strike <= 672)
    .map((contract) => ({ ...contract, ...nothing, ...given[`${contract.optionType} ${contract.strike}`] }));
  return chainSlice({ ...whole, contracts });
}

const order = (given: Record<string, Partial<OptionQuote>>, sort: ChainSort, filter = '') =>
  chainListing(slice(given), filter, sort).rows.map(({ strike }) => strike);

test('volume and open interest rank by the sum of call and put', (t) => {
  const volumes = { 'call 670': { volume: 60 }, 'put 670': { volume: 60 }, 'call 672': { volume: 100 } };
  t.deepEqual(order(volumes, 'volume'), [670, 672, 669, 671]);
  const held = { 'call 671': { openInterest: 5 }, 'put 672': { openInterest: 7 } };
  t.deepEqual(order(held, 'openInterest'), [672, 671, 669, 670]);
});

test('IV and change rank by the larger of call and put, a fall as a rise', (t) => {
  const volatile = {
    'call 669': { impliedVolatility: 0.2 },
    'put 669': { impliedVolatility: 0.2 },
    'call 671': { impliedVolatility: 0.3 },
  };
  t.deepEqual(order(volatile, 'volatility'), [671, 669, 670, 672]);
  const moved = {
    'call 670': { last: 2, previousClose: 1 },
    'put 671': { last: 1, previousClose: 3.5 },
    'call 672': { last: 4, previousClose: null },
  };
  t.deepEqual(order(moved, 'change'), [671, 670, 669, 672]);
});

test('a side that the filter leaves out does not count', (t) => {
  const volumes = { 'call 669': { volume: 900 }, 'put 669': { volume: 1 }, 'call 672': { volume: 20 } };
  t.deepEqual(order(volumes, 'volume'), [669, 672, 670, 671]);
  t.deepEqual(order(volumes, 'volume', 'otm'), [672, 669, 670, 671]);
});

test('a ranking has no line of the spot, and its window stays on its ranks', (t) => {
  const early = chainListing(slice({ 'call 672': { volume: 9 }, 'put 671': { volume: 8 } }), '', 'volume');
  t.is(early.spot, null);
  const shown = (listing = early, scroll = notScrolled) =>
    visibleRows(rowsOf(listing), 2, scroll).map((row) => (row.kind === 'spot' ? 'spot' : row.row.strike));
  t.deepEqual(shown(), [672, 671]);
  let scroll = moveSelection(rowsOf(early), 2, notScrolled, { by: 1 });
  t.is(scroll.selected, 672);
  scroll = moveSelection(rowsOf(early), 2, scroll, { by: 2 });
  t.is(scroll.selected, 669);
  t.deepEqual(shown(early, scroll), [671, 669]);
  // 669 overtakes the others: the window shows the same ranks, and the next step starts where it is now.
  const later = chainListing(slice({ 'call 669': { volume: 99 }, 'call 672': { volume: 9 } }), '', 'volume');
  t.deepEqual(shown(later, scroll), [672, 670]);
  t.is(moveSelection(rowsOf(later), 2, scroll, { by: 1 }).selected, 672);
});

test('the strike nearest to the money is found in any order, the lower one of two as near', (t) => {
  const ranked = chainListing(slice({ 'call 672': { volume: 9 }, 'put 671': { volume: 8 } }), '', 'volume');
  const scroll = selectNearest(rowsOf(ranked), 2, notScrolled, 670.4);
  t.deepEqual(scroll, { top: 2, selected: 670 });
  t.is(selectNearest(rowsOf(ranked), 2, notScrolled, 670.5).selected, 670);
  const none = chainListing(slice({}), '>700', 'volume');
  t.is(selectNearest(rowsOf(none), 2, notScrolled, 670), notScrolled);
});

test('a listing says how many of how many, and what it could not tell', (t) => {
  const whole = slice({});
  t.like(chainListing(whole, '', 'strike'), { isFiltered: false, isRanked: false, total: 4, spot: 670.4 });
  t.like(chainListing(whole, '>670 x', 'strike'), { isFiltered: true, total: 4, problem: { word: 'x' } });
  t.is(chainListing(whole, '>670', 'strike').rows.length, 2);
  const lost = { ...whole, chain: { ...whole.chain, underlyingPrice: null } };
  t.like(chainListing(lost, 'otm', 'strike'), { isMoneyUnknown: true, spot: null });
  t.is(chainListing(lost, '>670', 'strike').isMoneyUnknown, false);
});
