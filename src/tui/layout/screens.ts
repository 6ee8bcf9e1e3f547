import type { PaneId } from './pane-ids.ts';

export const screenIds = ['overview', 'chain', 'chart', 'usage', 'store', 'levels'] as const;
/** The name of a screen. */
export type ScreenId = (typeof screenIds)[number];

/** A screen: what it is called, and the panes that it shows. */
export interface Screen {
  /** Number key that shows it. */
  key: string;
  title: string;
  /** For tab bars on narrow terminals. */
  shortTitle: string;
  /** In the order in which the focus goes through them. */
  panes: readonly PaneId[];
  /** Focused when the screen is shown. */
  first: PaneId;
  /** One sentence, for the help and the docs. */
  summary: string;
}

export const screens: Record<ScreenId, Screen> = {
  overview: {
    key: '1',
    title: 'Overview',
    shortTitle: 'Over',
    panes: ['quote', 'chain', 'usage'],
    first: 'chain',
    summary: 'Overview: quote, chain and API usage',
  },
  chain: {
    key: '2',
    title: 'Chain',
    shortTitle: 'Chain',
    panes: ['chain'],
    first: 'chain',
    summary: 'Chain: the whole screen, with every column that fits',
  },
  chart: {
    key: '3',
    title: 'Chart',
    shortTitle: 'Chart',
    panes: ['chart'],
    first: 'chart',
    summary: 'Chart: price with VWAP, bands, levels and volume, of a day up to a year',
  },
  usage: {
    key: '4',
    title: 'API usage',
    shortTitle: 'API',
    panes: ['budget', 'polls', 'endpoints', 'calls'],
    first: 'calls',
    summary: 'API usage: budget, latency, endpoints, calls and what is polled next',
  },
  store: {
    key: '5',
    title: 'Store',
    shortTitle: 'Store',
    panes: ['tables', 'coverage', 'archive'],
    first: 'tables',
    summary: 'Store: what is recorded and archived, for how long, and what is missing',
  },
  levels: {
    key: '6',
    title: 'Levels',
    shortTitle: 'Levels',
    panes: ['exposure', 'levels', 'history', 'compare'],
    first: 'exposure',
    summary: 'Levels: gamma exposure by strike, walls, flip, max pain, expected move',
  },
};
