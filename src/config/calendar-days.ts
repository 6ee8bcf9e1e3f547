import type { CalendarOverrides } from '../market/calendar.ts';
import type { Settings } from './settings-table.ts';

/** The settings' own days, as the calendar takes them. */
export function calendarDays(
  settings: Pick<Settings, 'closures' | 'earlyCloses'>,
): Required<CalendarOverrides> {
  const named = (name: string) => (date: string) => ({ date, name });
  return {
    closures: settings.closures.map(named('closed by the settings')),
    earlyCloses: settings.earlyCloses.map(named('early close by the settings')),
  };
}
