/** The stacked bar chart's own file, for the same reason as the line chart's. */
declare module 'blessed-contrib/lib/widget/charts/stacked-bar.js' {
  import type { Widgets } from 'blessed';

  interface StackedBarOptions {
    screen: Widgets.Screen;
    width: number;
    height: number;
    /** Cells. The widget keeps three blanks between two bars as it is made; what is set later holds. */
    barWidth: number;
    /** Cells from the start of one bar to that of the next. */
    barSpacing: number;
    xOffset: number;
    /** Value of the tallest bar, if none is larger. */
    maxValue: number;
    /** Palette indices, from the bottom of a bar up. */
    barBgColor: number[];
    showText: boolean;
    showLegend: boolean;
  }

  interface StackedBarWidget extends Widgets.BoxElement {
    options: StackedBarOptions;
    setData(bars: { barCategory: string[]; stackedCategory: string[]; data: number[][] }): void;
  }

  const stackedBar: (options: StackedBarOptions) => StackedBarWidget;
  export default stackedBar;
}
