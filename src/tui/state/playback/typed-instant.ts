import { readTypedTime, type TypedTime } from '../../../market/calendar/typed-time/typed-time.ts';
import { shownNow } from '../selectors.ts';
import type { DashboardState } from '../state.ts';

/** A time as it is typed on the screen: offsets count from the instant that is shown, days from the market's today. */
export function typedInstant(state: DashboardState, typed: string): TypedTime {
  const { calendar, now } = state;
  return readTypedTime(typed.trim(), {
    ...{ now: now.market, reference: shownNow(state), calendar, isPast: true },
  });
}
