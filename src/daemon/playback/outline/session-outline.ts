import { sessionStart } from '../../../market/calendar/session.ts';
import type { PlaybackGap, PlaybackSession } from '../../../protocol/playback.ts';
import { createShownMinutes } from '../../rebuild/shown/shown-minutes.ts';
import { rebuiltStretches } from '../../rebuild/shown/rebuilt-stretches.ts';
import { type NearestPoll, nearestPollsIn } from '../past/polls/nearest-polls.ts';
import type { PastContext } from '../past/past-context.ts';
import { alertsIn, type Span } from '../past/past-reads.ts';
import { markersOf } from './markers.ts';

/**
 * A recorded session as a whole, as far as it is recorded up to an instant; `null` where nothing of it is, or the date has
 * no session.
 */
export async function sessionOutline(
  { recording, recorded, marketAt }: PastContext,
  symbol: string,
  date: string,
  asOf: number,
): Promise<PlaybackSession | null> {
  const { calendar } = (await marketAt(asOf)).hours;
  const session = calendar.sessionOn(date);
  if (!session) return null;
  const span = { after: sessionStart(session) - 1, to: Math.min(session.postClose, asOf) };
  const polls = await nearestPollsIn(recording, marketAt, symbol, span);
  if (polls.length === 0) return null;
  const levels = polls.map((poll) => poll.levels).filter((of) => of !== null);
  const alerts = (await alertsIn(recording, span)).filter((alert) => alert.symbol === symbol);
  const gaps = await recording.gaps.ofSession(symbol, date, asOf, 'chain');
  const rebuilt = rebuiltStretches(await rebuiltMinutes(recorded, symbol, span, polls));
  const { preOpen, open, close, optionClose, postClose, isEarlyClose } = session;
  return {
    ...{ symbol, date, preOpen, open, close, optionClose, postClose, isEarlyClose },
    polls: polls.map(({ at }) => at),
    gaps: gaps.map(
      ({ startedAt, endedAt, reason }): PlaybackGap => ({ from: startedAt, to: endedAt, reason }),
    ),
    ...(rebuilt.length > 0 && { rebuilt }),
    markers: markersOf({ session, levels, alerts }),
  };
}

/** Ends of the minutes that were rebuilt of the nearest chain. */
async function rebuiltMinutes(
  recorded: PastContext['recorded'],
  symbol: string,
  { after, to }: Span,
  polls: readonly NearestPoll[],
): Promise<number[]> {
  const isNearest = new Set(polls.map(({ at, expiration }) => `${at} ${expiration}`));
  return (await createShownMinutes(recorded).between(symbol, after, to))
    .filter(({ timestamp, expiration }) => isNearest.has(`${timestamp} ${expiration}`))
    .map(({ timestamp }) => timestamp);
}
