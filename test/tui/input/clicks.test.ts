import test from 'ava';
import { shownListing } from '../../../src/tui/commands/chain/chain-listing.ts';
import { keyLabel } from '../../../src/tui/keys/keys.ts';
import { chainPaneLines, strikeAt } from '../../../src/tui/panes/chain/chain-pane.ts';
import { chainTableRows } from '../../../src/tui/panes/chain/chain-pane-input.ts';
import { chainTableLines } from '../../../src/tui/panes/chain/chain-table.ts';
import { footerCommandAt, footerHints } from '../../../src/tui/panes/frame/footer.ts';
import { tabsInputOf } from '../../../src/tui/panes/frame/tabs/tabs-input.ts';
import { tabAt, tabsLine, watchedSymbolAt } from '../../../src/tui/panes/frame/tabs/tabs.ts';
import { plainLine } from '../../../src/tui/render/line.ts';
import type { ChainScroll } from '../../../src/tui/state/chain/chain-scroll.ts';
import { layoutOf, shownPicture } from '../../../src/tui/state/selectors.ts';
import { type DashboardState, initialState, reduce } from '../../../src/tui/state/state.ts';
import { playedAt, samplePlaybackState } from '../support/fake-playback.ts';
import { openDashboard } from '../support/open-dashboard.ts';
import { openPlayback } from '../support/open-playback.ts';
import { sampleSnapshot } from '../support/sample.ts';
import { sampleQuote } from '../support/sample-chain.ts';
import { sampleHello } from '../support/sample-hello.ts';
import type { TestTerminal } from '../support/test-terminal.ts';

const sizes = [
  [60, 16],
  [80, 24],
  [120, 40],
  [200, 50],
] as const;

const hello = sampleHello();
const watch = [
  { symbol: 'SPY', quote: sampleQuote() },
  { symbol: 'AAPL', quote: sampleQuote({ symbol: 'AAPL', price: 231.4 }) },
  { symbol: 'NVDA', quote: null },
];

const stateOf = (columns: number, rows: number): DashboardState =>
  [
    {
      type: 'connection-changed',
      state: { status: 'connected', hello, message: null, attempt: 0, retryAt: null },
      real: 0,
    } as const,
    { type: 'snapshot-taken', snapshot: sampleSnapshot({ watch }), hello, real: 0 } as const,
  ].reduce(reduce, initialState({ columns, rows }, 0));

/** What stands where each thing is hit: its cells, in the order of the line. */
function cellsOf<T>(line: string, at: (column: number) => T | null): Map<T, string> {
  const cells = new Map<T, string>();
  for (const [column, character] of [...line].entries()) {
    const hit = at(column);
    if (hit !== null) cells.set(hit, (cells.get(hit) ?? '') + character);
  }
  return cells;
}

test('every hint of the footer is hit where it is drawn, at many widths and in dialogs', (t) => {
  for (let width = 60; width <= 220; width += 17) {
    const panes = stateOf(width, width % 2 === 0 ? 40 : 16);
    for (const state of [panes, reduce(panes, { type: 'dialog-opened', dialog: { kind: 'strike' } })]) {
      const line = plainLine(footerHints(state, width));
      const hints = line.trim().split(/ {3}/);
      let hit = 0;
      for (const hint of hints.filter((text) => text !== '1–6 screens')) {
        const from = line.indexOf(`${hint} `);
        const at = [...hint].map((_, cell) => footerCommandAt(state, width, from + cell));
        t.false(at.includes(null), hint);
        const { footerKey, keys, label } = at.at(-1)!;
        t.is(hint, `${footerKey ?? keyLabel(keys[0]!)} ${label}`);
        hit += hint.length;
      }
      const all = [...line].filter((_, column) => footerCommandAt(state, width, column) !== null);
      t.is(all.length, hit, line);
    }
  }
});

test('each of the two keys of a hint is its own command’s', (t) => {
  const hits = new Set<string>();
  const panes = stateOf(200, 40);
  const strike = reduce(panes, { type: 'dialog-opened', dialog: { kind: 'strike' } });
  const played = [
    { type: 'playback-opened', now: playedAt, real: 0 } as const,
    {
      type: 'playback-snapshot-taken',
      ...{ snapshot: sampleSnapshot({ watch }), state: samplePlaybackState(), real: 0 },
    } as const,
  ].reduce(reduce, panes);
  for (const state of [panes, strike, played]) {
    const line = plainLine(footerHints(state, 200));
    for (const keys of ['↑↓', '← →', '[ ]', '< >', ', .', '- +', 'PgUp PgDn', 'Home End']) {
      const from = line.indexOf(` ${keys} `) + 1;
      if (from === 0) continue;
      hits.add(keys);
      const [first, last] = [from, from + keys.length - 1].map(
        (column) => footerCommandAt(state, 200, column)!,
      );
      const [one, other] = keys.includes(' ') ? keys.split(' ') : keys;
      t.true(
        first!.keys.some((key) => keyLabel(key) === one),
        `${keys}: ${first!.id}`,
      );
      t.true(
        last!.keys.some((key) => keyLabel(key) === other),
        `${keys}: ${last!.id}`,
      );
      t.not(first, last);
      t.is(footerCommandAt(state, 200, from + keys.length + 1)?.footerKey, keys);
    }
  }
  t.true(hits.size >= 6, [...hits].join('; '));
});

test('nothing is hit where a notice stands in place of the hints', (t) => {
  const state = reduce(stateOf(120, 40), {
    type: 'toast-shown',
    toast: { id: 1, text: 'Saved', token: 'text' },
  });
  for (const column of [1, 5, 40]) t.is(footerCommandAt(state, 120, column), null);
});

test('every symbol of the watch list is hit where it is drawn, and no screen there', (t) => {
  for (let width = 60; width <= 220; width += 3) {
    const input = tabsInputOf(stateOf(width, 40), width);
    const line = plainLine(tabsLine(input));
    const cells = cellsOf(line, (column) => watchedSymbolAt(input, column));
    for (const [symbol, text] of cells) t.regex(text, new RegExp(`^${symbol} [^ ](.*[^ ])?$`));
    t.is(cells.size, line.includes('AAPL') ? watch.length : 0, line);
    if (cells.size > 0) t.is(tabAt(width, input.screen, input.keyOf, line.indexOf('AAPL')), null);
  }
});

function drawnChain(state: DashboardState, scroll: ChainScroll) {
  const layout = layoutOf(state);
  const slice = shownPicture(state).chain!;
  const listing = shownListing(state)!;
  const rect = layout.kind === 'panes' ? layout.panes.chain! : null!;
  const { underlyingPrice: spot, underlyingPriceSource: spotSource, timestamp } = slice.chain;
  const table = chainTableLines({
    ...{ width: rect.width - 2, height: chainTableRows(rect, false), listing, scroll, spot, spotSource },
    ...{ strikes: slice.strikes, polledAt: timestamp, columns: 'all', moves: null, marks: new Map() },
  });
  const lines = chainPaneLines({
    ...{ rect, listing, scroll, slice, table, isFocused: true, isRefreshing: false, symbol: 'SPY' },
    ...{ phase: null, job: null, loading: null, wanted: null, now: timestamp, filter: '' },
    ...{ isFilterOpen: false, hasMarks: false, keyOf: () => null },
  });
  return { rect, listing, lines: lines.map(plainLine) };
}

test('every strike of the chain is hit where it is drawn, at every size, scrolled or ranked', (t) => {
  for (const [columns, rows] of sizes) {
    const byStrike = reduce(stateOf(columns, rows), { type: 'screen-chosen', screen: 'chain' });
    const ranked = reduce(byStrike, { type: 'sort-chosen', sort: 'volume' });
    const far = shownListing(byStrike)!.rows.at(-3)!.strike;
    for (const [state, scroll] of [
      [byStrike, { top: null, selected: null }],
      [byStrike, { top: far, selected: far }],
      [ranked, { top: 3, selected: null }],
    ] as const) {
      const { rect, listing, lines } = drawnChain(state, scroll);
      const rowOf = (strike: number) =>
        lines.findIndex((line) => new RegExp(`[┃│] +${strike}(\\.0+)? +[┃│]`).test(line));
      const drawn = listing.rows.filter(({ strike }) => rowOf(strike) >= 0);
      t.true(drawn.length > 1);
      for (const { strike } of drawn)
        t.is(
          strikeAt({ rect, listing, scroll, isFilterOpen: false }, rect.x + 5, rect.y + rowOf(strike)),
          strike,
        );
      const hits = lines.flatMap(
        (_, row) => strikeAt({ rect, listing, scroll, isFilterOpen: false }, rect.x + 5, rect.y + row) ?? [],
      );
      t.is(hits.length, drawn.length, `${columns}×${rows}`);
    }
  }
});

const press = (column: number, row: number) => `\u001b[<0;${column + 1};${row + 1}M`;

function clickOn(terminal: TestTerminal, words: string | RegExp): void {
  const row = terminal.rows().findLastIndex((text) => text.search(words) >= 0);
  terminal.press(press(terminal.rows()[row]!.search(words), row));
}

const on668 = /[│┃] +668(\.00)? +[│┃]/;

test.serial('a click on a strike selects it, and another one opens it', async (t) => {
  const { terminal } = await openDashboard(t, { isMouseOn: true });
  clickOn(terminal, on668);
  await terminal.until('a selected strike', (text) => text.includes('0 re-centres'));
  t.false(terminal.text().includes('╭─ Strike'));
  clickOn(terminal, on668);
  await terminal.until('its details', (text) => text.includes('╭─ Strike 668'));
  clickOn(terminal, 'close');
  await terminal.until('no dialog', (text) => !text.includes('╭─ Strike'));
  clickOn(terminal, /\? help/);
  await terminal.until('the help', (text) => text.includes('╭─ Help'));
});

test.serial('a click on a symbol of the watch list looks at it', async (t) => {
  const { terminal, connection } = await openDashboard(t, {
    isMouseOn: true,
    columns: 160,
    snapshot: { watch },
  });
  clickOn(terminal, 'AAPL');
  await terminal.until('a question', () => connection.looked.length > 0);
  t.deepEqual(connection.looked.at(-1)?.subscription, { symbol: 'AAPL', expiration: null });
});

test.serial('strikes and hints are clicked on in a playback too', async (t) => {
  const { terminal } = await openPlayback(t, { isMouseOn: true });
  clickOn(terminal, on668);
  await terminal.until('a selected strike', (text) => text.includes('0 re-centres'));
  clickOn(terminal, on668);
  await terminal.until('its details', (text) => text.includes('╭─ Strike 668'));
  clickOn(terminal, 'close');
  await terminal.until('no dialog', (text) => !text.includes('╭─ Strike'));
  clickOn(terminal, 'live');
  await terminal.until('live again', (text) => !text.includes('REPLAY'));
  t.pass();
});
