import { createHistoryChart, type HistoryChart } from './history/history-chart.ts';
import { createPriceChart, type PriceChart } from './price-chart.ts';

/** The charts of the dashboard, each with an off-screen screen of its own, which is loaded for the first picture. */
export interface Charts {
  price: PriceChart;
  history: HistoryChart;
  close(): void;
}

/** Makes the charts; `close` frees their off-screen screens. */
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
