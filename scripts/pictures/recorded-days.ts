import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import type { MethodParams } from '../../src/protocol/methods.ts';
import type { Snapshot } from '../../src/protocol/events.ts';
import type { PlaybackSession, RecordedDay } from '../../src/protocol/playback.ts';
import type { ChartRange } from '../../src/tui/charts/range.ts';
import type { BarsAnswer } from '../../src/tui/state/answers.ts';
import { barsOf, type PictureDaemon, startPictureDaemon } from './picture-daemon.ts';
import { inHome, marketAt, type RecordedMarket } from './recorded-market.ts';

/** All that a dashboard was told of a recorded instant. */
export interface PlayedInstant {
  snapshot: Snapshot;
  session: PlaybackSession | null;
  days: readonly RecordedDay[];
  bars: ReadonlyMap<ChartRange, BarsAnswer>;
}

/** The market as it is on a day of many that were recorded, and instants of those. */
export interface RecordedDays {
  market: RecordedMarket;
  played: PlayedInstant[];
}

/** When a daemon ran on a day, and the seconds between two polls of its chain. */
interface RecordedHours {
  date: string;
  from: string;
  to: string;
  chainSeconds: number;
  /** While the vendor did not answer. */
  outage?: readonly [from: string, to: string];
}

const hourly = { from: '09:28', to: '16:20', chainSeconds: 3600 } as const;

/** Few polls on most days: their coverage is what the calendar of recorded days shows. */
const recorded: readonly RecordedHours[] = [
  { ...hourly, date: '2026-10-30', from: '13:05' },
  { ...hourly, date: '2026-11-10' },
  { ...hourly, date: '2026-11-11', to: '13:20' },
  { ...hourly, date: '2026-11-16' },
  { ...hourly, date: '2026-11-17' },
  { ...hourly, date: '2026-11-18', from: '11:10' },
  { ...hourly, date: '2026-11-20' },
  { ...hourly, date: '2026-11-23' },
  { ...hourly, date: '2026-11-24', chainSeconds: 180, outage: ['10:52', '11:17'] },
  { ...hourly, date: '2026-11-25' },
];
/** The day that is recorded while its past is looked at; it closes early. */
const today: RecordedHours = { date: '2026-11-27', from: '09:28', to: '13:10', chainSeconds: 180 };

const settingsOf = ({ chainSeconds }: RecordedHours) => ({
  ...{ chainSeconds, quoteSeconds: Math.min(chainSeconds, 600) },
  alertRules: ['change < -0.5%'],
});

/** Records days, and looks at instants of them on a daemon that goes on recording. */
export async function recordDays(instants: readonly MethodParams<'subscribe'>[]): Promise<RecordedDays> {
  return await inHome(async (home) => {
    for (const hours of recorded) await recordHours(home, hours);
    const startAt = newYorkInstant(today.date, today.from);
    const daemon = await startPictureDaemon({ home, startAt, settings: settingsOf(today) });
    try {
      const market = await marketAt(daemon, newYorkInstant(today.date, today.to));
      const played: PlayedInstant[] = [];
      for (const instant of instants) played.push(await lookAt(daemon, instant));
      return { market, played };
    } finally {
      await daemon.close();
    }
  });
}

async function recordHours(home: string, hours: RecordedHours): Promise<void> {
  const { date, from, to, outage } = hours;
  const startAt = newYorkInstant(date, from);
  const daemon = await startPictureDaemon({ home, startAt, settings: settingsOf(hours) });
  try {
    for (const [index, time] of (outage ?? []).entries()) {
      await daemon.runTo(newYorkInstant(date, time));
      daemon.setOutage(index === 0);
    }
    await daemon.runTo(newYorkInstant(date, to));
  } finally {
    await daemon.close();
  }
}

/** Asks what the dashboard asks of an instant, on a connection of its own as it does. */
async function lookAt(daemon: PictureDaemon, instant: MethodParams<'subscribe'>): Promise<PlayedInstant> {
  const link = await daemon.openLink();
  try {
    const snapshot = await link.request('subscribe', instant);
    const { at, date } = snapshot.playback!;
    return {
      snapshot,
      session: await link.request('playback.session', { date }),
      days: await link.request('playback.days', {}),
      bars: await barsOf(link, snapshot.priceLine?.date ?? date, at),
    };
  } finally {
    link.close();
  }
}
