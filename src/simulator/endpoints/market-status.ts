import type { Calendar } from '../../market/calendar/calendar.ts';
import { addDays, formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';
import { ok } from '../answer.ts';
import type { Endpoint } from '../exchange.ts';

const daysAhead = 365;

export const marketStatusEndpoints: Endpoint[] = [
  {
    path: '/v1/marketstatus/now',
    assetClass: 'stocks',
    answer: ({ simulated, now }) => ok(marketStatusAt(simulated.calendar, now)),
  },
  {
    path: '/v1/marketstatus/upcoming',
    assetClass: 'stocks',
    answer: ({ simulated, now }) => ok(upcomingFrom(simulated.calendar, newYorkDate(now))),
  },
];

/** The whole answer: this endpoint has neither `status` nor `request_id`. */
export function marketStatusAt(calendar: Calendar, now: number) {
  const { phase } = calendar.phaseAt(now);
  const earlyHours = phase === 'pre';
  const afterHours = phase === 'options-late' || phase === 'post';
  // What the vendor will say overnight is not known; neither of its two flags fits.
  const isExtended = earlyHours || afterHours || phase === 'overnight';
  const market = phase === 'regular' ? 'open' : isExtended ? 'extended-hours' : 'closed';
  return statusBody(now, market, { earlyHours, afterHours });
}

/** The body of `/v1/marketstatus/now`. */
export function statusBody(now: number, market: string, hours: { earlyHours: boolean; afterHours: boolean }) {
  const indices = market === 'open' ? 'open' : 'closed';
  return {
    ...hours,
    currencies: { crypto: 'open', fx: 'open' },
    exchanges: { nasdaq: market, nyse: market, otc: market },
    indicesGroups: {
      s_and_p: indices,
      societe_generale: indices,
      msci: indices,
      ftse_russell: indices,
      mstar: indices,
      mstarc: indices,
      nasdaq: indices,
      dow_jones: indices,
      cccy: indices,
      cgi: indices,
    },
    market,
    serverTime: newYorkStamp(now),
  };
}

/** A bare array, one row for each exchange and date. */
export function upcomingFrom(calendar: Calendar, from: string) {
  const rows: Record<string, string>[] = [];
  for (let date = from; date <= addDays(from, daysAhead); date = addDays(date, 1)) {
    const closed = calendar.closure(date);
    if (closed === 'weekend') continue;
    const session = calendar.sessionOn(date);
    const early = calendar.earlyClose(date);
    for (const exchange of ['NASDAQ', 'NYSE', 'OTC']) {
      if (closed) rows.push({ date, exchange, name: closed, status: 'closed' });
      else if (early && session) {
        const [open, close] = [isoOf(session.open), isoOf(session.close)];
        rows.push({ close, date, exchange, name: early, open, status: 'early-close' });
      }
    }
  }
  return rows;
}

/** An instant as ISO text in UTC. */
export function isoOf(at: number): string {
  return new Date(at).toISOString();
}

/** RFC 3339 with New York's own offset. */
function newYorkStamp(at: number): string {
  const wall = `${newYorkDate(at)}T${formatNewYorkTime(at, true)}`;
  const hours = Math.round((Date.parse(`${wall}Z`) - at) / 3_600_000);
  return `${wall}-${String(-hours).padStart(2, '0')}:00`;
}
