import { tradeDateOf } from '../../../market/calendar/trade-date.ts';
import type { FoundRows } from '../../retention/prune-report.ts';
import type { Removable } from '../../retention/retention-gate.ts';
import type { Sql } from '../connection/sql.ts';
import { datesWithPartitions } from '../partition-dates.ts';
import type { PartitionedTable } from '../partitions.ts';
import type { ChainCuts } from './chain-cuts.ts';

/** Whose a row of a partitioned table is, and by which time it goes. */
const columnsOf: Record<PartitionedTable, { symbol: string; time: string }> = {
  option_contracts: { symbol: 'underlying', time: 'timestamp' },
  chain_polls: { symbol: 'underlying', time: 'timestamp' },
  spy_quotes: { symbol: 'symbol', time: 'received_at' },
};

/** What goes of one partition. */
export interface PartitionSurvey extends FoundRows {
  table: PartitionedTable;
  date: string;
  /** Rows that there are. */
  total: number;
  /** Rows of these symbols stay. */
  staying: string[];
  /** So do these rows, by their ids. */
  kept: number[];
  /** The highest id that there is; `null` in an empty partition. */
  lastId: number | null;
}

const isStaying = (table: PartitionedTable) =>
  `${columnsOf[table].symbol} = any ($2::text[]) or id = any ($3::int8[])`;

const surveyOf = (table: PartitionedTable) => `
  select count(*) as total, count(*) filter (where not stays) as rows,
    min(time) filter (where not stays) as oldest, max(id) as "lastId"
  from (select id, ${columnsOf[table].time} as time, ${isStaying(table)} as stays from ${table}
        where trade_date = $1) as row`;

const surveys = {
  option_contracts: surveyOf('option_contracts'),
  chain_polls: surveyOf('chain_polls'),
  spy_quotes: surveyOf('spy_quotes'),
};

/** Looks at each partition of the trade dates before the latest cutoff. */
export async function surveyPartitions(
  sql: Sql,
  table: PartitionedTable,
  { symbols, cutoffOf, latest }: Removable & { latest: number },
  kept: readonly { id: number; date: string }[] = [],
): Promise<PartitionSurvey[]> {
  const found: PartitionSurvey[] = [];
  for (const date of await datesWithPartitions(sql, table)) {
    if (date >= tradeDateOf(latest)) break;
    const staying = symbols.filter((symbol) => tradeDateOf(cutoffOf(symbol)) <= date);
    const ids = kept.filter((row) => row.date === date).map(({ id }) => id);
    type Counted = Pick<PartitionSurvey, 'total' | 'rows' | 'oldest' | 'lastId'>;
    const counted = (await sql.get<Counted>(surveys[table], [date, staying, ids]))!;
    found.push({ ...counted, table, date, staying, kept: ids });
  }
  return found;
}

/** The polls that continuing chains need. */
export function keptPolls({ continuing }: ChainCuts): { id: number; date: string }[] {
  return continuing.map(({ poll: { id, date } }) => ({ id, date }));
}

/** The rows that continuing chains need. */
export function keptRows({ continuing }: ChainCuts): { id: number; date: string }[] {
  return continuing.flatMap(({ rows }) => rows);
}

const removeSome = (table: PartitionedTable) => `
  with chunk as (
    select id from ${table} where trade_date = $1 and id > $4 and id <= $5 order by id limit $6),
  gone as (
    delete from ${table} where trade_date = $1 and id in (select id from chunk) and not (${isStaying(table)}) returning 1)
  select (select max(id) from chunk) as "lastId", (select count(*) from gone) as rows,
    (select count(*) from chunk) as seen`;

/** Removes a chunk of the rows that go, in the order of their ids. Takes date, staying, kept, the ids between, and a number. */
export const removals: Record<PartitionedTable, string> = {
  option_contracts: removeSome('option_contracts'),
  chain_polls: removeSome('chain_polls'),
  spy_quotes: removeSome('spy_quotes'),
};
