import { hoursChanges, productChanges } from './calendar-changes.ts';
import { dates, overnight } from './setting-kinds.ts';
import { setting } from './setting-spec.ts';

/** Days and hours that the calendar does not know. */
export const calendarSettings = {
  closures: setting({
    path: 'calendar.closures',
    schema: dates,
    default: [],
    env: ['SPYGLASS_CLOSURES'],
    summary: 'days on which the exchange is closed beyond what the calendar knows, such as a day of mourning',
  }),
  earlyCloses: setting({
    path: 'calendar.early_closes',
    schema: dates,
    default: [],
    env: ['SPYGLASS_EARLY_CLOSES'],
    summary: 'days that end at 13:00 (options at 13:15) beyond what the calendar knows',
  }),
  hours: setting({
    path: 'calendar.hours',
    schema: hoursChanges,
    default: [],
    env: ['SPYGLASS_HOURS'],
    summary:
      'changes of trading hours beyond what the calendar knows, each from a trade date on, such as `["2026-12-07 overnight-open none", "2027-01-25 overnight-open 20:30"]`; in the environment with `;` between them',
  }),
  products: setting({
    path: 'calendar.products',
    schema: productChanges,
    default: [],
    env: ['SPYGLASS_PRODUCTS'],
    summary:
      'changes of options beyond what is known of them, each from a date on, such as `["2026-08-17 NVDA end late", "2027-01-04 DIA expirations daily"]`; in the environment with `;` between them',
  }),
  overnight: setting({
    path: 'calendar.overnight',
    schema: overnight,
    default: 'auto',
    env: ['SPYGLASS_OVERNIGHT'],
    summary:
      'overnight sessions: `auto` keeps those of the calendar unless the exchange says that it is closed, `on` keeps them whatever it says, `off` has none',
  }),
} as const;
