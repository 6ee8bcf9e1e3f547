import type { UiAction } from './ui-action.ts';
import type { Ui } from './ui.ts';

/** What changes how the chart is drawn. */
type ChartAction = Extract<
  UiAction,
  { type: 'range-chosen' | 'chart-day-chosen' | 'chart-style-chosen' | 'cursor-moved' | 'cursor-held' }
>;

export function reduceChart(ui: Ui, action: ChartAction): Ui {
  switch (action.type) {
    case 'range-chosen':
      return { ...ui, chartRange: action.range, chartDay: action.day ?? null };
    case 'chart-day-chosen':
      return { ...ui, chartDay: action.date };
    case 'chart-style-chosen':
      return { ...ui, chartStyle: action.style };
    case 'cursor-moved':
      return { ...ui, chartCursor: action.at };
    case 'cursor-held':
      return { ...ui, isCursorHeld: action.isHeld };
  }
}
