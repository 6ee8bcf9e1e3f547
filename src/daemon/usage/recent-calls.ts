import { newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import { type ApiCall, type ApiLog, loggedCall } from '../../recordings/usage.ts';

/** The requests that usage is counted from, in memory: what is shown of them reads nothing. */
export interface RecentCalls {
  add(call: ApiCall): void;
  /** Requests of the hour up to `now`, oldest first. */
  lastHour(now: number): ApiCall[];
  /** The latest requests up to `now`, latest first, at most 40. */
  latest(now: number): ApiCall[];
  /** When a request succeeded last; `null` if none ever did. */
  lastSuccessAt(): number | null;
  /** Requests of the New York day at hand. */
  today(now: number): number;
}

const hourMs = 3_600_000;
/** What the tallest screen has room for. */
const maxLatest = 40;

/** Whether a call failed: without an answer, or with a status of 400 or more. */
export const isFailed = ({ error, statusCode }: ApiCall): boolean =>
  error !== null || statusCode === null || statusCode >= 400;

/** Goes on from what earlier runs logged. Where the database fails, their calls are missing from what is shown. */
export async function loadRecentCalls(
  log: Pick<ApiLog, 'since' | 'last' | 'count' | 'lastSuccessAt'>,
  now: number,
  onStoreError: (error: unknown) => void,
): Promise<RecentCalls> {
  const date = newYorkDate(now);
  try {
    const [hour, latest, count, lastSuccessAt] = await Promise.all([
      log.since(now - hourMs, now),
      log.last(maxLatest, now),
      log.count(newYorkInstant(date, '00:00'), now),
      log.lastSuccessAt(now),
    ]);
    const calls = hour.length >= latest.length ? hour : latest.reverse();
    return createRecentCalls({ calls, day: { date, count }, lastSuccessAt });
  } catch (error) {
    onStoreError(error);
    return createRecentCalls({ calls: [], day: { date, count: 0 }, lastSuccessAt: null });
  }
}

/** What is known already, oldest call first. */
export interface RecentCallsStart {
  calls: readonly ApiCall[];
  day: { date: string; count: number };
  lastSuccessAt: number | null;
}

/** @returns the calls so far, kept for an hour, and the latest of them for as long as no others come */
export function createRecentCalls(start: RecentCallsStart): RecentCalls {
  const calls = [...start.calls];
  let { day, lastSuccessAt } = start;

  /** A call is logged when it has ended, stamped with the time at which it began. */
  const insert = (call: ApiCall) => {
    let index = calls.length;
    while (index > 0 && calls[index - 1]!.timestamp > call.timestamp) index -= 1;
    calls.splice(index, 0, call);
  };
  const dropOld = (now: number) => {
    const firstKept = calls.findIndex(({ timestamp }) => timestamp > now - hourMs);
    calls.splice(0, Math.min(firstKept, calls.length - maxLatest));
  };

  return {
    add(made) {
      const call = loggedCall(made);
      insert(call);
      dropOld(call.timestamp);
      const date = newYorkDate(call.timestamp);
      day = { date, count: date === day.date ? day.count + 1 : 1 };
      if (!isFailed(call)) lastSuccessAt = Math.max(lastSuccessAt ?? 0, call.timestamp);
    },
    lastHour: (now) => calls.filter(({ timestamp }) => timestamp > now - hourMs && timestamp <= now),
    latest: (now) =>
      calls
        .filter(({ timestamp }) => timestamp <= now)
        .slice(-maxLatest)
        .reverse(),
    lastSuccessAt: () => lastSuccessAt,
    today: (now) => (newYorkDate(now) === day.date ? day.count : 0),
  };
}
