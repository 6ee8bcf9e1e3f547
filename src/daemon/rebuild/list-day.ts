import type { Calendar } from '../../market/calendar/calendar.ts';
import { addDays, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import type { OptionQuote } from '../../market/quotes/chain.ts';
import { seriesTimes } from '../../market/products/series-times.ts';
import { rootOfSymbol } from '../../market/symbols/roots.ts';
import type { MinuteBar, RebuiltKey } from '../../recordings/rebuilt.ts';
import { fetchPastContracts, fetchPastSpots } from '../../sources/poll/past/past-day.ts';
import type { PollRequest } from '../../sources/request.ts';
import type { RebuildContext } from './rebuild-context.ts';

/** When the clearing house's counts of the day before are out (New York). */
const openInterestOut = '07:00';

/** Asks for the minutes of the underlying and stores them. Gives how many there are. */
export async function fetchSpots(
  context: RebuildContext,
  key: RebuiltKey,
  request: PollRequest,
): Promise<number> {
  const { bars } = await fetchPastSpots({ ...context, symbol: key.underlying }, key.date, request);
  await context.db.rebuilt.list(key, [], bars, null);
  return bars.length;
}

/** Asks for the contracts as they were listed on the day and stores those within the strikes. */
export async function listContracts(
  context: RebuildContext,
  {
    key,
    strikesPercent,
    spots,
  }: { key: RebuiltKey; strikesPercent: number | null; spots: readonly MinuteBar[] },
  request: PollRequest,
): Promise<void> {
  const { db, clock } = context;
  const listed = await fetchPastContracts({ ...context, symbol: key.underlying }, key, request);
  const contracts = listed.filter(({ symbol }) => tradesOn(key, symbol, context.hours.calendar));
  const openInterest = await openInterestOf(context, key);
  const wanted = withinStrikes(contracts, spots, strikesPercent).map(
    ({ symbol, strike, optionType, sharesPerContract }) => ({
      ...{ symbol, strike, optionType, sharesPerContract },
      openInterest: openInterest.get(symbol) ?? null,
    }),
  );
  await db.rebuilt.list(key, wanted, [], clock.now());
}

/** A series that is settled by the opening price has stopped trading the day before, as SPX's does on third Fridays. */
function tradesOn({ underlying, date, expiration }: RebuiltKey, symbol: string, calendar: Calendar): boolean {
  const times = seriesTimes({ underlying, root: rootOfSymbol(symbol), expiration }, calendar);
  const session = calendar.sessionOn(date);
  return !times || !session || times.tradingEnd > session.open;
}

/** Strikes around all prices of the day, so that it is a band around the price at every instant. */
function withinStrikes(
  contracts: readonly OptionQuote[],
  bars: readonly MinuteBar[],
  percent: number | null,
): readonly OptionQuote[] {
  if (percent === null || bars.length === 0) return contracts;
  const low = Math.min(...bars.map((bar) => bar.low)) * (1 - percent / 100);
  const high = Math.max(...bars.map((bar) => bar.high)) * (1 + percent / 100);
  return contracts.filter(({ strike }) => strike >= low && strike <= high);
}

/** What was recorded that morning, by symbol: the vendor sells no open interest of the past. */
async function openInterestOf(
  { db: { chains } }: RebuildContext,
  { underlying, date, expiration }: RebuiltKey,
): Promise<Map<string, number>> {
  const from = newYorkInstant(date, openInterestOut);
  const [first] = await chains.polledAt(
    underlying,
    expiration,
    from,
    newYorkInstant(addDays(date, 1), '00:00'),
  );
  const chain = first === undefined ? null : await chains.at(underlying, expiration, first);
  const known = (chain?.contracts ?? []).flatMap(({ symbol, openInterest }) =>
    openInterest === null ? [] : [[symbol, openInterest] as const],
  );
  return new Map(known);
}
