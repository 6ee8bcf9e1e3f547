import {
  type CalendarDays,
  type CalendarSettings,
  calendarDays,
} from '../../src/config/settings/calendar-days.ts';

export const calendarSettings: CalendarSettings = {
  closures: [],
  earlyCloses: [],
  hours: [],
  products: [],
  overnight: 'auto',
};

/** The days of the calendar without any of the settings' own, but those given. */
export function daysWith(given: Partial<CalendarDays> = {}): CalendarDays {
  return { ...calendarDays(calendarSettings), ...given };
}
