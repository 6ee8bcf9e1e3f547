/** The bar chart's own file, for the same reason as the line chart's. */
declare module 'blessed-contrib/lib/widget/charts/bar.js' {
  import type { Widgets } from 'blessed';

  interface BarOptions {
    screen: Widgets.Screen;
    width: number;
    height: number;
    /** Cells. The widget widens narrow ones as it is made; what is set later holds. */
    barWidth: number;
    /** Cells from the start of one bar to that of the next. */
    barSpacing: number;
    xOffset: number;
    /** Value of the tallest bar, if none is larger. */
    maxHeight: number;
    /** Palette index. */
    barBgColor: number;
    showText: boolean;
  }

  interface BarWidget extends Widgets.BoxElement {
    options: BarOptions;
    setData(bars: { titles: string[]; data: number[] }): void;
  }

  const bar: (options: BarOptions) => BarWidget;
  export default bar;
}
