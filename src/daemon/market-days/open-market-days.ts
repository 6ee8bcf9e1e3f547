import type { Clock } from '../../base/clock.ts';
import { type CalendarSettings, calendarDays } from '../../config/settings/calendar-days.ts';
import type { ExchangeDay } from '../../recordings/exchange-days.ts';
import type { Recording } from '../../recordings/recording.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import { createMarketDays, type MarketDays, type MarketHours } from './market-hours.ts';

/** What the market days are read from. */
export interface OpenMarketDaysOptions {
  settings: CalendarSettings;
  db: Pick<Recording, 'exchangeDays'>;
  clock: Clock;
  onStoreError: (error: unknown) => void;
}

/**
 * The market days, with what the exchange said in earlier runs. Without that, a daemon that starts again would poll a
 * market that does not open until it asks again, and take a day that never opened for one that it missed.
 */
export async function openMarketDays({
  settings,
  db,
  clock,
  onStoreError,
}: OpenMarketDaysOptions): Promise<MarketDays> {
  let said: readonly ExchangeDay[] = [];
  try {
    said = await db.exchangeDays.all(clock.now());
  } catch (error) {
    onStoreError(error);
  }
  /** What is recorded, or about to be; `null` after a failure. */
  let kept: string | null = JSON.stringify(said);
  return createMarketDays(calendarDays(settings), {
    said,
    today: newYorkDate(clock.now()),
    keep(days) {
      if (JSON.stringify(days) === kept) return;
      const asked = JSON.stringify(days);
      kept = asked;
      db.exchangeDays.replace(days, clock.now()).catch((error: unknown) => {
        // Tried again with the next word of the exchange.
        if (kept === asked) kept = null;
        onStoreError(error);
      });
    },
  });
}

/** For what is recorded, a day that was said to be closed and may still open is one that has stayed closed so far. */
const farFuture = '9999-12-31';

/** The same for who only reads. */
export async function readMarketDays(
  settings: OpenMarketDaysOptions['settings'],
  exchangeDays: Pick<Recording['exchangeDays'], 'all'>,
  asOf: number,
): Promise<MarketHours> {
  return createMarketDays(calendarDays(settings), {
    said: await exchangeDays.all(asOf),
    today: farFuture,
    keep: () => {},
  });
}
