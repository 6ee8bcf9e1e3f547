import type { CursorReading } from '../../../charts/cursor/cursor-reading.ts';
import { type CursorStop, cursorStops, stopAt } from '../../../charts/cursor/cursor-stops.ts';
import { readStop } from '../../../charts/cursor/read-stop.ts';
import { isCursorOn, shownAnswers, shownNow, shownPicture } from '../../../state/selectors.ts';
import type { DashboardState } from '../../../state/state.ts';
import { shownPastDay } from '../../../state/chart/past-day.ts';
import { dayFactsOf } from '../day-facts.ts';
import { chartRoom } from '../chart-pane-input.ts';
import type { ShownChart } from '../shown-chart.ts';

/** The cursor as it is drawn. */
export interface ShownCursor {
  stop: CursorStop;
  reading: CursorReading;
}

/** Every place of the cursor in a chart. */
export function stopsOf(state: DashboardState, { rect, history }: ShownChart): CursorStop[] {
  return cursorStops({ history, width: chartRoom(rect).width, now: shownNow(state) });
}

/** Where the cursor stands in a chart and what it reads; `null` while it is away. */
export function shownCursor(state: DashboardState, chart: ShownChart): ShownCursor | null {
  const at = state.ui.chartCursor;
  if (!isCursorOn(state) || at === null) return null;
  const stops = stopsOf(state, chart);
  const index = stopAt(stops, at);
  const stop = stops[index];
  const reading = readStop(readingInput(state, chart), stops, index);
  return stop && reading ? { stop, reading } : null;
}

function readingInput(state: DashboardState, { drawn, history }: ShownChart) {
  const { priceLine, coverage, subscription } = shownPicture(state);
  const day = shownPastDay(state);
  const job = subscription?.jobs.quote ?? 'quote';
  const ofDay = coverage.find((each) => each.job === job && each.date === priceLine?.date);
  return {
    ...{ drawn, history },
    now: shownNow(state),
    barsAt: day?.at ?? shownAnswers(state).bars[drawn.range]?.at ?? null,
    previousClose: drawn.range === '1D' ? (dayFactsOf(state)?.previousClose ?? null) : null,
    gaps: day ? [] : (ofDay?.latest ?? []),
    dayBefore: (date: string) => state.calendar.previousSession(date).date,
  };
}
