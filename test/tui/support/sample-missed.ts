import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { Missed, MissedGap } from '../../../src/protocol/missed.ts';
import { sampleAlert } from './sample-alerts.ts';
import { sampleNow } from './sample-times.ts';

/** A Friday, twenty minutes before the closing bell. */
export const sampleLastOpen = newYorkInstant('2026-11-20', '15:40');

const onMonday = (time: string) => newYorkInstant('2026-11-23', time);

const gap = (job: string, from: number, to: number, reason: string): MissedGap => ({
  ...{ symbol: 'SPY', job, from, to, reason },
});

/** Five alerts, a failing vendor and a time without a daemon since the Friday before. */
export function sampleMissed(given: Partial<Missed> = {}): Missed {
  const level = (at: number, message: string) =>
    sampleAlert({ at, kind: 'gamma-flip', message, rule: undefined });
  const down = 'daemon was not running';
  const failed = 'upstream error: timeout';
  const [from, to] = [onMonday('09:30'), onMonday('09:36:30')];
  const [failedFrom, failedTo] = [
    newYorkInstant('2026-11-20', '15:52'),
    newYorkInstant('2026-11-20', '15:57:45'),
  ];
  return {
    since: sampleLastOpen,
    until: sampleNow,
    alerts: [
      sampleAlert(),
      level(onMonday('13:15:54'), 'SPY 668.87 is now below the gamma flip at 669.42'),
      level(onMonday('11:15:52'), 'SPY 672.52 has used 100 % of the expected move of 4.12 from 668.40'),
      sampleAlert({ at: onMonday('10:02:10'), message: 'SPY change < -1%: -1.04 %' }),
      level(newYorkInstant('2026-11-20', '15:48:05'), 'SPY 666.10 is now above the call wall at 666.00'),
    ],
    ...{ alertCount: 5, sessions: 2, sessionMs: 17_455_000, ratio: 0.9581 },
    missing: { gaps: 2, ms: 735_000, reasons: [down, failed] },
    jobs: [
      { symbol: 'SPY', job: 'quote', dueMs: 17_455_000, missingMs: 735_000 },
      { symbol: 'SPY', job: 'chain', dueMs: 17_455_000, missingMs: 727_000 },
    ],
    gaps: [
      gap('quote', from, to, down),
      gap('chain', from, to, down),
      gap('quote', failedFrom, failedTo, failed),
      gap('chain', failedFrom + 8000, failedTo, failed),
    ],
    gapCount: 4,
    ...given,
  };
}
