/** The gauge's own file, for the same reason as the line chart's. */
declare module 'blessed-contrib/lib/widget/gauge.js' {
  import type { Widgets } from 'blessed';

  interface GaugeOptions {
    screen: Widgets.Screen;
    width: number;
    height: number;
    showLabel: boolean;
  }

  interface GaugeWidget extends Widgets.BoxElement {
    /** Shares from the left, in percent; 1 and less are taken for fractions. `stroke` is a palette index. */
    setStack(stack: { percent: number; stroke: number }[]): void;
  }

  const gauge: (options: GaugeOptions) => GaugeWidget;
  export default gauge;
}
