import type { Profile } from '../../src/simulator/profiles.ts';

export type Plan = Extract<Profile, 'basic' | 'starter' | 'advanced'>;

/** What the stock's price is at a moment: the last trade or minute, or the close of a day. */
export interface Moment {
  name: string;
  /** New York date and time. */
  date: string;
  time: string;
  /** New York date of the session whose close is the price, by plan, where nothing newer is known. */
  closeOf?: Partial<Record<Plan, string>>;
  /** In an overnight session. */
  isOvernight?: boolean;
}

const monday = '2026-11-23';
const before = '2026-11-20';
const friday = '2026-11-27';

/** What an ordinary day, a half day and the days around them hold; delayed plans see each a quarter of an hour later. */
export const moments: Moment[] = [
  { name: 'at night, before snapshots are cleared', date: monday, time: '03:25:00' },
  {
    ...{ name: 'at night, snapshots cleared', date: monday, time: '03:45:00' },
    closeOf: { starter: before, advanced: before },
  },
  {
    ...{ name: 'the first minutes of the pre-market', date: monday, time: '04:05:00' },
    closeOf: { starter: before },
  },
  { name: 'the pre-market as delayed plans see it begin', date: monday, time: '04:20:00' },
  { name: 'in the pre-market', date: monday, time: '07:00:00' },
  { name: 'before the open', date: monday, time: '09:29:50' },
  { name: 'at the open', date: monday, time: '09:30:05' },
  { name: 'a minute after the open', date: monday, time: '09:31:10' },
  { name: 'the open as delayed plans see it', date: monday, time: '09:45:30' },
  { name: 'at noon', date: monday, time: '12:00:00' },
  { name: 'late in the session', date: monday, time: '15:45:00' },
  { name: 'before the close', date: monday, time: '15:59:50' },
  { name: 'after the close', date: monday, time: '16:00:10' },
  { name: 'while only options trade', date: monday, time: '16:05:00' },
  { name: 'before the options close', date: monday, time: '16:14:50' },
  { name: 'after the options close', date: monday, time: '16:15:30' },
  { name: 'in the post-market', date: monday, time: '18:00:00' },
  { name: 'after the post-market', date: monday, time: '20:05:00' },
  { name: 'midnight', date: '2026-11-24', time: '00:00:10' },
  { name: 'a half day, while only options trade', date: friday, time: '13:05:00' },
  { name: 'a half day, closed', date: friday, time: '17:30:00' },
  { name: 'Saturday', date: '2026-11-28', time: '12:00:00' },
  { name: 'the Tuesday after a Monday holiday', date: '2026-09-08', time: '10:00:00' },
  { name: 'Sunday night', date: '2026-12-06', time: '22:00:00', isOvernight: true },
];
