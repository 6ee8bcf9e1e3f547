import { tradeDateEnd, tradeDateOf } from '../../../../market/calendar/trade-date.ts';
import type { ExpirationPoll, PolledDay } from '../../../../recordings/chains.ts';
import type { ReadOn } from '../../../../recordings/read-on.ts';
import type { NativeDatabase } from '../../connection.ts';
import { firstRows } from '../first-rows.ts';

/** What is read of the polls of whole underlyings, whichever chains they are of. */
export function preparePollsOfUnderlyings(native: NativeDatabase) {
  const between = native.prepare<[ReadOn & { underlying: string }], ExpirationPoll>(`
    select expiration_date as expiration, timestamp from chain_polls
    where underlying = :underlying and timestamp > :from and timestamp <= :asOf
    order by timestamp, expiration_date`);
  const lastPolls = native.prepare<{ underlying: string; asOf: number }, ExpirationPoll>(`
    with recursive expiration (date) as (
      select min(expiration_date) from chain_polls where underlying = :underlying
      union all
      select (select min(expiration_date) from chain_polls
              where underlying = :underlying and expiration_date > expiration.date)
      from expiration where expiration.date is not null),
    last (expiration, timestamp) as (
      select date, (select max(timestamp) from chain_polls
                    where underlying = :underlying and expiration_date = expiration.date and timestamp <= :asOf)
      from expiration where date is not null)
    select expiration, timestamp from last where timestamp is not null order by expiration`);
  const underlyings = native
    .prepare<{ asOf: number }, string>(`
      with recursive polled (symbol) as (
        select min(underlying) from chain_polls
        union all
        select (select min(underlying) from chain_polls where underlying > polled.symbol)
        from polled where polled.symbol is not null)
      select symbol from polled
      where (select min(timestamp) from chain_polls where underlying = polled.symbol) <= :asOf order by symbol`)
    .pluck();
  const firstAfter = native
    .prepare<[string, number, number], number | null>(
      'select min(timestamp) from chain_polls where underlying = ? and timestamp > ? and timestamp <= ?',
    )
    .pluck();
  const span = native.prepare<[string, number, number], Pick<PolledDay, 'last' | 'polls'>>(`
    select max(timestamp) as last, count(*) as polls from chain_polls
    where underlying = ? and timestamp >= ? and timestamp <= ?`);

  return {
    lastPolls: async (underlying: string, asOf: number) => lastPolls.all({ underlying, asOf }),
    pollsBetween: async ({ limit, ...stretch }: ReadOn & { underlying: string; limit: number }) =>
      firstRows(between.iterate(stretch), limit, ({ timestamp }) => timestamp),
    underlyings: async (asOf: number) => underlyings.all({ asOf }),
    async polledDays(underlying: string, asOf: number) {
      const days: PolledDay[] = [];
      const next = (after: number) => firstAfter.get(underlying, after, asOf) ?? null;
      for (let first = next(0); first !== null; first = next(days.at(-1)!.last)) {
        const date = tradeDateOf(first);
        const found = span.get(underlying, first, Math.min(tradeDateEnd(date), asOf))!;
        days.push({ date, first, ...found });
      }
      return days;
    },
  };
}
