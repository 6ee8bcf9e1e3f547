import { createHistoryChart, type HistoryChart } from './history/history-chart.ts';
import { createPriceChart, type PriceChart } from './price-chart.ts';

/** What draws charts, with a screen of its own each; nothing is loaded before the first one. */
export interface Charts {
  price: PriceChart;
  history: HistoryChart;
  close(): void;
}

export function createCharts(): Charts {
  const price = createPriceChart();
  const history = createHistoryChart();
  return {
    price,
    history,
    close() {
      price.close();
      history.close();
    },
  };
}
