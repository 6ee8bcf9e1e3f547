import { memo, useMemo, useState } from 'react';
import { timeRange } from '../charts/axis.ts';
import type { PriceChart } from '../charts/price-chart.ts';
import { hintKeys } from '../keys/named-keys.ts';
import { boxFrameColumns } from '../render/box.ts';
import type { Line } from '../render/line.ts';
import type { Rect } from '../layout/layout.ts';
import { planNotice } from '../present/plan-text.ts';
import { metCount, ruleCount } from '../state/alert-selectors.ts';
import { chainListing } from '../state/chain-listing.ts';
import { viewJob } from '../state/jobs.ts';
import {
  notRecorded,
  shownNow,
  shownPicture,
  shownSubscription,
  timelessState,
  waitingText,
} from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { type Store, useSelected } from '../state/store.ts';
import { chainPaneLines, chainTableRows } from './chain/chain-pane.ts';
import { chainTableLines } from './chain/chain-table.ts';
import { footerLine } from './frame/footer.ts';
import { headerLine } from './frame/header.ts';
import { strikeMarks } from './chart/level-marks.ts';
import { isFocusedOn, Painted, type PaneViewProps, symbolOf } from './painted.tsx';
import { directionOf } from './quote/quote-facts.ts';
import { chartArea, quotePaneLines } from './quote/quote-pane.ts';
import { planRoom, stripLine } from './frame/strip.ts';

const isRefreshingJob = (job: string) => (state: DashboardState) =>
  state.ui.refreshing.includes(job) || state.ui.refreshing.includes('all');

function usePriceChart(store: Store, rect: Rect, chart: PriceChart): readonly Line[] | null {
  const priceLine = useSelected(store, (state) => shownPicture(state).priceLine);
  const quote = useSelected(store, (state) => shownPicture(state).quote);
  const phase = useSelected(store, (state) => shownPicture(state).phase);
  const now = useSelected(store, shownNow);
  const range = priceLine && phase ? timeRange(priceLine, phase, now) : null;
  const area = chartArea(rect);
  const [width, height, from, to] = [area?.width ?? 0, area?.height ?? 0, range?.from ?? 0, range?.to ?? 0];
  const points = priceLine?.points;
  const previousClose = quote?.previousClose ?? null;
  const direction = quote ? directionOf(quote) : 'dim';
  // A redraw takes some milliseconds: only what changes the picture may cause one, and the passing of time does not.
  return useMemo(() => {
    if (!points || to <= from) return null;
    const token = direction === 'dim' ? 'accent' : direction;
    return chart.draw({ width, height, points, range: { from, to }, previousClose, token });
  }, [chart, width, height, points, from, to, previousClose, direction]);
}

export const QuoteView = memo(function QuoteView({
  store,
  painter,
  rect,
  chart,
}: PaneViewProps & { chart: PriceChart }) {
  const isFocused = useSelected(store, isFocusedOn('quote'));
  const isRefreshing = useSelected(store, isRefreshingJob('quote'));
  const symbol = useSelected(store, symbolOf);
  const quote = useSelected(store, (state) => shownPicture(state).quote);
  const phase = useSelected(store, (state) => shownPicture(state).phase);
  const job = useSelected(store, (state) => viewJob(shownPicture(state), 'quote'));
  const loading = useSelected(store, (state) => waitingText(state, 'quote'));
  const priceLine = useSelected(store, (state) => shownPicture(state).priceLine);
  const now = useSelected(store, shownNow);
  const lines = usePriceChart(store, rect, chart);
  const drawn = quotePaneLines({
    rect,
    isFocused,
    isRefreshing,
    symbol,
    quote,
    phase,
    job,
    loading,
    now,
    chart: lines,
    points: priceLine?.points ?? [],
  });
  return <Painted rect={rect} painter={painter} lines={drawn} />;
});

/** What moved with the last chain; nothing where the user or a frozen picture wants it still. */
const shownMoves = ({ picture, frozen, ui }: DashboardState) =>
  frozen || ui.isMotionReduced ? null : (picture.flash?.moves ?? null);

export const ChainView = memo(function ChainView({ store, painter, rect }: PaneViewProps) {
  const isFocused = useSelected(store, isFocusedOn('chain'));
  const isRefreshing = useSelected(store, isRefreshingJob('chain'));
  const symbol = useSelected(store, symbolOf);
  const slice = useSelected(store, (state) => shownPicture(state).chain);
  const phase = useSelected(store, (state) => shownPicture(state).phase);
  const job = useSelected(store, (state) => viewJob(shownPicture(state), 'chain'));
  const loading = useSelected(store, (state) => waitingText(state, 'chain'));
  const wanted = useSelected(store, (state) => shownSubscription(state).expiration);
  const view = useSelected(store, (state) => state.ui.chainView);
  const columns = useSelected(store, (state) => state.ui.chainColumns);
  const filter = useSelected(store, (state) => state.ui.chainFilter);
  const sort = useSelected(store, (state) => state.ui.chainSort);
  const isFilterOpen = useSelected(store, (state) => state.ui.dialog?.kind === 'filter');
  const moves = useSelected(store, shownMoves);
  const levels = useSelected(store, (state) => shownPicture(state).levels);
  const now = useSelected(store, shownNow);
  const { width } = rect;
  const rows = chainTableRows(rect, isFilterOpen);
  const listing = slice && chainListing(slice, filter, sort);
  // The title counts down every second, the table changes with the chain.
  const table = useMemo(
    () =>
      slice && listing
        ? chainTableLines({
            width: width - boxFrameColumns,
            height: rows,
            listing,
            strikes: slice.strikes,
            spot: slice.chain.underlyingPrice,
            spotSource: slice.chain.underlyingPriceSource,
            polledAt: slice.chain.timestamp,
            view,
            columns,
            moves,
            marks: strikeMarks(levels, slice.chain.expiration),
          })
        : [],
    [slice, listing, width, rows, view, columns, moves, levels],
  );
  const lines = chainPaneLines({
    rect,
    isFocused,
    isRefreshing,
    symbol,
    slice,
    phase,
    job,
    loading,
    wanted,
    now,
    view,
    listing,
    filter,
    isFilterOpen,
    hasMarks: levels !== null && levels.expiration === slice?.chain.expiration,
    table,
    keyOf: hintKeys(store.getState()),
  });
  return <Painted rect={rect} painter={painter} lines={lines} />;
});

export const HeaderView = memo(function HeaderView({
  store,
  painter,
  rect,
  isEmbedded,
}: PaneViewProps & { isEmbedded: boolean }) {
  const hello = useSelected(store, (state) => state.connection.hello);
  const status = useSelected(store, (state) => state.connection.status);
  const phase = useSelected(store, (state) => state.picture.phase);
  const now = useSelected(store, (state) => state.now.market);
  const rules = useSelected(store, ruleCount);
  const met = useSelected(store, metCount);
  const symbol = useSelected(store, symbolOf);
  const missing = useSelected(store, notRecorded);
  const line = headerLine({
    ...{ width: rect.width, symbol, hello, phase, now, status, isEmbedded, missing, rules, met },
  });
  return <Painted rect={rect} painter={painter} lines={[line]} />;
});

export const StripView = memo(function StripView({ store, painter, rect }: PaneViewProps) {
  const connection = useSelected(store, (state) => state.connection);
  const health = useSelected(store, (state) => state.picture.health);
  const keyOf = hintKeys(store.getState());
  const plan = useSelected(store, (state) => planNotice(state, planRoom(rect.width, keyOf)));
  const frozenAt = useSelected(store, (state) => state.frozen?.at ?? null);
  const now = useSelected(store, (state) => state.now);
  const line = stripLine({
    width: rect.width,
    connection,
    problems: health.problems,
    plan,
    frozenAt,
    keyOf,
    now,
  });
  return <Painted rect={rect} painter={painter} lines={[line]} />;
});

export const FooterView = memo(function FooterView({ store, painter, rect }: PaneViewProps) {
  // What a key would do does not change with the second.
  const [timeless] = useState(timelessState);
  const state = useSelected(store, timeless);
  return <Painted rect={rect} painter={painter} lines={[footerLine(state, rect.width)]} />;
});
