import test from 'ava';
import { formatOptionSymbol } from '../../../../src/market/symbols/option-symbol.ts';
import { chainTableLines } from '../../../../src/tui/panes/chain/chain-table.ts';
import { chainListing } from '../../../../src/tui/state/chain/chain-listing.ts';
import { notScrolled } from '../../../../src/tui/state/chain/chain-scroll.ts';
import { chainSlice } from '../../../../src/tui/state/chain/chain-slice.ts';
import { aChain, aContract, monday } from '../../../db/fixtures.ts';

function linesOf(roots: readonly string[]): string[] {
  const expiration = '2026-12-18';
  const contracts = [6600, 6605].flatMap((strike) =>
    roots.map((root) => {
      const parts = { root, expiration, optionType: 'call', strikeMills: strike * 1000 } as const;
      return aContract({ strike, symbol: formatOptionSymbol(parts, 'compact') });
    }),
  );
  const slice = chainSlice(aChain({ underlying: 'I:SPX', expiration, contracts, underlyingPrice: 6602 }));
  return chainTableLines({
    ...{ width: 100, height: 12, listing: chainListing(slice, '', 'strike'), strikes: slice.strikes },
    ...{ spot: 6602, spotSource: 'chain', polledAt: monday, scroll: notScrolled, columns: 'prices' },
    ...{ moves: null, marks: new Map() },
  }).map((line) => line.map(([text]) => text).join(''));
}

test('a chain of two roots names the root of each strike, one of a single root does not', (t) => {
  const strikesOf = (roots: string[]) =>
    linesOf(roots).flatMap(
      (line) => /│ *((?:[A-Z]+ )?\d{4}) *[│┃]/.exec(line.replaceAll('┃', '│'))?.[1] ?? [],
    );
  t.deepEqual(strikesOf(['SPX', 'SPXW']), ['SPX 6600', 'SPXW 6600', 'SPX 6605', 'SPXW 6605']);
  t.deepEqual(strikesOf(['SPXW']), ['6600', '6605']);
});
