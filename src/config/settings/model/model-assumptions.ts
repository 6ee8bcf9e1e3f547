import type { Calendar } from '../../../market/calendar/calendar.ts';
import { readDividend } from '../../../market/carry/dividend.ts';
import type { PricingAssumptions } from '../../../market/pricing/assumptions.ts';
import type { Settings } from '../settings-table.ts';

/** The settings that options are priced with. */
export type ModelSettings = Pick<Settings, 'modelRate' | 'modelDividends'>;

/** What the model takes for granted, by the settings and the calendar in force. */
export function assumptionsOf(
  { modelRate, modelDividends }: ModelSettings,
  calendar: Calendar,
): PricingAssumptions {
  return {
    calendar,
    rate: modelRate === null ? null : modelRate / 100,
    dividends: modelDividends.flatMap((text) => {
      const read = readDividend(text);
      return 'dividend' in read ? [read.dividend] : [];
    }),
  };
}
