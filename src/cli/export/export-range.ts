import { calendarDays } from '../../config/settings/calendar-days.ts';
import type { ExportRequest } from '../../export/export-request.ts';
import { SpyglassError } from '../../base/errors.ts';
import { type Calendar, createCalendar } from '../../market/calendar/calendar.ts';
import { firstInstant, lastInstant } from '../../market/calendar/instants.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { ExportHome } from './export-home.ts';
import type { ExportWish } from './export-wish.ts';

/** What is to be exported, with its range as instants. Throws `SpyglassError` (`usage`). */
export async function exportRequest(
  invocation: Invocation,
  { db, now: clockNow }: ExportHome,
  wish: ExportWish,
  symbol: string,
): Promise<ExportRequest> {
  const { name, expiration, strikes, sampleMs, withRebuilt, timeframe } = wish;
  // What a demo recorded may lie ahead of this machine's clock.
  const newest = (await db.levels.at(symbol, lastInstant))?.timestamp ?? 0;
  const now = Math.max(clockNow, newest);
  const needsDays = [wish.from, wish.to].some((end) => end?.needsCalendar);
  const context = { now, reference: now, calendar: await calendarFor(invocation, db, needsDays) };
  const from = wish.from?.in(context).first ?? firstInstant;
  const to = wish.to?.in(context).last ?? lastInstant;
  if (from > to) throw new SpyglassError('usage', '--to lies before --from.');
  return { name, symbol, from, to, expiration, strikes, sampleMs, withRebuilt, timeframe, asOf: now };
}

/** With what the exchange has said, which takes a look into the recordings, only where it matters. */
async function calendarFor(
  { loaded }: Pick<Invocation, 'loaded'>,
  db: ExportHome['db'],
  needsDays: boolean,
): Promise<Calendar> {
  if (!needsDays) return createCalendar(calendarDays(loaded.settings));
  const { readMarketDays } = await import('../../daemon/market-days/open-market-days.ts');
  return (await readMarketDays(loaded.settings, db.exchangeDays, lastInstant)).calendar;
}
