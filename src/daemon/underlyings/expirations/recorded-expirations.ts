import { expirationsWanted } from '../../../config/settings/recorded-symbols.ts';
import type { Settings } from '../../../config/settings/settings-table.ts';
import { addDays } from '../../../market/calendar/new-york-time.ts';

/**
 * The expirations of a symbol that are recorded, nearest first.
 * @param listed `YYYY-MM-DD`, from the nearest on
 * @param today in New York
 */
export function recordedExpirations(
  setting: Settings['recordExpirations'],
  listed: readonly string[],
  today: string,
): string[] {
  const wanted = expirationsWanted(setting);
  if ('count' in wanted) return listed.slice(0, wanted.count);
  const last = addDays(today, wanted.days);
  // The nearest one is recorded however far off it is.
  return listed.filter((date, index) => index === 0 || date <= last);
}
