/** Every pane of every screen. */
export const paneIds = [
  'quote',
  'chain',
  'usage',
  'chart',
  'budget',
  'polls',
  'endpoints',
  'calls',
  'tables',
  'coverage',
  'archive',
  'exposure',
  'levels',
  'history',
  'compare',
] as const;
/** The name of a pane. */
export type PaneId = (typeof paneIds)[number];
