import { changeOf, type CursorReading } from '../charts/cursor/cursor-reading.ts';
import { shownCursor } from '../panes/chart/cursor/shown-cursor.ts';
import {
  baseText,
  gapText,
  olderText,
  provenanceWords,
  timeText,
  volumePartText,
} from '../panes/chart/cursor/readout-text.ts';
import { shownChart } from '../panes/chart/shown-chart.ts';
import { formatCompact } from '../present/number.ts';
import { isCursorOn, shownNow } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { cents, movedWords, price } from './spoken-values.ts';

/** What the chart's cursor reads; nothing while it is away. */
export function cursorSentences(state: DashboardState): string[] {
  const chart = isCursorOn(state) ? shownChart(state) : null;
  const cursor = chart && shownCursor(state, chart);
  return cursor ? [readingSentence(cursor.reading, shownNow(state))] : [];
}

/** `Chart cursor, 10:20 ET: price 708.28, down 5.55, 0.78 percent on the previous close, volume 200K in the minute.` */
export function readingSentence(reading: CursorReading, now: number): string {
  const gap = gapText(reading);
  const change = changeOf(reading);
  const parts = [
    ...(reading.price === null ? [] : [priceWords(reading)]),
    ...(change
      ? [`${movedWords({ change: change.amount, percent: change.percent })} ${baseText(reading)}`]
      : []),
    volumeWords(reading),
    ...(reading.vwap === null ? [] : [`VWAP ${cents(reading.vwap)}`]),
    ...(reading.provenance === null ? [] : [provenanceWords[reading.provenance]]),
    ...(gap === null ? [] : [gap]),
  ];
  return `Chart cursor, ${timeText(reading, now).replace(/ ?– ?/, ' to ')}: ${parts.join(', ')}.`;
}

function priceWords(reading: CursorReading): string {
  const { candle } = reading;
  if (!candle) return `price ${price(reading.price)}${olderWords(reading)}`;
  const { open, high, low, close } = candle;
  return `open ${price(open)}, high ${price(high)}, low ${price(low)}, close ${price(close)}`;
}

function olderWords(reading: CursorReading): string {
  const older = olderText(reading);
  return older === null ? '' : ` ${older}`;
}

function volumeWords(reading: CursorReading): string {
  if (reading.volume === null) return 'volume unknown';
  const part = volumePartText(reading);
  return `volume ${formatCompact(reading.volume)}${part === '' ? '' : ` ${part.replace(/ min$/, ' minutes')}`}`;
}
