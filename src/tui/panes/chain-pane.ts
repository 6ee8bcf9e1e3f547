import type { Chain } from '../../market/chain.ts';
import { newYorkDate } from '../../market/new-york-time.ts';
import type { JobState, PhaseState } from '../../protocol/state.ts';
import { drawBox } from '../draw/box.ts';
import type { Line } from '../draw/line.ts';
import type { Rect } from '../layout.ts';
import { formatCount, formatPrice, plural } from '../present/number.ts';
import { type Staleness, stalenessOf } from '../present/staleness.ts';
import { tierSpan } from '../present/tier.ts';
import { daysBetween, formatAge, formatCountdown, formatDate } from '../present/time.ts';
import { upstreamText } from '../present/upstream-text.ts';
import { type ChainView, visibleRows } from '../state/chain-view.ts';
import type { ChainSlice } from '../state/picture.ts';
import { tableHeadRows } from './chain-table.ts';
import { fadeLines } from './fade.ts';
import { marksLegend } from './level-marks.ts';
import { type BoxLabels, pickLabels, staleLabel, titleToken } from './title.ts';

export interface ChainPaneInput {
  rect: Rect;
  isFocused: boolean;
  isRefreshing: boolean;
  symbol: string;
  slice: ChainSlice | null;
  phase: PhaseState | null;
  job: JobState | null;
  now: number;
  view: ChainView;
  /** Letters stand beside some strikes. */
  hasMarks: boolean;
  /** The table as `chainTableLines` drew it. */
  table: readonly Line[];
}

/** Strike rows that a chain pane of that size shows. */
export function chainWindowRows(rect: Rect): number {
  return Math.max(1, rect.height - 2 - tableHeadRows);
}

const sourceLabel = { chain: '', quote: ' (quote)', parity: ' (parity)' } as const;

function labelsOf(input: ChainPaneInput, chain: Chain, stale: Staleness | null): BoxLabels {
  const { phase, now, isFocused } = input;
  const token = titleToken(isFocused);
  const days = daysBetween(newYorkDate(now), chain.expiration);
  const expiry = days < 0 ? 'expired' : `${days}-DTE`;
  const name: Line = [[`${input.symbol} ${expiry}`, token]];
  const named: Line = [[`${input.symbol} ${expiry} chain`, token]];
  const isSession = phase?.session.date === chain.expiration;
  const left = isSession ? phase.session.optionClose - now : null;
  const toClose =
    left === null ? '' : left > 0 ? `${formatCountdown(left)} to option close` : 'options closed';
  const shortClose = left === null ? '' : left > 0 ? `${formatCountdown(left)} left` : 'closed';
  const date: Line = [[` · ${formatDate(chain.expiration)}`, 'dim']];
  const clock = (text: string): Line =>
    text === ''
      ? []
      : [
          [' · ', 'dim'],
          [text, left! > 0 ? 'text' : 'dim'],
        ];

  const working: Line = input.isRefreshing ? [['refreshing… ', 'accent']] : [];
  const age = formatAge(now - chain.timestamp);
  const tier = tierSpan(chain.tier);
  const spot: Line =
    chain.underlyingPrice === null
      ? []
      : [
          ['spot ', 'dim'],
          [formatPrice(chain.underlyingPrice), 'strong'],
          [sourceLabel[chain.underlyingPriceSource ?? 'chain'], 'warning'],
          [' · ', 'dim'],
        ];
  const contracts: Line = [[`${plural(chain.contracts.length, 'contract')} · `, 'dim']];
  const fresh: Line = [[`${age} ago · `, 'dim'], tier];
  if (stale) {
    const title = [...name, ...clock(shortClose), ...staleLabel(stale)];
    return pickLabels(input.rect.width, [
      { title, status: [...working, ...spot, tier] },
      { title, status: [] },
    ]);
  }
  return pickLabels(input.rect.width, [
    { title: [...named, ...date, ...clock(toClose)], status: [...working, ...contracts, ...spot, ...fresh] },
    { title: [...name, ...date, ...clock(toClose)], status: [...working, ...spot, ...fresh] },
    { title: [...name, ...clock(shortClose)], status: [...working, ...spot, ...fresh] },
    { title: [...name, ...clock(shortClose)], status: [...working, ...fresh] },
    { title: [...name, ...clock(shortClose)], status: [] },
  ]);
}

/** In the bottom border: which part of the chain is in the window, and how to get back. */
function noteOf(slice: ChainSlice, input: ChainPaneInput): Line {
  const { strikes, chain } = slice;
  const rows = visibleRows({ strikes, spot: chain.underlyingPrice }, chainWindowRows(input.rect), input.view);
  const shown = rows.flatMap((row) => (row.kind === 'strike' ? [row.row.strike] : []));
  const isAll = shown.length === strikes.length;
  const range = (from: number | undefined, to: number | undefined) => `${from ?? ''}–${to ?? ''}`;
  const part = isAll
    ? plural(strikes.length, 'strike')
    : `${range(shown[0], shown.at(-1))} of ${range(strikes[0]?.strike, strikes.at(-1)?.strike)}`;
  const model = chain.contracts.filter((contract) => contract.greeksSource === 'model').length;
  const isMixed = chain.contracts.some((contract) => contract.greeksSource === 'vendor');
  const rejected = chain.rejectedRows > 0 ? `${plural(chain.rejectedRows, 'row')} rejected · ` : '';
  const legend = input.hasMarks && input.rect.width >= 110 ? `${marksLegend} · ` : '';
  return [
    [rejected, 'warning'],
    [legend, 'faint'],
    [model === 0 ? '' : `${isMixed ? `${formatCount(model)} ` : ''}greeks: model · `, 'dim'],
    ...(input.view.top === null
      ? []
      : ([
          ['0', 'key'],
          [' re-centres · ', 'dim'],
        ] as const)),
    [part, 'dim'],
  ];
}

export function chainPaneLines(input: ChainPaneInput): Line[] {
  const { rect, isFocused, slice } = input;
  const box = { width: rect.width, height: rect.height, isFocused };
  if (!slice) {
    const error = input.job?.lastError;
    const title: Line = [[`${input.symbol} 0-DTE chain`.trim(), titleToken(isFocused)]];
    const body: Line[] = error
      ? [
          [
            ['No chain yet: ', 'dim'],
            [upstreamText(error), 'warning'],
          ],
        ]
      : [[['Waiting for the first chain…', 'dim']]];
    return drawBox({ ...box, title, body, status: input.isRefreshing ? [['refreshing…', 'accent']] : [] });
  }
  const stale = stalenessOf({
    receivedAt: slice.chain.timestamp,
    now: input.now,
    phase: input.phase,
    job: input.job,
    usualIntervalMs: 60_000,
    isChain: true,
  });
  const labels = labelsOf(input, slice.chain, stale);
  const body =
    slice.strikes.length === 0
      ? [[['The vendor lists no contracts for this expiry.', 'dim'] as const]]
      : stale
        ? fadeLines(input.table)
        : input.table;
  return drawBox({ ...box, ...labels, note: noteOf(slice, input), body });
}
