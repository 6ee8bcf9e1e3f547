import { isDate, isTimeOfDay } from './new-york-time.ts';
import type { HoursChange, TradingHours } from './trading-hours.ts';

/** What a person may change, and the field that it sets. */
const fields: Record<string, keyof TradingHours> = {
  'overnight-open': 'overnightOpen',
  'pre-open': 'preOpen',
  open: 'open',
  close: 'close',
  'option-close': 'optionClose',
  'post-close': 'postClose',
  'early-close': 'earlyClose',
  'early-option-close': 'earlyOptionClose',
  'early-post-close': 'earlyPostClose',
};

export const hoursFields: readonly string[] = Object.keys(fields);

const example = 'expected a trade date, what changes and a time, such as 2027-01-25 overnight-open 20:30';

/**
 * A change of hours as a person writes it: `2027-01-25 overnight-open 20:30`, or `none` for no overnight sessions from
 * that trade date on.
 */
export function readHoursChange(text: string): { change: HoursChange } | { problem: string } {
  const [from = '', name = '', time = '', ...rest] = text.trim().split(/\s+/);
  if (rest.length > 0 || !isDate(from)) return { problem: example };
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field) return { problem: `expected one of ${hoursFields.join(', ')}` };
  const what = `${name} ${time}`;
  const changeTo = (value: string | null) => ({
    change: { from, what, source: 'the settings', hours: { [field]: value } },
  });
  if (field === 'overnightOpen' && time === 'none') return changeTo(null);
  return isTimeOfDay(time) ? changeTo(time) : { problem: example };
}
