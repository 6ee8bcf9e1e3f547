import { countdownText } from '../../../base/countdown-text.ts';
import type { Chain } from '../../../market/quotes/chain.ts';
import { freshnessOf, timesOfChain } from '../../../market/quotes/freshness.ts';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import { strikeText } from '../../../market/quotes/price-text.ts';
import type { JobState, PhaseState } from '../../../protocol/state.ts';
import type { KeyOf } from '../../keys/key-of.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../../render/box.ts';
import type { Line, Span } from '../../render/line.ts';
import type { Rect } from '../../layout/layout.ts';
import { ageText, badgeSpan } from '../../present/freshness-text.ts';
import { formatCount, formatSpot, plural } from '../../present/number.ts';
import { originOfSpot, spotSourceText } from '../../present/spot-source.ts';
import { type Staleness, stalenessOf } from '../../present/staleness.ts';
import { daysBetween, formatDate, formatWeekdayDate } from '../../present/time.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import { type ChainListing, rowsOf } from '../../state/chain-listing.ts';
import { type ChainView, visibleRows } from '../../state/chain-view.ts';
import type { ChainSlice } from '../../state/picture.ts';
import { filterLine, filterNote, listingLabel } from './chain-filter-line.ts';
import { tableHeadRows } from './chain-table.ts';
import { fadeLines } from '../frame/fade.ts';
import { marksLegend } from '../chart/level-marks.ts';
import { type BoxLabels, pickLabels, staleLabel, titleToken } from '../frame/title.ts';

export interface ChainPaneInput {
  rect: Rect;
  isFocused: boolean;
  isRefreshing: boolean;
  symbol: string;
  slice: ChainSlice | null;
  phase: PhaseState | null;
  job: JobState | null;
  /** What to say in place of a chain while another one is awaited; `null` where the job says it. */
  loading: string | null;
  /** Expiration that was asked for; `null` for the nearest. */
  wanted: string | null;
  now: number;
  view: ChainView;
  /** What of the chain is listed; `null` while there is none. */
  listing: ChainListing | null;
  /** The filter as typed. */
  filter: string;
  /** It is being typed, at the foot of the pane. */
  isFilterOpen: boolean;
  /** Letters stand beside some strikes. */
  hasMarks: boolean;
  /** The table as `chainTableLines` drew it. */
  table: readonly Line[];
  /** How the user calls the keys that it names. */
  keyOf: KeyOf;
}

/** Rows of a chain pane of that size for the table, its column names included. */
export function chainTableRows(rect: Rect, isFilterOpen: boolean): number {
  return rect.height - boxFrameRows - (isFilterOpen ? 1 : 0);
}

/** Strike rows that a chain pane of that size shows. */
export function chainWindowRows(rect: Rect, isFilterOpen: boolean): number {
  return Math.max(1, chainTableRows(rect, isFilterOpen) - tableHeadRows);
}

function labelsOf(input: ChainPaneInput, chain: Chain, stale: Staleness | null): BoxLabels {
  const { phase, now, isFocused } = input;
  const token = titleToken(isFocused);
  const days = daysBetween(newYorkDate(now), chain.expiration);
  const expiry = days < 0 ? 'expired' : `${days}-DTE`;
  const listed = input.listing ? listingLabel(input.listing) : [];
  const name: Line = [[`${input.symbol} ${expiry}`, token], ...listed];
  const named: Line = [[`${input.symbol} ${expiry} chain`, token], ...listed];
  const isSession = phase?.session.date === chain.expiration;
  const left = isSession ? phase.session.optionClose - now : null;
  const toClose = left === null ? '' : left > 0 ? `${countdownText(left)} to option close` : 'options closed';
  const shortClose = left === null ? '' : left > 0 ? `${countdownText(left)} left` : 'closed';
  // What is not the usual chain has its date in every form, and so has a chain on a day on which none expires.
  const isTrading = phase !== null && phase.phase !== 'closed' && now < phase.session.optionClose;
  const isOther = input.wanted !== null || (isTrading && chain.expiration > phase.session.date);
  const date: Line = isOther
    ? [[` · ${formatWeekdayDate(chain.expiration)}`, 'accent']]
    : [[` · ${formatDate(chain.expiration)}`, 'dim']];
  const clock = (text: string): Line =>
    text === ''
      ? []
      : [
          [' · ', 'dim'],
          [text, left! > 0 ? 'text' : 'dim'],
        ];

  const short = isOther ? date : clock(shortClose);
  const working: Line = input.isRefreshing ? [['refreshing… ', 'accent']] : [];
  const freshness = freshnessOf(timesOfChain(chain), phase, now);
  const badge: Span = chain.isStrikesOnly ? ['strikes only', 'dim'] : badgeSpan(freshness.badge);
  const spot: Line =
    chain.underlyingPrice === null
      ? []
      : [
          ['spot ', 'dim'],
          [formatSpot(chain.underlyingPrice, chain.underlyingPriceSource), 'strong'],
          [spotSourceText(originOfSpot(chain), now), 'warning'],
          [' · ', 'dim'],
        ];
  const contracts: Line = [[`${plural(chain.contracts.length, 'contract')} · `, 'dim']];
  const fresh: Line = [[`${ageText(freshness, now)} · `, 'dim'], badge];
  if (stale) {
    const title = [...name, ...short, ...staleLabel(stale)];
    return pickLabels(input.rect.width, [
      { title, status: [...working, ...spot, badge] },
      { title, status: [] },
    ]);
  }
  return pickLabels(input.rect.width, [
    { title: [...named, ...date, ...clock(toClose)], status: [...working, ...contracts, ...spot, ...fresh] },
    { title: [...name, ...date, ...clock(toClose)], status: [...working, ...spot, ...fresh] },
    { title: [...name, ...short], status: [...working, ...spot, ...fresh] },
    { title: [...name, ...short], status: [...working, ...fresh] },
    { title: [...name, ...short], status: [] },
  ]);
}

/** Which of the rows are in the window: by strike, or in a ranking by rank. */
function windowText(listing: ChainListing, input: ChainPaneInput): string {
  const height = chainWindowRows(input.rect, input.isFilterOpen);
  const { rows, isRanked } = listing;
  const shown = visibleRows(rowsOf(listing), height, input.view).flatMap((row) =>
    row.kind === 'strike' ? [row.row] : [],
  );
  if (shown.length === rows.length) return plural(rows.length, 'strike');
  if (isRanked) {
    const first = rows.indexOf(shown[0]!) + 1;
    return `ranks ${first}–${first + shown.length - 1} of ${rows.length}`;
  }
  const range = (from: number | undefined, to: number | undefined) =>
    [from, to].map((strike) => (strike === undefined ? '' : strikeText(strike))).join('–');
  return `${range(shown[0]?.strike, shown.at(-1)?.strike)} of ${range(rows[0]?.strike, rows.at(-1)?.strike)}`;
}

/** In the bottom border: which part of the chain is in the window, and how to get back. */
function noteOf(slice: ChainSlice, listing: ChainListing, input: ChainPaneInput): Line {
  const { chain } = slice;
  const part = windowText(listing, input);
  const centreKey = input.keyOf('re-centre');
  const model = chain.contracts.filter((contract) => contract.greeksSource === 'model').length;
  const isMixed = chain.contracts.some((contract) => contract.greeksSource === 'vendor');
  const rejected = chain.rejectedRows > 0 ? `${plural(chain.rejectedRows, 'row')} rejected · ` : '';
  const adjusted = chain.adjustedRows ? `${plural(chain.adjustedRows, 'adjusted contract')} left out · ` : '';
  const legend = input.hasMarks && input.rect.width >= 110 ? `${marksLegend} · ` : '';
  return [
    [rejected, 'warning'],
    [adjusted, 'dim'],
    [chain.isStrikesOnly ? 'this plan has no option prices · ' : '', 'dim'],
    ...filterNote(input.filter, listing, input.keyOf('filter')),
    [legend, 'faint'],
    [model === 0 ? '' : `${isMixed ? `${formatCount(model)} ` : ''}greeks: model · `, 'dim'],
    ...(input.view.top === null || centreKey === null
      ? []
      : ([
          [centreKey, 'key'],
          [' re-centres · ', 'dim'],
        ] as const)),
    [part, 'dim'],
  ];
}

export function chainPaneLines(input: ChainPaneInput): Line[] {
  const { rect, isFocused, slice, listing } = input;
  const box = { width: rect.width, height: rect.height, isFocused };
  if (!slice || !listing) {
    const error = input.loading === null && input.job?.lastError;
    const named = input.wanted === null ? '0-DTE' : formatWeekdayDate(input.wanted);
    const title: Line = [[`${input.symbol} ${named} chain`.trim(), titleToken(isFocused)]];
    const body: Line[] = error
      ? [
          [
            ['No chain yet: ', 'dim'],
            [upstreamText(error), 'warning'],
          ],
        ]
      : [[[input.loading ?? 'Waiting for the first chain…', 'dim']]];
    return drawBox({ ...box, title, body, status: input.isRefreshing ? [['refreshing…', 'accent']] : [] });
  }
  const stale = stalenessOf({
    times: timesOfChain(slice.chain),
    now: input.now,
    phase: input.phase,
    job: input.job,
    usualIntervalMs: 60_000,
  });
  const labels = labelsOf(input, slice.chain, stale);
  const table = stale ? fadeLines(input.table) : input.table;
  const body = [...(emptyBody(slice, listing, input.keyOf) ?? table)];
  if (input.isFilterOpen) {
    const rows = chainTableRows(rect, true);
    const blank = Array.from({ length: Math.max(0, rows - body.length) }, (): Line => []);
    const line = filterLine(input.filter, listing, rect.width - boxFrameColumns);
    body.splice(rows, body.length, ...blank, line);
  }
  return drawBox({ ...box, ...labels, note: noteOf(slice, listing, input), body });
}

/** What stands in place of a table without a row. */
function emptyBody(slice: ChainSlice, listing: ChainListing, keyOf: KeyOf): Line[] | null {
  if (slice.strikes.length === 0) return [[['The vendor lists no contracts for this expiry.', 'dim']]];
  if (listing.rows.length > 0) return null;
  return [
    [
      ['No strike passes the filter. ', 'dim'],
      [keyOf('filter') ?? 'The help', 'key'],
      [' changes it, and ', 'dim'],
      // Escape at least: it leaves every dialog.
      [keyOf('filter-clear')!, 'key'],
      [' there clears it.', 'dim'],
    ],
  ];
}
