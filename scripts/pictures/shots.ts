import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import type { MethodParams } from '../../src/protocol/methods.ts';
import type { Shot } from './take-picture.tsx';

/** Midday of an ordinary session. */
const midday = '2026-11-23T17:30:00Z';
/** Twenty minutes before the option close of an early close, and in the last minute of an ordinary one. */
const earlyClose = '2026-11-27T17:55:00Z';
const lastMinute = '2026-11-23T21:14:10Z';

const small = { columns: 80, rows: 24 } as const;
const medium = { columns: 120, rows: 40 } as const;
const large = { columns: 200, rows: 50 } as const;

/** The pictures of README and `docs/`, by the instant at which they are taken. */
export const shots: readonly { instant: string; pictures: Readonly<Record<string, Shot>> }[] = [
  {
    instant: midday,
    pictures: {
      'dashboard.svg': { ...medium, screen: 'overview' },
      'dashboard-80x24.svg': { ...small, screen: 'overview' },
      'dashboard-light.svg': { ...medium, screen: 'overview', theme: 'light' },
      'chart.svg': { ...medium, screen: 'chart' },
      'chart-candles.svg': { ...medium, screen: 'chart', style: 'candles' },
      'usage.svg': { ...medium, screen: 'usage' },
      'levels.svg': { ...medium, screen: 'levels' },
      'levels-80x24.svg': { ...small, screen: 'levels' },
      'levels-200x50.svg': { ...large, screen: 'levels' },
    },
  },
  {
    instant: earlyClose,
    pictures: { 'levels-early-close.svg': { ...medium, screen: 'levels' } },
  },
  {
    instant: lastMinute,
    pictures: { 'levels-last-minute.svg': { ...medium, screen: 'levels' } },
  },
];

/** A recorded instant, how it is played, and its pictures. */
export interface PlayedShots {
  instant: MethodParams<'subscribe'>;
  pictures: Readonly<Record<string, Shot>>;
}

const noColors = 0;

/** The pictures of playback. */
export const playedShots: readonly PlayedShots[] = [
  {
    instant: { at: newYorkInstant('2026-11-24', '12:21:40'), speed: 10, paused: false },
    pictures: {
      'playback.svg': { ...medium, screen: 'overview' },
      'playback-80x24.svg': { ...small, screen: 'overview' },
      'playback-200x50.svg': { ...large, screen: 'overview' },
      'playback-mono.svg': { ...medium, screen: 'overview', level: noColors },
      'playback-mono-80x24.svg': { ...small, screen: 'overview', level: noColors },
      'playback-mono-200x50.svg': { ...large, screen: 'overview', level: noColors },
    },
  },
  {
    instant: { at: newYorkInstant('2026-11-24', '11:03'), paused: true },
    pictures: { 'playback-gap.svg': { ...medium, screen: 'overview' } },
  },
  {
    instant: { at: newYorkInstant('2026-11-27', '12:42'), paused: true },
    pictures: { 'playback-early-close.svg': { ...medium, screen: 'levels' } },
  },
  {
    instant: { at: newYorkInstant('2026-11-24', '10:21'), paused: true },
    pictures: { 'playback-days.svg': { ...medium, screen: 'overview', isCalendarOpen: true } },
  },
];
