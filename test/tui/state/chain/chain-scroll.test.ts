import test from 'ava';
import {
  type ChainScroll,
  notScrolled,
  moveSelection,
  visibleRows,
} from '../../../../src/tui/state/chain/chain-scroll.ts';
import type { StrikeRow } from '../../../../src/tui/state/chain/chain-slice.ts';

const strikes = (from: number, count: number): StrikeRow[] =>
  Array.from({ length: count }, (_, index) => ({ strike: from + index, root: 'SPY', call: null, put: null }));
const rows = { strikes: strikes(100, 20), spot: 109.5 };
const shown = (scroll: ChainScroll, height = 5, of: Parameters<typeof visibleRows>[0] = rows) =>
  visibleRows(of, height, scroll).map((row) => (row.kind === 'spot' ? 'spot' : row.row.strike));

test('the spot stands between the two strikes around it, in the middle of the window', (t) => {
  t.deepEqual(shown(notScrolled), [108, 109, 'spot', 110, 111]);
  t.deepEqual(shown(notScrolled, 6), [107, 108, 109, 'spot', 110, 111]);
});

test('a spot on a strike stands below it, and one beyond the listed strikes at the end', (t) => {
  t.deepEqual(shown(notScrolled, 3, { ...rows, spot: 110 }), [110, 'spot', 111]);
  t.deepEqual(shown(notScrolled, 3, { ...rows, spot: 500 }), [118, 119, 'spot']);
  t.deepEqual(shown(notScrolled, 3, { ...rows, spot: 1 }), ['spot', 100, 101]);
});

test('without a spot the middle of the list is shown, and a short list from its start', (t) => {
  t.deepEqual(shown(notScrolled, 3, { ...rows, spot: null }), [109, 110, 111]);
  t.deepEqual(shown(notScrolled, 9, { strikes: strikes(1, 2), spot: 1.5 }), [1, 'spot', 2]);
  t.deepEqual(shown(notScrolled, 9, { strikes: [], spot: null }), []);
});

test('the first step selects next to the spot, and the window stays where it is', (t) => {
  const down = moveSelection(rows, 5, notScrolled, { by: 1 });
  t.is(down.selected, 110);
  t.deepEqual(shown(down), [108, 109, 'spot', 110, 111]);
  t.is(moveSelection(rows, 5, notScrolled, { by: -1 }).selected, 109);
});

test('the window moves only as far as the selection needs', (t) => {
  let scroll = notScrolled;
  for (let step = 0; step < 3; step++) scroll = moveSelection(rows, 5, scroll, { by: 1 });
  t.is(scroll.selected, 112);
  t.deepEqual(shown(scroll), [109, 'spot', 110, 111, 112]);
  scroll = moveSelection(rows, 5, scroll, { by: -4 });
  t.is(scroll.selected, 108);
  t.deepEqual(shown(scroll), [108, 109, 'spot', 110, 111]);
});

test('first and last go to the ends and not beyond', (t) => {
  const last = moveSelection(rows, 5, notScrolled, { to: 'last' });
  t.deepEqual(shown(last), [115, 116, 117, 118, 119]);
  t.deepEqual(moveSelection(rows, 5, last, { by: 10 }), last);
  const first = moveSelection(rows, 5, last, { to: 'first' });
  t.deepEqual(shown(first), [100, 101, 102, 103, 104]);
});

test('a window that was scrolled keeps its strikes while the money moves through it', (t) => {
  const scroll = moveSelection(rows, 5, notScrolled, { by: 1 });
  t.deepEqual(shown(scroll, 5, { ...rows, spot: 110.5 }), [108, 109, 110, 'spot', 111]);
  t.deepEqual(shown(scroll, 5, { ...rows, spot: 117.5 }), [108, 109, 110, 111, 112]);
});

test('strikes of another expiry are found by the nearest one', (t) => {
  const scroll: ChainScroll = { top: 105, selected: 107 };
  t.deepEqual(shown(scroll, 3, { strikes: strikes(200, 5), spot: null }), [200, 201, 202]);
  t.is(moveSelection({ strikes: [], spot: null }, 3, scroll, { by: 1 }), scroll);
});
