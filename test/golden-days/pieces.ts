import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';

/** What a client asks at the end of a stretch; `screens` has pictures taken. */
export interface Question {
  method: string;
  params: object;
}

export interface Stretch {
  until: { date?: string; time: string };
  /** Little happens: steps of a minute. */
  isSlow?: boolean;
  asks?: Question[];
}

/** Hours of the day for which a daemon runs without a break. */
export interface Piece {
  date: string;
  from: string;
  alertRules: string[];
  stretches: Stretch[];
}

const today = '2026-11-23';
const tomorrow = '2026-11-24';

const ask = (method: string, params: object = {}): Question => ({ method, params });
const barsOf = (timeframe: string, date: string) =>
  ask('bars.get', {
    timeframe,
    from: newYorkInstant(date, '09:00'),
    to: newYorkInstant(date, '16:00'),
  });

/** Everything that can be read and does not depend on the machine. */
const reads = [
  ask('status'),
  ask('quote.get'),
  ask('quote.get', { symbol: 'QQQ' }),
  ask('chain.get'),
  ask('levels.get'),
  ask('levels.history', { date: today }),
  barsOf('1min', today),
  ask('usage.get'),
  ask('alerts.get'),
];

const alertRules = [
  'change > 0.1%',
  'change < -0.1%',
  'price crosses 600',
  'stale > 20m',
  'QQQ change > 0.2%',
];

/**
 * The day in the minutes that matter: the open, the open as delayed plans see it, noon with other chains looked at, the
 * close of the stock and of the options, bars and old rows after it, the night and the next open.
 */
export const pieces: Piece[] = [
  {
    ...{ date: today, from: '09:27', alertRules },
    stretches: [{ until: { time: '09:33' } }],
  },
  {
    ...{ date: today, from: '09:43', alertRules },
    stretches: [{ until: { time: '09:48' }, asks: reads }],
  },
  {
    ...{ date: today, from: '12:00', alertRules },
    stretches: [
      {
        until: { time: '12:03' },
        asks: [
          ask('refresh', { job: 'quote', force: true }),
          ask('last-trade.get'),
          ask('chain.get', { at: newYorkInstant(today, '09:46') }),
          ask('levels.get', { at: newYorkInstant(today, '09:46') }),
          ask('subscribe', { symbol: 'QQQ' }),
        ],
      },
      { until: { time: '12:05' }, asks: [...reads, ask('subscribe', { expiration: tomorrow })] },
      { until: { time: '12:07' }, asks: [ask('chain.get'), ask('prune', { dryRun: true })] },
    ],
  },
  {
    ...{ date: today, from: '15:40', alertRules },
    stretches: [{ until: { time: '15:45' }, asks: [ask('screens')] }],
  },
  {
    ...{ date: today, from: '15:57', alertRules },
    stretches: [
      { until: { time: '16:17' }, asks: reads },
      { until: { time: '17:05' }, isSlow: true },
    ],
  },
  {
    ...{ date: today, from: '19:50', alertRules },
    stretches: [{ until: { date: tomorrow, time: '04:20' }, isSlow: true, asks: reads }],
  },
  {
    ...{ date: tomorrow, from: '09:27', alertRules },
    stretches: [{ until: { time: '09:33' }, asks: [...reads, barsOf('daily', today)] }],
  },
];
