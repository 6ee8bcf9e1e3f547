import type { ContractState, SessionKey } from '../../../../recordings/session-rows.ts';
import { readColumns, readContract, type ReadRow, symbolBounds } from '../../../rows/contract-rows.ts';
import type { Sql } from '../../connection/sql.ts';

/** A chain that was polled on the date. */
interface PolledChain {
  expiration: string;
  /** Epoch ms of its first poll of the date. */
  firstPoll: number;
  /** Contracts that were listed at that poll, and how many of them it stated. */
  listed: number;
  stated: number;
}

/** The symbols of one root and expiration, from one bound up to another. */
interface SymbolRange {
  low: string;
  high: string;
  chain: PolledChain;
}

type StateRow = [...ReadRow, timestamp: number, isListed: 0 | 1];

const chainsOfDay = `
  select expiration_date as expiration, timestamp as "firstPoll", contracts as listed, (
    select count(*) from option_contracts as row
    where row.trade_date = $1 and row.timestamp = first.timestamp and row.underlying = $2
      and row.expiration_date = first.expiration_date and row.is_listed = 1) as stated
  from (select distinct on (expiration_date) expiration_date, timestamp, contracts from chain_polls
        where trade_date = $1 and underlying = $2 order by expiration_date, timestamp) as first`;

/** The first symbols after `$1` and before `$2`, at most `$5`, each found by a search from the one before. */
const symbolsBetween = `
  with recursive contract (symbol) as (
    (select symbol from option_contracts
     where trade_date between $3 and $4 and symbol > $1 and symbol < $2 order by symbol limit 1)
    union all
    select (select symbol from option_contracts
            where trade_date between $3 and $4 and symbol > contract.symbol and symbol < $2 order by symbol limit 1)
    from contract where symbol is not null)
  select symbol from contract where symbol is not null limit $5`;

/** Which of some ranges have a symbol, by their place from 1 on. */
const filledRanges = `
  select place from unnest($1::text[], $2::text[]) with ordinality as bounds (low, high, place)
  where exists (select 1 from option_contracts
                where trade_date between $3 and $4 and symbol > bounds.low and symbol < bounds.high)
  order by place`;

const columns = `${readColumns}, timestamp, is_listed`;

const statesOfDay = `select ${columns} from option_contracts
  where trade_date = $1 and symbol >= $2 and symbol <= $3 and timestamp >= $4 order by symbol, timestamp`;

const statesBefore = `
  select ${columns.replaceAll(/\w+/g, 'state.$&')} from unnest($1::text[]) as contract (symbol) cross join lateral (
    select * from option_contracts as row
    where row.trade_date <= $2 and row.symbol = contract.symbol and row.timestamp < $3
    order by row.timestamp desc limit 1) as state`;

/** The first `limit` contracts of a session after a symbol, each with its states on the trade date; see `SessionRows.contracts`. */
export async function contractStates(
  sql: Sql,
  { underlying, date }: SessionKey,
  after: string | null,
  limit: number,
): Promise<ContractState[][]> {
  const chains = await sql.all<PolledChain>(chainsOfDay, [date, underlying]);
  const found: ContractState[][] = [];
  for (const range of await rangesOf(sql, { underlying, date }, chains, after ?? '')) {
    let last = range.low;
    while (found.length < limit) {
      const values = [last, range.high, firstDate(range.chain, date), date, limit - found.length];
      const symbols = (await sql.rows<[string]>(symbolsBetween, values)).map(([symbol]) => symbol);
      if (symbols.length === 0) break;
      found.push(...(await statesOf(sql, symbols, range.chain, date)));
      last = symbols.at(-1)!;
    }
    if (found.length >= limit) break;
  }
  return found;
}

/**
 * A chain whose first poll of the date states fewer contracts than it lists was recorded before every contract was stated
 * then: what they lack is in earlier partitions.
 */
const leansOnEarlier = ({ listed, stated }: PolledChain) => stated < listed;
const firstDate = (chain: PolledChain, date: string) => (leansOnEarlier(chain) ? '-infinity' : date);

/** In the order of symbols: no range of one chain lies within another's. */
async function rangesOf(
  sql: Sql,
  { underlying, date }: SessionKey,
  chains: readonly PolledChain[],
  after: string,
): Promise<SymbolRange[]> {
  const ranges = chains
    .flatMap((chain) =>
      symbolBounds(underlying, chain.expiration).map(([low, high]): SymbolRange => ({ low, high, chain })),
    )
    .filter(({ high }) => high > after)
    .map((range) => ({ ...range, low: range.low > after ? range.low : after }))
    .sort((one, other) => (one.low < other.low ? -1 : 1));
  const from = chains.some(leansOnEarlier) ? '-infinity' : date;
  const bounds = [ranges.map(({ low }) => low), ranges.map(({ high }) => high)];
  const places = await sql.rows<[number]>(filledRanges, [...bounds, from, date]);
  return places.map(([place]) => ranges[place - 1]!);
}

/** The states of symbols that follow one another, each contract's together. */
async function statesOf(
  sql: Sql,
  symbols: readonly string[],
  chain: PolledChain,
  date: string,
): Promise<ContractState[][]> {
  const { expiration, firstPoll } = chain;
  const bySymbol = new Map<string, ContractState[]>(symbols.map((symbol) => [symbol, []]));
  for (const row of await sql.rows<StateRow>(statesOfDay, [date, symbols[0]!, symbols.at(-1)!, firstPoll])) {
    bySymbol.get(row[0])?.push(toState(row, expiration));
  }
  if (leansOnEarlier(chain)) {
    for (const row of await sql.rows<StateRow>(statesBefore, [symbols, date, firstPoll])) {
      const states = bySymbol.get(row[0])!;
      if (states[0]?.timestamp === firstPoll || row[21] === 0) continue;
      states.unshift({ ...toState(row, expiration), timestamp: firstPoll });
    }
  }
  return [...bySymbol.values()].filter((states) => states.length > 0);
}

function toState(row: StateRow, expiration: string): ContractState {
  return { ...readContract(row), expiration, timestamp: row[20], isListed: row[21] === 1 };
}
