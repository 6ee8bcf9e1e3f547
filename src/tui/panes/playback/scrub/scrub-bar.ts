import type { PlaybackGap, PlaybackSession } from '../../../../protocol/playback.ts';
import { gapReasonText, gapTimesText, rebuiltAt } from '../../../present/playback-text.ts';
import { fitLine, type Line, overlayLine, type Span } from '../../../render/line.ts';
import { shortenText, textWidth } from '../../../render/width.ts';
import type { Token } from '../../../theme/tokens.ts';
import { glyphOf, isKnown, markerText, markGlyph, rebuiltGlyph } from './scrub-markers.ts';
import { type ScrubScale, scrubScale } from './scrub-scale.ts';
import { tickLine } from './scrub-ticks.ts';

/** What the scrub bar is drawn from. Instants are epoch ms. */
export interface ScrubBarInput {
  width: number;
  /** Two rows have the hours below the bar. */
  rows: number;
  /** `null` until it has come, and where nothing of the day is recorded. */
  session: PlaybackSession | null;
  /** Whether the session is known, or that there is none. */
  isOutlined: boolean;
  /** The instant that is shown, or sought. */
  now: number;
  /** The market's own instant: what lies after it has not happened. */
  until: number;
  /** The instant that others are compared with; `null` without one. */
  mark: number | null;
}

/** A column on each side stays blank. */
const margin = 1;

/** The scale of a bar of that width, its first column being the first of the bar. */
export function barScale(session: PlaybackSession, width: number): ScrubScale {
  return scrubScale(session, width - 2 * margin);
}

/** The instant that a column of the screen stands for, a marker's own where one is drawn there; never later than `until`. */
export function instantOfColumn(
  { width, session, until }: Pick<ScrubBarInput, 'width' | 'session' | 'until'>,
  column: number,
): number | null {
  if (!session) return null;
  const scale = barScale(session, width);
  const at = Math.max(0, Math.min(scale.columns - 1, column - margin));
  const marker = session.markers.find((each) => scale.columnOf(each.at) === at);
  return Math.min(marker?.at ?? scale.instantAt(at), until);
}

interface Column {
  from: number;
  to: number;
  isRegular: boolean;
  isPlayed: boolean;
  /** Why it is hatched. */
  missing: 'gap' | 'rebuilt' | null;
}

const isIn = ({ from, to }: Pick<PlaybackGap, 'from' | 'to'>, start: number, end: number, until: number) =>
  from < end && (to ?? until) > start;

/** How much of a time lies in stretches that do not overlap. */
function msIn(
  stretches: readonly Pick<PlaybackGap, 'from' | 'to'>[],
  start: number,
  end: number,
  until: number,
): number {
  return stretches.reduce(
    (sum, { from, to }) => sum + Math.max(0, Math.min(end, to ?? until) - Math.max(start, from)),
    0,
  );
}

/** A gap that is rebuilt for the most part is shown as rebuilt: its ends are rarely whole minutes. */
function missingIn(session: PlaybackSession, start: number, end: number, until: number): Column['missing'] {
  const rebuiltMs = msIn(session.rebuilt ?? [], start, end, until);
  const isGap = session.gaps.some((gap) => isIn(gap, start, end, until));
  if (rebuiltMs > 0 && rebuiltMs * 2 >= msIn(session.gaps, start, end, until)) return 'rebuilt';
  return isGap ? 'gap' : null;
}

function columnsOf(session: PlaybackSession, scale: ScrubScale, { now, until }: ScrubBarInput): Column[] {
  const cursor = scale.columnOf(now);
  return Array.from({ length: scale.columns }, (_, column): Column => {
    const from = scale.instantAt(column);
    const to = scale.instantAt(column + 1);
    return {
      ...{ from, to },
      isRegular: from >= session.open && from < session.close,
      isPlayed: column <= cursor,
      missing: missingIn(session, from, Math.min(to, until), until),
    };
  });
}

/** The bar without cursor and markers. */
function trackSpan({ from, isRegular, isPlayed, missing }: Column, until: number): Span {
  if (from > until) return [' '];
  if (missing === 'gap') return ['╱', 'warning'];
  if (missing === 'rebuilt') return [rebuiltGlyph, isPlayed ? 'accent' : 'dim'];
  if (isRegular) return isPlayed ? ['━', 'accent'] : ['─', 'text'];
  return isPlayed ? ['╍', 'accent'] : ['┈', 'faint'];
}

function markSpan(scale: ScrubScale, { mark }: ScrubBarInput, column: number): Span | null {
  return mark !== null && scale.columnOf(mark) === column ? [markGlyph, 'mark'] : null;
}

function markerSpan(session: PlaybackSession, scale: ScrubScale, now: number, column: number): Span | null {
  const here = session.markers.filter(({ at }) => scale.columnOf(at) === column);
  if (here.length === 0) return null;
  const isPast = here.some((marker) => isKnown(marker, now));
  return [glyphOf(here, now), isPast ? 'warning' : 'dim'];
}

function barLine(session: PlaybackSession, scale: ScrubScale, input: ScrubBarInput): Line {
  const { now, until } = input;
  const cursor = scale.columnOf(now);
  const spans = columnsOf(session, scale, input).map((column, at): Span => {
    if (at === cursor) return ['●', column.missing === 'gap' ? 'error' : 'strong'];
    return markSpan(scale, input, at) ?? markerSpan(session, scale, now, at) ?? trackSpan(column, until);
  });
  return merged(spans);
}

/** Neighbours of one look as one span: a bar has few looks and many columns. */
function merged(spans: readonly Span[]): Line {
  const line: [string, Token | undefined][] = [];
  for (const [text, token] of spans) {
    const last = line.at(-1);
    if (last && last[1] === token) last[0] += text;
    else line.push([text, token]);
  }
  return line.map(([text, token]): Span => (token === undefined ? [text] : [text, token]));
}

/** What there is to say of the instant: why nothing was recorded, that it is rebuilt, or the markers that stand in its column. */
function saidOf(
  session: PlaybackSession,
  scale: ScrubScale,
  { now, until, rows }: ScrubBarInput,
): Span | null {
  const gap = session.gaps.find((each) => isIn(each, now, now + 1, until));
  const rebuilt = rebuiltAt(session, now);
  const times = (of: Pick<PlaybackGap, 'from' | 'to'>) => (rows > 1 ? `${gapTimesText(of)} ` : '');
  if (rebuilt) return [`${times(rebuilt.stretch)}${rebuilt.text}`, 'warning'];
  if (gap) return [`${times(gap)}${gapReasonText(gap)}`, 'warning'];
  const column = scale.columnOf(now);
  // On one row it covers a part of the bar, so it is said at the very instant only.
  const isHere = (at: number) => (rows > 1 ? scale.columnOf(at) === column : at === now);
  const texts = session.markers.filter(({ at }) => at <= now && isHere(at)).map(markerText);
  return texts.length === 0 ? null : [texts.join(', '), 'strong'];
}

/** The text right of the cursor, or left of it where there is more room: from which column on. */
function besideCursor([text, token]: Span, cursor: number, columns: number): { from: number; span: Span } {
  const right = columns - cursor - 1;
  const isRight = textWidth(text) + 2 <= right || right >= cursor;
  const shown = ` ${shortenText(text, Math.max(0, (isRight ? right : cursor) - 2))} `;
  return { from: isRight ? cursor + 1 : cursor - textWidth(shown), span: [shown, token] };
}

/** The session from pre-market to post-market, and in it the instant, gaps and markers; with the hours on a second row. */
export function scrubBarLines(input: ScrubBarInput): Line[] {
  const { width, rows, session, now } = input;
  const inBar = (line: Line) => fitLine([[' '.repeat(margin)], ...line], width);
  if (!session) {
    const none = inBar(input.isOutlined ? [['There is no outline of this day.', 'dim']] : []);
    return rows > 1 ? [none, inBar([])] : [none];
  }
  const scale = barScale(session, width);
  const said = saidOf(session, scale, input);
  const beside = said && besideCursor(said, scale.columnOf(now), scale.columns);
  const over = (line: Line) => (beside ? overlayLine(line, beside.from, [beside.span]) : line);
  const bar = barLine(session, scale, input);
  if (rows === 1) return [inBar(over(bar))];
  const taken = beside && { from: beside.from, to: beside.from + textWidth(beside.span[0]) };
  return [inBar(bar), inBar(over(tickLine(session, scale, taken)))];
}
