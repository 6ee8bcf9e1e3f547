export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const paneIds = ['quote', 'chain', 'usage'] as const;
export type PaneId = (typeof paneIds)[number];

export interface PanesLayout {
  kind: 'panes';
  columns: number;
  rows: number;
  header: Rect;
  /** The line for problems and a lost connection; `null` while there is nothing to say. */
  strip: Rect | null;
  /** `null` for a pane that an expanded one hides. A usage pane of one row is drawn as a plain line. */
  panes: Record<PaneId, Rect | null>;
  footer: Rect;
}

export type Layout = PanesLayout | { kind: 'too-small'; columns: number; rows: number };

export interface LayoutInput {
  columns: number;
  rows: number;
  hasStrip: boolean;
  expanded: PaneId | null;
}

export const smallest = { columns: 60, rows: 16 } as const;

/** Narrower than this, quote and usage cannot stand side by side. */
const sideBySideColumns = 76;
const sideBySideRows = 20;
const stackedRows = 28;

type Rects = Record<PaneId, Rect>;

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

/** All three below each other; where rows are short, usage becomes one line at the bottom. */
function stacked(body: Rect): Rects {
  const isTall = body.height + 2 >= stackedRows;
  const quoteHeight = isTall ? 7 + Math.min(6, Math.floor((body.height - 26) / 2)) : 4;
  const usageHeight = isTall ? 7 : 1;
  const chainHeight = body.height - quoteHeight - usageHeight;
  const row = (y: number, height: number): Rect => ({ x: body.x, y: body.y + y, width: body.width, height });
  return isTall
    ? {
        quote: row(0, quoteHeight),
        usage: row(quoteHeight, usageHeight),
        chain: row(quoteHeight + usageHeight, chainHeight),
      }
    : {
        quote: row(0, quoteHeight),
        chain: row(quoteHeight, chainHeight),
        usage: row(quoteHeight + chainHeight, usageHeight),
      };
}

/** Where everything goes on a terminal of that size. Together the rectangles cover every cell exactly once. */
export function computeLayout({ columns, rows, hasStrip, expanded }: LayoutInput): Layout {
  if (columns < smallest.columns || rows < smallest.rows) return { kind: 'too-small', columns, rows };
  const line = (y: number): Rect => ({ x: 0, y, width: columns, height: 1 });
  const bodyTop = hasStrip ? 2 : 1;
  const body: Rect = { x: 0, y: bodyTop, width: columns, height: rows - bodyTop - 1 };
  const isSideBySide = columns >= sideBySideColumns && rows >= sideBySideRows;
  const panes: PanesLayout['panes'] = expanded
    ? { quote: null, chain: null, usage: null, [expanded]: body }
    : isSideBySide
      ? sideBySide(body)
      : stacked(body);
  return {
    kind: 'panes',
    columns,
    rows,
    header: line(0),
    strip: hasStrip ? line(1) : null,
    panes,
    footer: line(rows - 1),
  };
}
