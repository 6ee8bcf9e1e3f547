import { lastFinishedSession } from '../../market/calendar/finished-session.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { Phase } from '../../market/calendar/session.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';
import type { PollRequest } from '../../sources/request.ts';
import type { Job, NextRun } from '../schedule/job.ts';
import { onceADay } from '../schedule/once-a-day.ts';
import { weekdayTime } from '../schedule/intervals/next-slot.ts';
import type { JobContext } from '../underlyings/job-context.ts';
import {
  hasLastMinutes,
  historyRequests,
  updateHistory,
  updateLastMinutes,
  updateMinutes,
} from './bar-updates.ts';

type Update = () => Promise<number>;

const afterCloseMs = 30 * 60_000;

/** Hours without a session of the day's own: what can be fetched is the last one. */
const isNight = (phase: Phase) => phase === 'closed' || phase === 'overnight';

/**
 * Daily bars of a year and finer ones of 30 days, once after each close. Also the minutes of the session at hand, or of
 * the last one while the market is closed, which give the chart its line even when nothing was recorded then.
 * @param refreshLine makes the chart's line anew from what is stored
 * @param onDailyBars called at the end of each run
 */
export function createBarsJob(
  context: JobContext,
  refreshLine: () => Promise<void>,
  onDailyBars: () => Promise<void> = async () => {},
): Job {
  const { clock, hours, feed } = context;
  const { isEndOfDay } = feed.bars;

  const withLine = async (update: Promise<number>) => {
    try {
      return await update;
    } finally {
      await refreshLine();
    }
  };

  const fillLastSession = async (request: PollRequest) =>
    (await hasLastMinutes(context)) ? 0 : await withLine(updateLastMinutes(context, request));

  const updatesAt = (now: number, request: PollRequest): Update[] => {
    const { calendar } = hours;
    const today = newYorkDate(now);
    const session = calendar.sessionOn(today);
    const hasBegun = session !== null && now >= session.open;
    const isLastShown = isNight(calendar.phaseAt(now).phase) && !hasBegun;
    const lastDate = () => (hasBegun && !isEndOfDay() ? today : lastFinishedSession(calendar, now));
    return [
      ...(hasBegun ? [() => withLine(updateMinutes(context, request))] : []),
      ...(isLastShown ? [() => fillLastSession(request)] : []),
      ...historyRequests.map((timeframes) => () => updateHistory(context, timeframes, lastDate(), request)),
    ];
  };

  return {
    name: context.jobs.bars,
    runsAtStart: true,
    next: (_now, after) =>
      isEndOfDay()
        ? onceADay(hours, after, 'this plan gives a day once it is over')
        : afterNextClose(context, after),
    async run(request) {
      const bars = await runAll(updatesAt(clock.now(), request), request.signal, onDailyBars);
      return `${bars} bars`;
    },
  };
}

function afterNextClose({ hours }: Pick<JobContext, 'hours'>, after: number): NextRun {
  let session = hours.calendar.nextSession(after + 1);
  if (session.close + afterCloseMs <= after) session = hours.calendar.nextSession(session.postClose);
  const at = session.close + afterCloseMs;
  return { at, intervalMs: null, isDueUntilDone: true, reason: `once after the close, ${weekdayTime(at)}` };
}

/** A failure of one update leaves the others to run, unless the key is rejected; the first failure is thrown at the end. */
async function runAll(updates: readonly Update[], signal: AbortSignal, onEnd: () => Promise<void>) {
  let bars = 0;
  let failure: unknown = null;
  for (const update of updates) {
    if (signal.aborted) break;
    try {
      bars += await update();
    } catch (error) {
      failure ??= error;
      if (error instanceof UpstreamError && error.failure === 'unauthorized') break;
    }
  }
  await onEnd();
  if (failure) throw failure;
  return bars;
}
