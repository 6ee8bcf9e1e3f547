import { freshnessOf, timesOfQuote } from '../../../market/quotes/freshness.ts';
import type { PricePoint } from '../../../market/quotes/price-line.ts';
import type { Quote } from '../../../market/quotes/quote.ts';
import type { JobState, PhaseState } from '../../../protocol/state.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../../render/box.ts';
import type { Line, Span } from '../../render/line.ts';
import type { Rect } from '../../layout/rect.ts';
import { ageText, badgeSpan } from '../../present/freshness-text.ts';
import { stalenessOf } from '../../present/staleness.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import { fadeLines } from '../frame/fade.ts';
import { directionOf, factRows, type QuoteForm, quoteFacts, shapeLine } from './quote-facts.ts';
import { pickLabels, staleLabel, titleToken } from '../frame/title.ts';

/** What the quote pane is drawn from. */
export interface QuotePaneInput {
  rect: Rect;
  isFocused: boolean;
  isRefreshing: boolean;
  symbol: string;
  quote: Quote | null;
  phase: PhaseState | null;
  job: JobState | null;
  /** Shown in place of values while those of another symbol are awaited; `null` otherwise. */
  loading: string | null;
  now: number;
  /** The drawn chart, as large as `chartArea`; `null` where there is none. */
  chart: readonly Line[] | null;
  /** For the line of bars where there is no room for a chart. */
  points: readonly PricePoint[];
}

const bodyOf = (rect: Rect) => ({ width: rect.width - boxFrameColumns, height: rect.height - boxFrameRows });

function formOf(rect: Rect): QuoteForm {
  const { width, height } = bodyOf(rect);
  if (width >= 72 && height >= 9) return 'big';
  return width >= 56 ? 'wide' : 'narrow';
}

/** Place for the chart in a quote pane of that size; `null` where the numbers need all of it. */
export function chartArea(rect: Rect): { width: number; height: number } | null {
  const { width, height } = bodyOf(rect);
  const left = height - factRows[formOf(rect)];
  return left >= 5 ? { width, height: left } : null;
}

function bodyLines(input: QuotePaneInput, quote: Quote): Line[] {
  const { width, height } = bodyOf(input.rect);
  const facts = quoteFacts(quote, formOf(input.rect), width);
  if (input.chart) return [...facts, ...input.chart];
  const isRoomLeft = height > facts.length;
  return isRoomLeft ? [...facts, shapeLine(input.points, width, directionOf(quote))] : facts;
}

export function quotePaneLines(input: QuotePaneInput): Line[] {
  const { rect, isFocused, quote, now } = input;
  const title: Line = [[input.symbol || 'Quote', titleToken(isFocused)]];
  const working: Line = input.isRefreshing ? [['refreshing… ', 'accent']] : [];
  const box = { width: rect.width, height: rect.height, isFocused };
  if (!quote) {
    const error = input.loading === null && input.job?.lastError;
    const body: Line[] = error
      ? [
          [
            ['No quote yet: ', 'dim'],
            [upstreamText(error), 'warning'],
          ],
        ]
      : [[[input.loading ?? 'Waiting for the first quote…', 'dim']]];
    return drawBox({ ...box, title, status: working, body });
  }
  const times = timesOfQuote(quote);
  const { phase, job } = input;
  const stale = stalenessOf({ times, now, phase, job, usualIntervalMs: 15_000 });
  const freshness = freshnessOf(times, phase, now);
  const badge = badgeSpan(freshness.badge);
  const age: Span = [`${ageText(freshness, now)} · `, 'dim'];
  const full = stale ? [...title, ...staleLabel(stale)] : title;
  const labels = pickLabels(rect.width, [
    { title: full, status: [...working, age, badge] },
    { title: full, status: [...working, badge] },
    { title: full, status: [] },
  ]);
  const body = bodyLines(input, quote);
  return drawBox({ ...box, ...labels, body: stale ? fadeLines(body) : body });
}
