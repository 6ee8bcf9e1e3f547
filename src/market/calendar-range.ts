import { firstYear } from './trading-holidays.ts';

/** Dates that a person may ask about. The rules hold for longer; nobody has looked whether the exchange does. */
export const calendarRange = { from: `${firstYear}-01-01`, to: '2099-12-31' } as const;
