import type { Calendar } from '../../../../market/calendar/calendar.ts';
import type { RecordedLevels } from '../../../../market/levels/levels.ts';
import { lastNearestPoll, nearestBy } from '../../../underlyings/chains/recorded-chain.ts';
import type { MarketAt } from '../past-market.ts';
import { levelsIn, type PastPoll, pollsIn, type Span } from '../past-reads.ts';
import type { RecordingReader } from '../../../../recordings/recording.ts';

/** A poll of the chain that was a symbol's nearest then. */
export interface NearestPoll extends PastPoll {
  /** `null` where none were recorded. */
  levels: RecordedLevels | null;
  /** Whether the chain itself is still there; its levels outlive it. */
  isKept: boolean;
}

type Recorded = Pick<RecordingReader, 'chains' | 'levels'>;

/** The last poll up to an instant of the chain that was the nearest then; `null` before the first. */
export async function lastNearest(
  recording: Recorded,
  calendar: Calendar,
  symbol: string,
  asOf: number,
): Promise<NearestPoll | null> {
  const levels = await recording.levels.at(symbol, asOf);
  const candidates = nearestBy(levels?.expiration, calendar, symbol, asOf);
  let last: PastPoll | null = null;
  for (const expiration of new Set([...(levels ? [levels.expiration] : []), ...candidates])) {
    const at = await recording.chains.lastPollAt(symbol, expiration, asOf);
    if (at === null || (last && at <= last.at)) continue;
    // A chain of a coming day may have been polled for somebody who looked at it.
    const before = levels && levels.timestamp <= at ? levels : await recording.levels.at(symbol, at);
    if (nearestBy(before?.expiration, calendar, symbol, at).includes(expiration)) last = { expiration, at };
  }
  last ??= await lastNearestPoll(recording, calendar, symbol, asOf);
  if (levels && (!last || last.at <= levels.timestamp)) {
    const { expiration, timestamp } = levels;
    return { expiration, at: timestamp, levels, isKept: last?.at === timestamp };
  }
  return last && { ...last, levels: null, isKept: true };
}

/** The polls of a span whose chain was the symbol's nearest then, oldest first. */
export async function nearestPollsIn(
  recording: Recorded,
  marketAt: MarketAt,
  symbol: string,
  span: Span,
): Promise<NearestPoll[]> {
  const polls = await pollsIn(recording, symbol, span);
  const levels = await levelsIn(recording, symbol, span);
  if (polls.length === 0 && levels.length === 0) return [];
  const keyOf = (expiration: string, at: number) => `${at} ${expiration}`;
  const unkept = new Map(levels.map((of) => [keyOf(of.expiration, of.timestamp), of]));
  let ofLevels = (await recording.levels.at(symbol, span.after))?.expiration;
  const found: NearestPoll[] = [];
  for (const poll of polls) {
    const key = keyOf(poll.expiration, poll.at);
    const own = unkept.get(key) ?? null;
    unkept.delete(key);
    if (own) ofLevels = own.expiration;
    const { hours } = await marketAt(poll.at);
    if (own || nearestBy(ofLevels, hours.calendar, symbol, poll.at).includes(poll.expiration)) {
      found.push({ ...poll, levels: own, isKept: true });
    }
  }
  for (const of of unkept.values()) {
    found.push({ expiration: of.expiration, at: of.timestamp, levels: of, isKept: false });
  }
  return found.sort((one, other) => one.at - other.at);
}
