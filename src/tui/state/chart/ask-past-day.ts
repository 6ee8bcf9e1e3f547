import { addDays, newYorkInstant } from '../../../market/calendar/new-york-time.ts';
import { sessionOf } from '../../../market/calendar/session.ts';
import type { Connection } from '../../../protocol/connection/connection.ts';
import { shownNow, shownSubscription } from '../selectors.ts';
import type { Store } from '../store.ts';
import { pastDate } from './past-day.ts';

/** Enough calendar days for the trading day before, over any holidays. */
const daysBefore = 10;

/** Asks what is stored of the past day in the chart. It makes no call of the vendor. */
export async function askPastDay(connection: Connection, store: Store): Promise<void> {
  const state = store.getState();
  const date = pastDate(state);
  if (date === null) return;
  const { symbol } = shownSubscription(state);
  const from = newYorkInstant(date, '00:00');
  const to = newYorkInstant(addDays(date, 1), '00:00');
  const [minutes, daily] = await Promise.all([
    connection.request('bars.get', { symbol, timeframe: '1min', from, to }),
    connection.request('bars.get', {
      ...{ symbol, timeframe: 'daily', to: from },
      from: newYorkInstant(addDays(date, -daysBefore), '00:00'),
    }),
  ]);
  const { open, close } = state.calendar.sessionOn(date) ?? sessionOf(date, false);
  const bars = minutes.filter(({ start }) => start >= open && start < close);
  const dayBefore = state.calendar.previousSession(date).date;
  const previousClose = daily.findLast((bar) => bar.date === dayBefore)?.close ?? null;
  const now = store.getState();
  // An answer about another symbol or day is dropped.
  if (shownSubscription(now).symbol !== symbol || pastDate(now) !== date) return;
  const day = { symbol, date, open, close, bars, previousClose, at: shownNow(now) };
  store.dispatch({ type: 'day-answered', day });
}
