import { addDays } from '../../../../market/calendar/new-york-time.ts';
import { tradeDateOf } from '../../../../market/calendar/trade-date.ts';
import type { PollRow } from '../../../rows/contract-rows.ts';
import { pollColumns } from '../../../rows/poll-rows.ts';
import type { Sql } from '../../connection/sql.ts';

/** A poll as it was stored. */
export interface StoredPoll {
  /** Of its row. */
  id: number;
  poll: PollRow;
  /** The trade date that names its partition. */
  date: string;
  /** Contracts that were listed at this poll. */
  listed: number;
}

/** Which chain. */
export interface ChainKey {
  underlying: string;
  expiration: string;
}

type FoundPoll = PollRow & { id: number; tradeDate: string; listed: number };

const found = `select id, ${pollColumns}, trade_date::text as "tradeDate", contracts as listed from chain_polls`;

const lastUpTo = `${found} where underlying = $1 and expiration_date = $2 and timestamp <= $3 and trade_date between $4 and $5
  order by timestamp desc limit $6`;

const firstAfter = `${found} where underlying = $1 and expiration_date = $2 and timestamp > $3 and trade_date between $4 and $5
  order by timestamp limit 1`;

// Of one instant the first expiration, as SQLite has it.
const lastOfAny = `${found} where underlying = $1 and timestamp <= $2 and trade_date between $3 and $4
  order by timestamp desc, expiration_date limit 1`;

/** Every partition that may have a row costs a look of its own: most of what is asked for is in the nearest ones. */
const nearDays = 7;

/** The trade dates up to that of an instant, the nearest first: its own, the week before it, and all others. */
function spansUpTo(at: number): [from: string, to: string][] {
  const date = tradeDateOf(at);
  const week = addDays(date, -nearDays);
  return [
    [date, date],
    [week, addDays(date, -1)],
    ['-infinity', addDays(week, -1)],
  ];
}

/** The last polls of a chain up to an instant, the last one first, at most so many. */
export async function pollsUpTo(
  sql: Sql,
  { underlying, expiration }: ChainKey,
  at: number,
  count: number,
): Promise<StoredPoll[]> {
  const polls: StoredPoll[] = [];
  for (const span of spansUpTo(at)) {
    const values = [underlying, expiration, at, ...span, count - polls.length];
    polls.push(...(await sql.all<FoundPoll>(lastUpTo, values)).map(toStored));
    if (polls.length >= count) break;
  }
  return polls;
}

/** The last poll of a chain up to an instant. */
export async function pollUpTo(sql: Sql, chain: ChainKey, at: number): Promise<StoredPoll | null> {
  return (await pollsUpTo(sql, chain, at, 1))[0] ?? null;
}

/** The first poll of a chain after an instant. */
export async function pollAfter(
  sql: Sql,
  { underlying, expiration }: ChainKey,
  at: number,
): Promise<StoredPoll | null> {
  const date = tradeDateOf(at + 1);
  const week = addDays(date, nearDays);
  for (const span of [
    [date, week],
    [addDays(week, 1), 'infinity'],
  ]) {
    const poll = await sql.get<FoundPoll>(firstAfter, [underlying, expiration, at, ...span]);
    if (poll) return toStored(poll);
  }
  return null;
}

/** The last poll of an underlying up to an instant, of whichever chain. */
export async function lastPollOf(sql: Sql, underlying: string, at: number): Promise<StoredPoll | null> {
  for (const span of spansUpTo(at)) {
    const poll = await sql.get<FoundPoll>(lastOfAny, [underlying, at, ...span]);
    if (poll) return toStored(poll);
  }
  return null;
}

function toStored({ id, tradeDate, listed, ...poll }: FoundPoll): StoredPoll {
  return { id, poll, date: tradeDate, listed };
}
