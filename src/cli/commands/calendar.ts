import { systemClock, virtualClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import { calendarDays } from '../../config/settings/calendar-days.ts';
import { type Calendar, createCalendar } from '../../market/calendar/calendar.ts';
import { instantProblem } from '../../market/calendar/instants.ts';
import { formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { Session } from '../../market/calendar/session.ts';
import {
  nextMonthlyExpiration,
  standardExpiration,
  standardExpirationNames,
} from '../../market/calendar/standard-expirations.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { printJson, printLine } from '../output/output.ts';
import { dateArgument } from '../invocation/time-argument.ts';
import type { Invocation } from '../invocation/invocation.ts';

/** Session hours of a date, today's in New York by default. Needs no daemon. */
export async function calendar(
  invocation: Invocation,
  flags: GlobalFlags & { json?: boolean },
  args: string[],
): Promise<undefined> {
  const clock = invocation.clock
    ? virtualClock(invocation.clock.startAt, invocation.clock.speed)
    : systemClock();
  const now = clock.now();
  const wrong = args[0] === undefined ? instantProblem(now) : null;
  if (wrong !== null) throw new SpyglassError('clock', `The clock is wrong: ${wrong}.`);
  const date = args[0] === undefined ? newYorkDate(now) : dateArgument(args[0]);
  const days = createCalendar(calendarDays(invocation.loaded.settings));
  const session = days.sessionOn(date);
  const isToday = date === newYorkDate(now);
  const nextMonthly = nextMonthlyExpiration(days, date);
  const isVerified = date <= days.verifiedThrough;

  if (flags.json) {
    printJson(invocation.environment, {
      date,
      isTradingDay: session !== null,
      closedBecause: days.closure(date),
      earlyCloseBecause: days.earlyClose(date),
      standardExpiration: standardExpiration(days, date),
      nextMonthlyExpiration: nextMonthly,
      isVerified,
      ...(isToday && { now, phase: days.phaseAt(now).phase }),
      session: session && {
        overnightOpen: session.overnightOpen,
        preOpen: session.preOpen,
        open: session.open,
        close: session.close,
        optionClose: session.optionClose,
        postClose: session.postClose,
        isEarlyClose: session.isEarlyClose,
      },
    });
    return;
  }
  const by = isVerified ? '' : '\nBy the exchange’s rules: it has not published this year yet.';
  const hours = session ? hoursLine(days, session) : `${date}: closed, ${days.closure(date)}`;
  const phase = isToday ? `\n${phaseLine(days, now)}` : '';
  printLine(invocation.environment, `${hours}${phase}\n${expirationLine(days, date)}${by}`);
}

const t = formatNewYorkTime;

function hoursLine(days: Calendar, session: Session): string {
  const { date, overnightOpen } = session;
  const early = session.isEarlyClose ? `, early close (${days.earlyClose(date)})` : '';
  const overnight =
    overnightOpen === null ? '' : `overnight from ${t(overnightOpen)} on ${newYorkDate(overnightOpen)}, `;
  return (
    `${date}${early}, New York time: ${overnight}pre-market ${t(session.preOpen)}, regular ${t(session.open)}–${t(session.close)}, ` +
    `SPY options until ${t(session.optionClose)}, post-market until ${t(session.postClose)}`
  );
}

/** In the night before a session the date at hand is not the session's. */
function phaseLine(days: Calendar, now: number): string {
  const { phase, session } = days.phaseAt(now);
  const of = phase === 'overnight' ? `, before the session of ${session.date}` : '';
  return `now ${t(now, true)}: ${phase}${of}`;
}

/** What sets the date's expiration apart, and when the next monthly one is. */
function expirationLine(days: Calendar, date: string): string {
  const next = nextMonthlyExpiration(days, date);
  if (next === date) return monthlyName(days, date);
  const kind = standardExpiration(days, date);
  const today = kind === null ? '' : `${standardExpirationNames[kind]}; `;
  return `${today}next ${monthlyName(days, next)} on ${next}`;
}

/** The quarter's ones are monthly expirations, too. */
function monthlyName(days: Calendar, date: string): string {
  const isWitching = standardExpiration(days, date) === 'triple-witching';
  return `monthly expiration${isWitching ? ' (triple witching)' : ''}`;
}
