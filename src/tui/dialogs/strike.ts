import type { OptionQuote } from '../../market/chain.ts';
import { strikeText } from '../../market/price-text.ts';
import { spreadOf } from '../../market/spread.ts';
import { thetaBurn } from '../../market/theta-burn.ts';
import type { KeyOf } from '../commands/named-keys.ts';
import type { Line } from '../draw/line.ts';
import { alignLeft, alignRight } from '../draw/width.ts';
import { keyHints } from '../panes/key-hints.ts';
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
import { changeOfContract } from '../state/chain-listing.ts';
import { shownNow, shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { type DialogWindow, dialogWindow } from './window.ts';

type Field = readonly [label: string, text: (contract: OptionQuote, now: number) => string];

function spreadText(contract: OptionQuote): string {
  const { shape, width, percent } = spreadOf(contract);
  if (shape === 'crossed') return 'crossed';
  return width === null ? dash : `${formatPrice(width)} · ${formatFixed(percent, 1)}%`;
}

function burnText(contract: OptionQuote): string {
  const burn = thetaBurn(contract);
  return burn === null ? dash : `$${formatFixed(Math.abs(burn.dollarsPerMinute), 2)} a min`;
}

const sourceText = { vendor: 'vendor', model: 'model' } as const;

const fields: readonly (Field | null)[] = [
  ['bid', (c) => `${formatPrice(c.bid)} × ${formatCount(c.bidSize)}`],
  ['ask', (c) => `${formatPrice(c.ask)} × ${formatCount(c.askSize)}`],
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
  ['theta a contract', burnText],
  ['vega', (c) => formatFixed(c.vega, 4)],
  ['greeks by', (c) => (c.greeksSource ? sourceText[c.greeksSource] : dash)],
  null,
  [
    'quoted',
    (c, now) => (c.quotedAt === null ? dash : `${formatClock(c.quotedAt)} (${formatAge(now - c.quotedAt)})`),
  ],
];

const labelCells = 18;
const valueCells = 20;

function sideText(contract: OptionQuote | null, text: Field[1], now: number): string {
  return alignRight(contract ? text(contract, now) : dash, valueCells);
}

/** Every field of the selected strike's two contracts, side by side. */
export function strikeWindow(state: DashboardState, keyOf: KeyOf): DialogWindow {
  const slice = shownPicture(state).chain;
  const selected = state.ui.chainView.selected;
  const row = slice?.strikes.find(({ strike }) => strike === selected) ?? null;
  const now = shownNow(state);
  const note = keyHints(keyOf, [
    ['strike-down', 'strike'],
    ['strike-close', 'close'],
  ]);
  if (!row)
    return dialogWindow({ title: 'Strike', body: [[['That strike is no longer listed.']]], note }, state.ui);
  const head: Line = [
    [alignLeft('', labelCells)],
    [alignRight('call', valueCells), 'up'],
    [alignRight('put', valueCells), 'down'],
  ];
  const symbols: Line = [
    [alignLeft('symbol', labelCells), 'dim'],
    [alignRight(row.call?.symbol ?? dash, valueCells), 'dim'],
    [alignRight(row.put?.symbol ?? dash, valueCells), 'dim'],
  ];
  const body = fields.map((field): Line => {
    if (!field) return [];
    const [label, text] = field;
    return [
      [alignLeft(label, labelCells), 'dim'],
      [sideText(row.call, text, now)],
      [sideText(row.put, text, now)],
    ];
  });
  // Where rows are short, the blank ones are the first to go.
  const room = state.ui.rows - 6;
  const all = [head, symbols, ...body];
  const shown = all.length > room ? all.filter((line) => line.length > 0) : all;
  return dialogWindow({ title: `Strike ${strikeText(row.strike)}`, body: shown, note }, state.ui);
}
