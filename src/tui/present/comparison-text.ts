import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { NotCompared } from '../state/playback/comparison.ts';
import { instantText } from './playback-text.ts';
import { formatClock, formatWeekdayDate } from './time.ts';

/** The mark's instant: `10:15:00`, on another day than the one on screen `Mon 23 Nov 10:15:00`. */
export function markText(at: number, now: number): string {
  return newYorkDate(at) === newYorkDate(now) ? formatClock(at) : instantText(at);
}

/** Why something is not compared with the mark, in few words. `expiration` is the one on screen. */
export function notComparedText(why: NotCompared, mark: string, expiration: string): string {
  const reasons: Record<NotCompared, string> = {
    ahead: `the mark, ${mark}, lies ahead`,
    awaited: 'asking for what was at the mark…',
    'not recorded': `no ${formatWeekdayDate(expiration)} recorded by the mark, ${mark}`,
    'other expiration': `at the mark, ${mark}, another expiration`,
    'other model': `at the mark, ${mark}, another model`,
  };
  return reasons[why];
}
