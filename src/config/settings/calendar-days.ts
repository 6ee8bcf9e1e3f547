import type { CalendarOverrides } from '../../market/calendar/calendar-overrides.ts';
import { readHoursChange } from '../../market/calendar/hours-change.ts';
import { readProductChange } from '../../market/products/product-change.ts';
import type { Settings } from './settings-table.ts';

/** Settings that change the calendar. */
export type CalendarSettings = Pick<
  Settings,
  'closures' | 'earlyCloses' | 'hours' | 'products' | 'overnight'
>;

/** The settings' own days and hours, as the calendar takes them. */
export interface CalendarDays extends Required<CalendarOverrides> {
  /** Whether the exchange's own word decides about overnight sessions. */
  asksAboutOvernight: boolean;
}

/** The settings’ days and hours as overrides of the calendar. */
export function calendarDays(settings: CalendarSettings): CalendarDays {
  const named = (name: string) => (date: string) => ({ date, name });
  return {
    closures: settings.closures.map(named('closed by the settings')),
    earlyCloses: settings.earlyCloses.map(named('early close by the settings')),
    hours: settings.hours.flatMap((text) => {
      const read = readHoursChange(text);
      return 'change' in read ? [read.change] : [];
    }),
    products: settings.products.flatMap((text) => {
      const read = readProductChange(text);
      return 'change' in read ? [read.change] : [];
    }),
    isWithoutOvernight: settings.overnight === 'off',
    asksAboutOvernight: settings.overnight === 'auto',
  };
}
