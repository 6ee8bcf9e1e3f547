import { changeOf } from '../../market/quotes/quote.ts';
import type { KeyOf } from '../keys/key-of.ts';
import type { Line, Span } from '../render/line.ts';
import { alignLeft, alignRight } from '../render/width.ts';
import { keyHints } from '../panes/frame/key-hints.ts';
import { directionOf } from '../panes/quote/quote-facts.ts';
import { shortAge } from '../present/freshness-text.ts';
import { arrowOf, dash, formatPrice, formatSignedPercent } from '../present/number.ts';
import { shownNow } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import type { Dialog } from '../state/ui/dialog.ts';
import { type WatchedRow, watchedRows } from '../state/watch.ts';
import { type DialogWindow, dialogRows, dialogWindow } from './window.ts';

const symbolCells = 11;
const priceCells = 10;
const changeCells = 11;
const ageCells = 13;

const howToAdd: readonly Line[] = [
  [],
  [['Others go into the settings file, which', 'dim']],
  [['`spyglass config path` finds:', 'dim']],
  [],
  [['  [watch]', 'accent']],
  [['  symbols = ["SPY", "QQQ", "IWM"]', 'accent']],
];

function rowLine(
  { symbol, quote, freshness, stale, isUnknown, isActive }: WatchedRow,
  isSelected: boolean,
  now: number,
): Line {
  const change = quote && changeOf(quote);
  const none = isUnknown ? 'unknown' : dash;
  const moved = change ? `${arrowOf(change.change)} ${formatSignedPercent(change.percent)}` : none;
  const background = isSelected ? ('selection' as const) : undefined;
  const cell = (text: string, token: Span[1]): Span =>
    background ? [text, token, background] : [text, token];
  return [
    cell(isSelected ? '▸ ' : '  ', 'accent'),
    cell(alignLeft(`${symbol}${isActive ? ' ●' : ''}`, symbolCells), isActive ? 'strong' : 'text'),
    cell(alignRight(formatPrice(quote?.price ?? null), priceCells), stale ? 'stale' : 'text'),
    cell(alignRight(moved, changeCells), stale || !quote ? 'stale' : directionOf(quote)),
    cell(alignRight(freshness ? shortAge(freshness, now) : dash, ageCells), stale ? 'warning' : 'dim'),
    cell(' ', 'dim'),
  ];
}

/** The watch list, and the symbol that is being typed. */
export function watchWindow(
  state: DashboardState,
  { selected, typed }: Extract<Dialog, { kind: 'watch' }>,
  keyOf: KeyOf,
): DialogWindow {
  const rows = watchedRows(state);
  const now = shownNow(state);
  const head: Line = [
    [alignLeft('  symbol', symbolCells + 2), 'faint'],
    [alignRight('last', priceCells), 'faint'],
    [alignRight('change', changeCells), 'faint'],
    [alignRight('age', ageCells), 'faint'],
  ];
  const body: Line[] = [
    ...rows.map((row, index) => rowLine(row, typed === '' && index === selected, now)),
    ...(rows.length < 2 ? howToAdd : []),
  ];
  const foot: Line[] = [
    [],
    typed === ''
      ? [['  Or type a symbol in capitals, for this run.', 'dim']]
      : [
          ['  Look at ', 'dim'],
          [typed, 'strong'],
          ['▏', 'accent'],
        ],
  ];
  const note = keyHints(keyOf, [
    ...(rows.length > 1 ? ([['watch-down', 'select']] as const) : []),
    ['watch-choose', 'look at it'],
    ['watch-close', 'close'],
  ]);
  // The list follows what is selected in it.
  const half = Math.floor((dialogRows(state.ui) - foot.length - 1) / 2);
  const screen = { ...state.ui, dialogTop: selected - half };
  return dialogWindow({ title: 'Watch list', head: [head], body, foot, note }, screen);
}
