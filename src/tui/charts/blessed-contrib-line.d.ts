/** The line chart's own file: the package's index loads every widget it has, maps and pictures included. */
declare module 'blessed-contrib/lib/widget/charts/line.js' {
  import type { Widgets } from 'blessed';

  /** A palette index. */
  type Color = number;

  interface Series {
    x: string[];
    /** May be shorter than `x`; NaN leaves a gap. */
    y: number[];
    style?: { line: Color };
  }

  interface LineOptions {
    /** Without it blessed takes the last screen made for the one meant. */
    screen: Widgets.Screen;
    width: number;
    height: number;
    style: { line: Color; text: Color; baseline: Color };
    minY: number;
    maxY: number;
    numYLabels: number;
    showNthLabel: number;
    /** Dots from the left edge to the axis; a cell is two dots wide. */
    xPadding: number;
    xLabelPadding: number;
    showLegend: boolean;
  }

  interface LineWidget extends Widgets.BoxElement {
    options: LineOptions;
    /** Once it is on a screen. */
    ctx: { clearRect(x: number, y: number, width: number, height: number): void };
    setData(series: Series[]): void;
  }

  const line: (options: LineOptions) => LineWidget;
  export default line;
}
