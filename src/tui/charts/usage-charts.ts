import createStackedBar from 'blessed-contrib/lib/widget/charts/stacked-bar.js';
import createGauge from 'blessed-contrib/lib/widget/gauge.js';
import createSparkline from 'blessed-contrib/lib/widget/sparkline.js';
import type { Line, Span } from '../render/line.ts';
import { plainLine } from '../render/line.ts';
import type { Token } from '../theme/tokens.ts';
import { chartColors, createOffscreen, type Offscreen } from './offscreen.ts';

export interface BudgetShares {
  used: number;
  /** Kept back for the user, at the far end. */
  reserve: number;
  allowed: number;
}

export interface MinuteCalls {
  calls: number;
  /** Of these. */
  errors: number;
}

export interface UsageCharts {
  /** One line of `width` cells: what is used in `token`, what is free, and the reserve. */
  gauge(shares: BudgetShares, width: number, token: Token): Line;
  /** `height` lines of one cell a minute; failed calls stand on those that went well. */
  calls(minutes: readonly MinuteCalls[], height: number): Line[];
  /** One character a value, between the lowest and the highest; blank where there is none. */
  sparkline(values: readonly (number | null)[]): string;
  close(): void;
}

const eighthsAcross = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
const eighthsUp = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const eighths = 8;

const { up: usedColor, stale: freeColor, chartReference: reserveColor, down: errorColor } = chartColors;

/** Rows of the gauge, of which the widget fills those from the third on, and the cells that it never fills. */
const gaugeRows = 5;
const gaugeSpare = 5;

/** Painted eight times as wide as it is shown: the widget itself knows only whole cells. */
function drawGauge(
  { screen, columnColors }: Offscreen,
  shares: BudgetShares,
  width: number,
  token: Token,
): Line {
  const allowed = Math.max(1, shares.allowed);
  const used = Math.min(1, Math.max(0, shares.used / allowed));
  const reserve = Math.min(1 - used, Math.max(0, shares.reserve / allowed));
  const wide = width * eighths;
  const gauge = createGauge({ screen, width: wide + gaugeSpare, height: gaugeRows, showLabel: false });
  screen.append(gauge);
  // A percent is taken for a fraction where it is one or less, and nothing at all would still be a cell wide.
  const part = (share: number, stroke: number) =>
    share > 0 ? [{ percent: Math.max(1.01, share * 100), stroke }] : [];
  gauge.setStack([
    ...part(used, usedColor),
    ...part(1 - used - reserve, freeColor),
    ...part(reserve, reserveColor),
  ]);
  const colors = columnColors(wide + gaugeSpare, gaugeRows, 3).slice(1, wide + 1);
  gauge.detach();
  const filled = colors.filter((color) => color === usedColor).length;
  const full = Math.floor(filled / eighths);
  // Whatever is used shows.
  const rest = eighthsAcross[Math.max(filled % eighths, used > 0 && full === 0 ? 1 : 0)]!;
  const kept = Math.min(
    width - full - rest.length,
    Math.round(colors.filter((color) => color === reserveColor).length / eighths),
  );
  return [
    ['█'.repeat(full) + rest, token],
    ['─'.repeat(Math.max(0, width - full - rest.length - kept)), 'faint'],
    ['╌'.repeat(Math.max(0, kept)), 'warning'],
  ];
}

/** What the widget keeps free above its bars and at its right edge. */
const stackedSpare = { rows: 2, columns: 2 };

/** Painted eight times as high as it is shown, one column a minute with a blank between two. */
function drawCalls({ screen, stacks }: Offscreen, minutes: readonly MinuteCalls[], height: number): Line[] {
  const tall = height * eighths;
  const max = Math.max(1, ...minutes.map(({ calls }) => calls));
  const columns = minutes.length * 2;
  const bar = createStackedBar({
    screen,
    ...{ width: columns + stackedSpare.columns, height: tall + stackedSpare.rows, maxValue: max },
    ...{ barWidth: 1, barSpacing: 2, xOffset: 0, showText: false, showLegend: false },
    barBgColor: [usedColor, errorColor],
  });
  // The widget's rectangles are one cell wider than they are told, and it would put three blanks between two.
  bar.options.barSpacing = 2;
  bar.options.barWidth = 0.5;
  screen.append(bar);
  bar.setData({
    barCategory: minutes.map(() => ''),
    stackedCategory: ['answered', 'failed'],
    data: minutes.map(({ calls, errors }) => [calls - errors, errors]),
  });
  const painted = stacks(columns, tall + stackedSpare.rows, [usedColor, errorColor]);
  bar.detach();
  const heights = minutes.map(({ calls, errors }, index) => {
    const [good = 0, bad = 0] = painted[index * 2] ?? [];
    // What is not nothing shows.
    const failed = errors > 0 ? Math.max(1, bad) : 0;
    return { total: calls > 0 ? Math.max(1, good + bad) : 0, failed };
  });
  return Array.from({ length: height }, (_, row): Line => {
    const floor = (height - 1 - row) * eighths;
    return heights.map(({ total, failed }): Span => {
      const part = Math.min(eighths, Math.max(0, total - floor));
      // A cell has one colour: failures are not lost in one that they share.
      const isFailed = part > 0 && failed > 0 && floor + part > total - failed;
      return [eighthsUp[part]!, isFailed ? 'error' : 'accent'];
    });
  });
}

function drawSparkline({ screen, read }: Offscreen, values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return ' '.repeat(values.length);
  const lowest = Math.min(...known);
  const width = values.length + 2;
  const line = createSparkline({ screen, width, height: 4, tags: true });
  screen.append(line);
  line.setData([''], [values.map((value) => value ?? lowest)]);
  const rows = read(width, 4).map((row) => plainLine(row));
  line.detach();
  const drawn = rows.find((row) => /[\u2581-\u2588]/.test(row)) ?? '';
  return values.map((value, at) => (value === null ? ' ' : (drawn[at] ?? ' '))).join('');
}

/** What was drawn last is given again for the same input: the screen is painted each second, its pictures change rarely. */
function keepLast<Input extends unknown[], Drawn>(
  draw: (...input: Input) => Drawn,
): (...input: Input) => Drawn {
  let last: { key: string; drawn: Drawn } | null = null;
  return (...input) => {
    const key = JSON.stringify(input);
    if (last?.key !== key) last = { key, drawn: draw(...input) };
    return last.drawn;
  };
}

/** The usage screen's pictures, as blessed-contrib's gauge, stacked bars and sparkline paint them. */
export function createUsageCharts(): UsageCharts {
  let offscreen: Offscreen | null = null;
  const screen = () => {
    offscreen ??= createOffscreen();
    return offscreen;
  };
  return {
    gauge: keepLast((shares: BudgetShares, width: number, token: Token) =>
      drawGauge(screen(), shares, width, token),
    ),
    calls: keepLast((minutes: readonly MinuteCalls[], height: number) =>
      drawCalls(screen(), minutes, height),
    ),
    sparkline: keepLast((values: readonly (number | null)[]) => drawSparkline(screen(), values)),
    close() {
      offscreen?.close();
      offscreen = null;
    },
  };
}
