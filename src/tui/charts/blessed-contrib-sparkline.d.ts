/** The sparkline's own file, for the same reason as the line chart's. */
declare module 'blessed-contrib/lib/widget/sparkline.js' {
  import type { Widgets } from 'blessed';

  interface SparklineOptions {
    screen: Widgets.Screen;
    width: number;
    height: number;
    tags: boolean;
  }

  interface SparklineWidget extends Widgets.BoxElement {
    /** Each title has its values in the line below it; at most two fewer than the widget has cells. */
    setData(titles: string[], datasets: number[][]): void;
  }

  const sparkline: (options: SparklineOptions) => SparklineWidget;
  export default sparkline;
}
