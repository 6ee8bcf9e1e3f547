import { createHistoryChart, type HistoryChart } from './history-chart.ts';
import { createPriceChart, type PriceChart } from './price-chart.ts';
import { createUsageCharts, type UsageCharts } from './usage-charts.ts';

/** What draws charts, with a screen of its own each; nothing is loaded before the first one. */
export interface Charts {
  price: PriceChart;
  history: HistoryChart;
  usage: UsageCharts;
  close(): void;
}

export function createCharts(): Charts {
  const price = createPriceChart();
  const history = createHistoryChart();
  const usage = createUsageCharts();
  return {
    price,
    history,
    usage,
    close() {
      price.close();
      history.close();
      usage.close();
    },
  };
}
