import type { Levels } from '../../../market/levels/levels.ts';
import type { LevelsPoint } from '../../../market/levels/levels-history.ts';
import type { PhaseState } from '../../../protocol/state.ts';
import { boxFrameColumns, boxFrameRows, drawBox } from '../../render/box.ts';
import { type Line, type Span, spreadLine } from '../../render/line.ts';
import { wrapText } from '../../render/width.ts';
import type { Rect } from '../../layout/rect.ts';
import { formatWeekdayDate } from '../../present/time.ts';
import type { Weight } from '../chart/level-marks.ts';
import type { Compared } from '../../state/playback/comparison.ts';
import { levelsChangesLines } from './levels-changes.ts';
import { smallHistory } from './levels-history.ts';
import { levelNumbers, moreNumbers } from './levels-numbers.ts';
import { type LevelsContext, levelsAge, levelsExpiry, levelsFreshness } from './levels-text.ts';
import { type BoxLabels, pickLabels, staleCells, titleToken } from '../frame/title.ts';

/** What the levels pane is drawn from. */
export interface LevelsPaneInput extends LevelsContext {
  rect: Rect;
  isFocused: boolean;
  levels: Levels | null;
  weight: Weight;
  /** Of the chain that the levels are of; `null` where it is not known. */
  phase: PhaseState | null;
  /** Why there will be no levels; `null` while they may still come. */
  why: string | null;
  /** Levels of the session, drawn below the numbers; empty where they have a pane of their own. */
  history: readonly LevelsPoint[];
  /** What the levels are compared with in a playback; `null` without a mark. */
  compared?: Compared<Levels> | null;
  /** Whether the title must leave room for how stale the pane is. */
  isStale: boolean;
}

function labelsOf(input: LevelsPaneInput): BoxLabels {
  const { rect, isFocused, levels, weight, isStale } = input;
  const title = (text: string): Line => [[text, titleToken(isFocused)]];
  const by: Span = [weight === 'volume' ? 'by volume' : 'by open interest', 'dim'];
  if (!levels) return pickLabels(rect.width, [{ title: title('Levels'), status: [by] }]);
  const expiry = levelsExpiry(levels, input);
  const fresh = levelsFreshness(levels, input);
  const age: Line = [[levelsAge(levels, input), 'dim']];
  // The expiration is shown at every width.
  return pickLabels(rect.width - (isStale ? staleCells : 0), [
    { title: title(`Levels · ${expiry}`), status: [by, [' · ', 'dim'], ...fresh] },
    { title: title(`Levels · ${expiry}`), status: fresh },
    { title: title(`Levels · ${expiry}`), status: age },
    { title: title(`Levels · ${expiry}`), status: [] },
    { title: title(expiry), status: [] },
    { title: title(formatWeekdayDate(levels.expiration)), status: [] },
  ]);
}

/** The levels in numbers, with both clocks; below them the session in small where there is room. */
export function levelsPaneLines(input: LevelsPaneInput): Line[] {
  const { rect, isFocused, levels, weight, history, compared = null, now } = input;
  const width = rect.width - boxFrameColumns;
  const height = rect.height - boxFrameRows;
  const changes = levels && compared ? levelsChangesLines({ levels, compared, weight, now, width }) : [];
  const lines = levels
    ? [...changes, ...levelNumbers(levels, { ...input, width })]
    : wrapText(input.why ?? 'Waiting…', width).map((text): Line => [[text, 'dim']]);
  const more = levels ? moreNumbers(levels, weight) : [];
  const hasMore = height - lines.length - more.length > (history.length > 0 ? 5 : 0);
  if (hasMore) lines.push([], ...more);
  const left = height - lines.length;
  const small = levels && left >= 2 ? smallHistory({ ...input, points: history, width, rows: left }) : [];
  return drawBox({
    width: rect.width,
    height: rect.height,
    isFocused,
    ...labelsOf(input),
    body: [...lines, ...small].map((line) => spreadLine(line, [], width)),
  });
}
