import { type PaneId, paneIds } from './pane-ids.ts';
import { type ScreenId, screens } from './screens.ts';
import type { Rect } from './rect.ts';
import { panesOf } from './screen-rects.ts';

/** A place for each part of the screen. */
export interface PanesLayout {
  kind: 'panes';
  columns: number;
  rows: number;
  header: Rect;
  /** The line that names the screens; `null` where rows are short. */
  tabs: Rect | null;
  /** The line of the recorded symbols; `null` where one symbol is recorded. */
  symbols: Rect | null;
  /** The line for problems and a lost connection; `null` while there is nothing to say. */
  strip: Rect | null;
  /** In a playback, the line about the market as it is; `null` else. */
  live: Rect | null;
  /** In a playback, the session as a bar; `null` else. */
  scrub: Rect | null;
  /** All that the panes share. */
  body: Rect;
  /**
   * `null` for a pane of another screen, one that an expanded one hides, and one that has no room. A usage pane of one
   * row is drawn as a plain line.
   */
  panes: Record<PaneId, Rect | null>;
  footer: Rect;
}

/** Where everything is drawn, or the size of a terminal that is too small. */
export type Layout = PanesLayout | { kind: 'too-small'; columns: number; rows: number };

/** What the layout depends on. */
export interface LayoutInput {
  columns: number;
  rows: number;
  hasStrip: boolean;
  /** A recording is played. */
  isPlayback: boolean;
  /** How many symbols are recorded, where it is more than one; else 0. */
  recordedSymbols: number;
  screen: ScreenId;
  expanded: PaneId | null;
}

export const smallest = { columns: 60, rows: 16 } as const;

/** With fewer rows, the number keys do without a line that names the screens. */
const tabbedRows = 20;

/** With fewer rows, the scrub bar has no hours below it. */
const hoursRows = 30;

function scrubRows({ isPlayback, rows }: LayoutInput): number {
  if (!isPlayback) return 0;
  return rows >= hoursRows ? 2 : 1;
}

/** Where everything goes on a terminal of that size. Together the rectangles cover every cell exactly once. */
export function computeLayout(input: LayoutInput): Layout {
  const { columns, rows, hasStrip, isPlayback, recordedSymbols, screen, expanded } = input;
  if (columns < smallest.columns || rows < smallest.rows) return { kind: 'too-small', columns, rows };
  const line = (y: number): Rect => ({ x: 0, y, width: columns, height: 1 });
  let bodyTop = 1;
  const nextLine = (isShown: boolean) => {
    if (!isShown) return null;
    bodyTop += 1;
    return line(bodyTop - 1);
  };
  const live = nextLine(isPlayback);
  const symbols = nextLine(recordedSymbols > 0);
  const tabs = nextLine(rows >= tabbedRows);
  const strip = nextLine(hasStrip);
  const scrub = scrubRows(input);
  const body: Rect = { x: 0, y: bodyTop, width: columns, height: rows - bodyTop - scrub - 1 };
  const isShown = expanded !== null && screens[screen].panes.includes(expanded);
  const rects = isShown ? { [expanded]: body } : panesOf(screen, body, { columns, rows, recordedSymbols });
  const panes = Object.fromEntries(paneIds.map((id) => [id, rects[id as keyof typeof rects] ?? null]));
  return {
    kind: 'panes',
    columns,
    rows,
    header: line(0),
    symbols,
    tabs,
    strip,
    live,
    scrub: scrub === 0 ? null : { ...line(rows - scrub - 1), height: scrub },
    body,
    panes: panes as PanesLayout['panes'],
    footer: line(rows - 1),
  };
}
