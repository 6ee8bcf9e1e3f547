import type { Levels } from '../../../market/levels/levels.ts';
import type { LevelsPoint } from '../../../market/levels/levels-history.ts';
import { closeOfExpiration } from '../../present/own-phase.ts';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../../render/box.ts';
import { type Line, type Span, spreadLine } from '../../render/line.ts';
import type { Rect } from '../../layout/rect.ts';
import { expiryOn } from '../../present/expiry.ts';
import { formatClockMinute, formatWeekdayDate } from '../../present/time.ts';
import type { Weight } from '../chart/level-marks.ts';
import { historyRows, labelCells, sessionSpan, valueCells } from './levels-rows.ts';
import { type LevelsContext, levelsFreshness, versionsText } from './levels-text.ts';
import { type BoxLabels, pickLabels, titleToken } from '../frame/title.ts';

interface SessionText {
  /** `The session so far`, `The session of Fri 27 Nov`. */
  name: string;
  /** Whose levels: `0-DTE · Fri 27 Nov`, without the date where the name has it. */
  expiry: string;
  isAtHand: boolean;
  /** `null` where one version of the model made all of it. */
  versions: string | null;
}

function sessionText(points: readonly LevelsPoint[], { phase, now }: LevelsContext): SessionText | null {
  const last = points.at(-1);
  if (!last) return null;
  const date = newYorkDate(last.at);
  const isAtHand = phase?.session.date === date && now < closeOfExpiration(last.expiration, phase);
  const expiry = expiryOn(date, last.expiration);
  return {
    name: isAtHand ? 'The session so far' : `The session of ${formatWeekdayDate(date)}`,
    expiry: !isAtHand && date === last.expiration ? '0-DTE' : expiry,
    isAtHand,
    versions: versionsText(points),
  };
}

/** What the small history below the levels is drawn from. */
export interface SmallHistoryInput extends LevelsContext {
  levels: Levels | null;
  points: readonly LevelsPoint[];
  weight: Weight;
  width: number;
  rows: number;
}

/** The session in small below the levels. It has a heading where it is of another expiration or of several models. */
export function smallHistory({ levels, points, weight, width, rows, ...context }: SmallHistoryInput): Line[] {
  const text = sessionText(points, context);
  if (!text) return [];
  const isOther = !text.isAtHand || points.at(-1)!.expiration !== levels?.expiration;
  const heading: Line[] = [
    ...(isOther ? [[[`${text.name} · ${text.expiry}`, 'dim'] as const]] : []),
    ...(text.versions === null ? [] : [[[text.versions, 'warning'] as const]]),
  ];
  const left = rows - heading.length;
  if (left < 1) return [];
  return [...heading, ...historyRows(points, { ...context, weight, width, rows: left })];
}

/** What the pane of the session's levels is drawn from. */
export interface HistoryPaneInput extends LevelsContext {
  rect: Rect;
  isFocused: boolean;
  levels: Levels | null;
  history: readonly LevelsPoint[];
  weight: Weight;
  /** Of the chain that the levels are of; `null` where it is not known. */
}

function labelsOf(input: HistoryPaneInput): BoxLabels {
  const { rect, isFocused, levels, history, weight } = input;
  const text = sessionText(history, input);
  const name: Span = [text?.name ?? 'The session so far', titleToken(isFocused)];
  if (!text) return { title: [name], status: [] };
  const title: Line = [
    name,
    [` · ${text.expiry}`, titleToken(isFocused)],
    ...(text.versions === null ? [] : [[` · ${text.versions}`, 'warning'] as const]),
  ];
  const by = weight === 'volume' ? 'by volume' : 'by open interest';
  const how: Line = [[`${by} · each row from its lowest to its highest`, 'dim']];
  const isCurrent = text.isAtHand && levels?.expiration === history.at(-1)?.expiration;
  const fresh: Line = levels && isCurrent ? [[' · ', 'dim'], ...levelsFreshness(levels, input)] : [];
  return pickLabels(rect.width, [
    { title, status: [...how, ...fresh] },
    { title, status: [[by, 'dim'], ...fresh] },
    { title, status: [[by, 'dim']] },
    { title, status: [] },
  ]);
}

export function historyPaneLines(input: HistoryPaneInput): Line[] {
  const { rect, isFocused, history, phase, weight } = input;
  const width = rect.width - boxFrameColumns;
  const rows = rect.height - boxFrameRows - 1;
  const span = sessionSpan(history, phase);
  const axis: Line = span
    ? [
        [' '.repeat(labelCells)],
        ...spreadLine(
          [[formatClockMinute(span.from), 'chartText']],
          [[formatClockMinute(span.to), 'chartText']],
          Math.max(1, width - labelCells - valueCells),
        ),
      ]
    : [];
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    ...labelsOf(input),
    body: span
      ? [...historyRows(history, { phase, weight, width, rows }), axis]
      : [[['No levels recorded in this session yet.', 'dim']]],
  });
}
