import { memo, useMemo } from 'react';
import { timeRange } from '../../charts/axis.ts';
import type { PriceChart } from '../../charts/price-chart.ts';
import type { Line } from '../../render/line.ts';
import type { Rect } from '../../layout/rect.ts';
import { viewJob } from '../../state/jobs.ts';
import { shownNow, shownPicture, waitingText } from '../../state/selectors.ts';
import { type Store, useSelected } from '../../state/store.ts';
import { isFocusedOn, isRefreshingJob, Painted, type PaneViewProps, symbolOf } from '../painted.tsx';
import { directionOf } from './quote-facts.ts';
import { chartArea, quotePaneLines } from './quote-pane.ts';

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
  // A redraw takes some milliseconds, so the picture is drawn again only when something in it changes.
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
