import type { OptionQuote } from '../../market/quotes/chain.ts';
import { strikeText } from '../../market/quotes/price-text.ts';
import { hasQuotes, quotedText } from '../../market/quotes/quoted-text.ts';
import { spreadOf } from '../../market/quotes/spread.ts';
import { thetaBurn } from '../../market/pricing/theta-burn.ts';
import type { KeyOf } from '../keys/key-of.ts';
import type { Line } from '../render/line.ts';
import { alignLeft, alignRight, wrapText } from '../render/width.ts';
import { keyHints } from '../panes/frame/key-hints.ts';
import {
  dash,
  formatCount,
  formatFixed,
  formatMid,
  formatPercent,
  formatPrice,
  formatSigned,
} from '../present/number.ts';
import { formatAge, formatClock } from '../present/time.ts';
import { changeOfContract } from '../state/chain/chain-listing.ts';
import { shownNow, shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { type DialogWindow, dialogColumns, dialogRows, dialogWindow } from './window.ts';

type Field = readonly [
  label: string,
  text: (contract: OptionQuote, now: number, isQuoted: boolean) => string,
];

function spreadText(contract: OptionQuote): string {
  const { shape, width, percent } = spreadOf(contract);
  if (shape === 'crossed') return 'crossed';
  return width === null ? dash : `${formatPrice(width)} · ${formatFixed(percent, 1)}%`;
}

function burnText(contract: OptionQuote): string {
  const burn = thetaBurn(contract);
  return burn === null ? dash : `$${formatFixed(Math.abs(burn.dollarsPerMinute), 2)} a min`;
}

/** A size belongs to a price: without a bid or ask there is no size. */
function sideText(contract: OptionQuote, side: 'bid' | 'ask', isQuoted: boolean): string {
  const text = quotedText(contract, side, isQuoted);
  const size = side === 'bid' ? contract.bidSize : contract.askSize;
  return contract[side] ? `${text} × ${formatCount(size)}` : text;
}

const sourceText = { vendor: 'vendor', model: 'model' } as const;

const fields: readonly (Field | null)[] = [
  ['bid', (c, _, isQuoted) => sideText(c, 'bid', isQuoted)],
  ['ask', (c, _, isQuoted) => sideText(c, 'ask', isQuoted)],
  ['mid', (c) => formatMid(c)],
  ['spread', spreadText],
  ['last', (c) => formatPrice(c.last)],
  ['previous close', (c) => formatPrice(c.previousClose)],
  ['change', (c) => formatSigned(changeOfContract(c))],
  null,
  ['volume', (c) => formatCount(c.volume)],
  ['open interest', (c) => formatCount(c.openInterest)],
  null,
  ['IV', (c) => formatPercent(c.impliedVolatility, 2)],
  ['delta', (c) => formatFixed(c.delta, 4)],
  ['gamma', (c) => formatFixed(c.gamma, 4)],
  ['theta a day', (c) => formatFixed(c.theta, 4)],
  ['contract theta', burnText],
  ['vega', (c) => formatFixed(c.vega, 4)],
  ['greeks by', (c) => (c.greeksSource ? sourceText[c.greeksSource] : dash)],
  null,
  [
    'quoted',
    (c, now) => (c.quotedAt === null ? dash : `${formatClock(c.quotedAt)} (${formatAge(now - c.quotedAt)})`),
  ],
];

interface Cells {
  label: number;
  value: number;
}

const usualCells: Cells = { label: 18, value: 20 };
/** A symbol has 18 characters, and no label more than 14. */
const narrowCells: Cells = { label: 15, value: 19 };

function cellsOf(width: number): Cells {
  return width < usualCells.label + 2 * usualCells.value ? narrowCells : usualCells;
}

/** A long value continues in the next line. */
function fieldLines(
  [label, text]: Field,
  sides: readonly (OptionQuote | null)[],
  shown: { now: number; isQuoted: boolean },
  cells: Cells,
): Line[] {
  const [call = [], put = []] = sides.map((side) =>
    wrapText(side ? text(side, shown.now, shown.isQuoted) : dash, cells.value - 1),
  );
  return Array.from(
    { length: Math.max(call.length, put.length) },
    (_, row): Line => [
      [alignLeft(row === 0 ? label : '', cells.label), 'dim'],
      [alignRight(call[row] ?? '', cells.value)],
      [alignRight(put[row] ?? '', cells.value)],
    ],
  );
}

/** Every field of the selected strike's two contracts, side by side. */
export function strikeWindow(state: DashboardState, keyOf: KeyOf): DialogWindow {
  const slice = shownPicture(state).chain;
  const selected = state.ui.chainScroll.selected;
  const row = slice?.strikes.find(({ strike }) => strike === selected) ?? null;
  const now = shownNow(state);
  const note = keyHints(keyOf, [
    ['strike-down', 'strike'],
    ['strike-close', 'close'],
  ]);
  if (!row)
    return dialogWindow({ title: 'Strike', body: [[['That strike is no longer listed.']]], note }, state.ui);
  const cells = cellsOf(dialogColumns(state.ui));
  const sides = [row.call, row.put];
  const shown = { now, isQuoted: hasQuotes(slice?.chain.contracts ?? []) };
  const head: Line[] = [
    [
      [alignLeft('', cells.label)],
      [alignRight('call', cells.value), 'up'],
      [alignRight('put', cells.value), 'down'],
    ],
    ...fieldLines(['symbol', ({ symbol }) => symbol], sides, shown, cells),
  ];
  const all = fields.flatMap((field): Line[] => (field ? fieldLines(field, sides, shown, cells) : [[]]));
  // Where rows are short, the blank ones are the first to go.
  const isTight = head.length + all.length > dialogRows(state.ui);
  const body = isTight ? all.filter((line) => line.length > 0) : all;
  const scrollHint = keyHints(keyOf, [['strike-page-down', 'scroll']]);
  const title = `Strike ${strikeText(row.strike)}`;
  return dialogWindow({ title, head, body, scrollHint, note }, state.ui);
}
