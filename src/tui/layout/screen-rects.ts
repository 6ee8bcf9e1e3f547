import type { PaneId } from './pane-ids.ts';
import type { ScreenId } from './screens.ts';
import type { Rect } from './rect.ts';

/** Narrower than this, two panes cannot stand side by side. */
const sideBySideColumns = 76;

const sideBySideRows = 20;

const stackedRows = 28;

type Rects = Partial<Record<PaneId, Rect>>;

/** Quote and usage side by side above the chain, which gets most of the height and the whole width. */
function sideBySide(body: Rect): Rects {
  const top = Math.min(26, 7 + Math.max(0, Math.floor((body.height - 22) * 0.45)));
  const usageWidth = Math.min(72, Math.max(32, 34 + Math.floor((body.width - 80) * 0.22)));
  const quoteWidth = body.width - usageWidth;
  return {
    quote: { x: body.x, y: body.y, width: quoteWidth, height: top },
    usage: { x: body.x + quoteWidth, y: body.y, width: usageWidth, height: top },
    chain: { x: body.x, y: body.y + top, width: body.width, height: body.height - top },
  };
}

/** Below each other over the whole width: one height a pane, the last takes what is left. */
function below(body: Rect, panes: readonly (readonly [PaneId, number])[]): Rects {
  let y = body.y;
  const rects: Rects = {};
  for (const [index, [pane, wanted]] of panes.entries()) {
    const height = index === panes.length - 1 ? body.y + body.height - y : wanted;
    rects[pane] = { x: body.x, y, width: body.width, height };
    y += height;
  }
  return rects;
}

/** Two panes next to each other in one row of panes. */
function inRow(row: Rect, left: PaneId, right: PaneId, leftWidth: number): Rects {
  return {
    [left]: { ...row, width: leftWidth },
    [right]: { ...row, x: row.x + leftWidth, width: row.width - leftWidth },
  };
}

/** All three below each other; where rows are short, usage becomes one line at the bottom. */
function stacked(body: Rect, rows: number): Rects {
  const isTall = rows >= stackedRows;
  const quoteHeight = isTall ? 7 + Math.min(6, Math.floor((body.height - 26) / 2)) : 4;
  if (!isTall) {
    return below(body, [
      ['quote', quoteHeight],
      ['chain', body.height - quoteHeight - 1],
      ['usage', 1],
    ]);
  }
  return below(body, [
    ['quote', quoteHeight],
    ['usage', 7],
    ['chain', body.height],
  ]);
}

function usageScreen(body: Rect): Rects {
  if (body.width < sideBySideColumns || body.height < 17) {
    if (body.height < 22) {
      return below(body, [
        ['budget', 6],
        ['calls', body.height],
      ]);
    }
    return below(body, [
      ['budget', 6],
      ['polls', 6],
      ['endpoints', 6],
      ['calls', body.height],
    ]);
  }
  const top = Math.min(14, 7 + Math.floor(Math.max(0, body.height - 20) * 0.35));
  const budgetWidth = Math.floor(body.width * (body.width < 110 ? 0.45 : 0.5));
  const first = inRow({ ...body, height: top }, 'budget', 'polls', budgetWidth);
  const rest: Rect = { ...body, y: body.y + top, height: body.height - top };
  if (body.width >= 160)
    return { ...first, ...inRow(rest, 'endpoints', 'calls', Math.floor(body.width * 0.4)) };
  const endpoints = rest.height >= 24 ? 10 : rest.height >= 18 ? 8 : 6;
  return {
    ...first,
    ...below(rest, [
      ['endpoints', endpoints],
      ['calls', rest.height],
    ]),
  };
}

/** The archive's box, with room for a problem and what to do about it; with fewer rows it is one line. */
const archiveRows = 8;

/** Rows that the archive's box beside the tables leaves to the coverage: its frame, both jobs and two gaps. */
const besideArchiveRows = 6;

function storeScreen(body: Rect): Rects {
  if (body.width >= 150) {
    const { tables, coverage } = inRow(body, 'tables', 'coverage', Math.floor(body.width * 0.55));
    const archive = body.height - archiveRows >= besideArchiveRows ? archiveRows : 1;
    const right = below(coverage!, [
      ['coverage', body.height - archive],
      ['archive', archive],
    ]);
    return { tables: tables!, ...right };
  }
  const isTall = body.height >= 30;
  // Room for ten tables and their head, on tall screens also for file and sum; below stay both jobs and a gap.
  const tables = isTall
    ? 18
    : body.height >= 18
      ? Math.min(15, body.height - 6)
      : Math.min(Math.ceil(body.height / 2) + 1, body.height - 6);
  const archive = !isTall ? 1 : body.height >= 34 ? archiveRows : archiveRows - 2;
  return below(body, [
    ['tables', tables],
    ['coverage', body.height - tables - archive],
    ['archive', archive],
  ]);
}

/** With fewer rows, the lines that compare symbols have no box. */
const boxedCompareRows = 26;
/** Rows that they leave to the other panes; where that is not possible, they have no place and can only be expanded. */
const aboveCompareRows = 12;

/** The levels of the symbol on screen; below them those of all recorded symbols, where there are several. */
function levelsScreen(body: Rect, recordedSymbols: number): Rects {
  const rows = recordedSymbols + 1 + (body.height >= boxedCompareRows ? 2 : 0);
  if (recordedSymbols === 0 || body.height - rows < aboveCompareRows) return levelsOfOne(body, 10);
  const upper: Rect = { ...body, height: body.height - rows };
  const compare: Rect = { ...body, y: body.y + upper.height, height: rows };
  return { ...levelsOfOne(upper, 8), compare };
}

function levelsOfOne(body: Rect, usualHistory: number): Rects {
  if (body.width < sideBySideColumns) {
    if (body.height < 18) return { exposure: body };
    const levels = Math.min(20, Math.max(9, body.height - 18));
    return below(body, [
      ['exposure', body.height - levels],
      ['levels', levels],
    ]);
  }
  const historyHeight = body.height >= 44 ? 12 : body.height >= 30 ? usualHistory : 0;
  const main: Rect = { ...body, height: body.height - historyHeight };
  const numbers = Math.min(64, Math.max(37, Math.floor(body.width * 0.34)));
  return {
    ...inRow(main, 'exposure', 'levels', body.width - numbers),
    ...(historyHeight > 0 && {
      history: { ...body, y: body.y + main.height, height: historyHeight },
    }),
  };
}

/** What the places of panes depend on, apart from the room between header and footer. */
export interface ScreenSize {
  columns: number;
  rows: number;
  recordedSymbols: number;
}

export function panesOf(screen: ScreenId, body: Rect, { columns, rows, recordedSymbols }: ScreenSize): Rects {
  switch (screen) {
    case 'overview':
      return columns >= sideBySideColumns && rows >= sideBySideRows ? sideBySide(body) : stacked(body, rows);
    case 'chain':
      return { chain: body };
    case 'chart':
      return { chart: body };
    case 'usage':
      return usageScreen(body);
    case 'store':
      return storeScreen(body);
    case 'levels':
      return levelsScreen(body, recordedSymbols);
  }
}
