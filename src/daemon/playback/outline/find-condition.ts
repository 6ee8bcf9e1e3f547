import { sessionStart, type Session } from '../../../market/calendar/session.ts';
import type { Calendar } from '../../../market/calendar/calendar.ts';
import type { MethodParams } from '../../../protocol/methods.ts';
import type { PlaybackFound } from '../../../protocol/playback.ts';
import { chainReading, quoteReading } from '../../alerts/readings.ts';
import type { Reading } from '../../alerts/rule-step.ts';
import type { PastContext } from '../past/past-context.ts';
import { levelsIn, quotesIn, type Span } from '../past/past-reads.ts';
import { beginningsOf, type ConditionValue, readCondition, type RecordedCondition } from './condition.ts';

/** Which condition of which symbol, from where on and which way. */
export type FindRequest = MethodParams<'playback.find'> & { symbol: string };

/**
 * Finds where a condition begins to hold, from stored levels and quotes, in the session of an instant: the next such
 * instant after it, or the last one before it.
 * @throws SpyglassError `usage` for a condition that cannot be read or is about what is not recorded
 */
export async function findCondition(
  context: PastContext,
  { symbol, rule, from, direction }: FindRequest,
  asOf: number,
): Promise<PlaybackFound> {
  const condition = readCondition(rule);
  const { calendar } = (await context.marketAt(Math.min(from, asOf))).hours;
  const session = sessionOf(calendar, from);
  const span = { after: sessionStart(session) - 1, to: Math.min(session.postClose, asOf) };
  const values = await valuesOf(context, condition, { symbol: condition.symbol ?? symbol, span, calendar });
  const beginnings = beginningsOf(condition, values);
  return direction === 'forward'
    ? { at: beginnings.find((at) => at > from) ?? null, searchedTo: span.to }
    : { at: beginnings.findLast((at) => at < from) ?? null, searchedTo: span.after };
}

/** The session that an instant belongs to: from its night on until the next one's begins. */
function sessionOf(calendar: Calendar, at: number): Session {
  const { session } = calendar.phaseAt(at);
  return at >= sessionStart(session) ? session : calendar.previousSession(session.date);
}

interface ValuesOf {
  symbol: string;
  span: Span;
  calendar: Calendar;
}

/** The values that count, as the alerts read them: none of a stale quote, none while options do not trade. */
async function valuesOf(
  { recording }: PastContext,
  condition: RecordedCondition,
  { symbol, span, calendar }: ValuesOf,
): Promise<ConditionValue[]> {
  const { measure } = condition;
  if (condition.from === 'quote' && measure !== null) {
    const quotes = await quotesIn(recording, symbol, span);
    return counted(quotes.map((quote) => quoteReading(measure, quote, calendar.phaseAt(quote.receivedAt))));
  }
  const levels = await levelsIn(recording, symbol, span);
  if (measure === null) {
    return levels.flatMap((of) => {
      const value = condition.distance(of);
      return value === null ? [] : [{ at: of.timestamp, value }];
    });
  }
  return counted(levels.map((of) => chainReading(measure, null, of, calendar.phaseAt(of.timestamp).session)));
}

function counted(readings: readonly Reading[]): ConditionValue[] {
  return readings.flatMap((reading) => ('idle' in reading ? [] : [{ at: reading.at, value: reading.value }]));
}
