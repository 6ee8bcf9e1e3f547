import { addDays } from '../../../../market/calendar/new-york-time.ts';
import { tradeDateOf } from '../../../../market/calendar/trade-date.ts';
import type { ChainStore, ExpirationPoll, PolledDay } from '../../../../recordings/chains.ts';
import type { PostgresConnection, Sql } from '../../connection/sql.ts';
import { datesOfPartitions } from '../../partition-dates.ts';

const instants = `select timestamp from chain_polls
  where underlying = $1 and expiration_date = $2 and timestamp between $3 and $4 and trade_date between $5 and $6
  order by timestamp`;

/** Each date's expirations are found one from the other, and of each its last poll: `$1` is the underlying, `$2` the instant. */
const lastOfEach = `
  with recursive day (date) as (${datesOfPartitions('chain_polls')}),
  chain (date, expiration) as (
    select date, (select expiration_date from chain_polls
                  where trade_date = date and underlying = $1 order by expiration_date limit 1)
    from day where date <= $3
    union all
    select date, (select expiration_date from chain_polls
                  where trade_date = date and underlying = $1 and expiration_date > chain.expiration
                  order by expiration_date limit 1)
    from chain where expiration is not null)
  select chain.expiration, max(last.timestamp) as timestamp
  from chain cross join lateral (
    select timestamp from chain_polls
    where trade_date = chain.date and underlying = $1 and expiration_date = chain.expiration and timestamp <= $2
    order by timestamp desc limit 1) as last
  where chain.expiration is not null group by chain.expiration order by chain.expiration`;

const between = `select expiration_date as expiration, timestamp from (
    select expiration_date, timestamp from chain_polls
    where underlying = $1 and timestamp > $2 and timestamp <= $3 and trade_date between $4 and $5
    order by timestamp fetch first $6 rows with ties) as poll
  order by timestamp, expiration_date`;

const polledSymbols = `
  with recursive polled (symbol) as (
    (select underlying from chain_polls order by underlying limit 1)
    union all
    select (select underlying from chain_polls where underlying > symbol order by underlying limit 1)
    from polled where symbol is not null)
  select symbol from polled
  where exists (select 1 from chain_polls where underlying = symbol and timestamp <= $1 and trade_date <= $2)
  order by symbol`;

const days = `select trade_date::text as date, min(timestamp) as first, max(timestamp) as last, count(*) as polls
  from chain_polls where underlying = $1 and timestamp <= $2 and trade_date <= $3
  group by trade_date order by trade_date`;

/** Polls are read on a few days at a time: most readers stop after some. */
const stretchDays = 7;

/** What is read of polls without their contracts. */
export function pollsOfUnderlyings(
  sql: PostgresConnection,
): Pick<
  ChainStore,
  'expirations' | 'polledAt' | 'lastPolls' | 'pollsBetween' | 'underlyings' | 'polledDays'
> {
  const lastPolls = (underlying: string, asOf: number) =>
    sql.all<ExpirationPoll>(lastOfEach, [underlying, asOf, tradeDateOf(asOf)]);
  return {
    lastPolls,
    expirations: async (underlying, asOf) =>
      (await lastPolls(underlying, asOf)).map(({ expiration }) => expiration),
    async polledAt(underlying, expiration, from, asOf) {
      const dates = [tradeDateOf(from), tradeDateOf(asOf)];
      const rows = await sql.rows<[number]>(instants, [underlying, expiration, from, asOf, ...dates]);
      return rows.map(([timestamp]) => timestamp);
    },
    pollsBetween: (stretch) => sql.snapshot((snapshot) => readOn(snapshot, stretch)),
    async underlyings(asOf) {
      const rows = await sql.rows<[string]>(polledSymbols, [asOf, tradeDateOf(asOf)]);
      return rows.map(([symbol]) => symbol);
    },
    polledDays: (underlying, asOf) => sql.all<PolledDay>(days, [underlying, asOf, tradeDateOf(asOf)]),
  };
}

async function readOn(
  sql: Sql,
  { underlying, from, asOf, limit }: Parameters<ChainStore['pollsBetween']>[0],
): Promise<ExpirationPoll[]> {
  const [first, last] = [tradeDateOf(from), tradeDateOf(asOf)];
  const split = addDays(first, stretchDays);
  const read = (begin: string, end: string, count: number) =>
    sql.all<ExpirationPoll>(between, [underlying, from, asOf, begin, end, count]);
  const near = await read(first, split, limit);
  if (near.length >= limit || split >= last) return near;
  return [...near, ...(await read(addDays(split, 1), last, limit - near.length))];
}
