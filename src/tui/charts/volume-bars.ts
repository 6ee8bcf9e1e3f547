import createBar from 'blessed-contrib/lib/widget/charts/bar.js';
import type { Line, Span } from '../render/line.ts';
import type { Token } from '../theme/tokens.ts';
import { chartColors, type Offscreen } from './offscreen.ts';

const eighths = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/** Rows that the widget keeps below its bars for labels, which are not wanted here. */
const labelRows = 5;
/** Columns that it keeps at its right edge. */
const spareColumns = 2;

export interface VolumeBarsInput {
  /** One bar a cell, from the left. */
  values: readonly number[];
  /** Rows. */
  height: number;
  token: (column: number) => Token;
}

/**
 * Bars of one cell each, painted by blessed-contrib's bar chart eight times as high as they are shown, and folded into
 * eighths of a cell: the widget itself knows only whole ones. The smallest value above nothing shows an eighth.
 */
export function volumeBars({ screen, heights }: Offscreen, input: VolumeBarsInput): Line[] {
  const { values, height, token } = input;
  const tall = height * eighthsOfCell;
  const max = Math.max(...values, Number.MIN_VALUE);
  const bar = createBar({
    screen,
    width: values.length + spareColumns,
    height: tall + labelRows,
    barWidth: 1,
    barSpacing: 1,
    xOffset: 0,
    maxHeight: max,
    barBgColor: chartColors.chartVolume,
    showText: false,
  });
  // The widget would put three blanks between two bars, and its rectangles are one cell wider than they are told.
  bar.options.barSpacing = 1;
  bar.options.barWidth = 0.5;
  screen.append(bar);
  bar.setData({ titles: values.map(() => ''), data: values.map((value) => Math.max(0, value)) });
  const painted = heights(values.length, tall + labelRows);
  bar.detach();
  // A rectangle is one row higher than it is told, too.
  const filled = values.map((value, column) =>
    value > 0 ? Math.min(tall, Math.max(1, (painted[column] ?? 0) - 1)) : 0,
  );
  return Array.from({ length: height }, (_, row) => {
    const floor = (height - 1 - row) * eighthsOfCell;
    return filled.map((cells, column): Span => {
      const part = Math.min(eighthsOfCell, Math.max(0, cells - floor));
      return [eighths[part]!, token(column)];
    });
  });
}

const eighthsOfCell = 8;
