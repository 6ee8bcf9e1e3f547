import Database from 'better-sqlite3';
import { shortHash } from './canonical.ts';
import { formatNewYorkTime, newYorkDate } from '../../src/market/calendar/new-york-time.ts';

type Row = Record<string, number | string | null>;

export interface TableDump {
  table: string;
  columns: string[];
  rows: Row[];
}

/** Its rows are of the run, not of the day. */
const notDumped = /^(sqlite_|mikro_orm_migrations)/;
/** Row numbers; what says how many rows a poll left, which the rows themselves say. */
const leftOut: Record<string, string[]> = { chain_polls: ['stored'] };
/** The instant by which a table is sliced; `timestamp` elsewhere. */
const instantOf: Record<string, string> = {
  spy_quotes: 'received_at',
  historical_prices: 'bar_start',
  market_data_cache: 'created_at',
  poll_gaps: 'started_at',
  exchange_days: 'created_at',
};
const sliceMs = 600_000;

/** All tables without row numbers, ordered by what the rows say. */
export function readTables(file: string): TableDump[] {
  const database = new Database(file, { readonly: true });
  try {
    const names = database
      .prepare<[], string>(`select name from sqlite_schema where type = 'table' order by name`)
      .pluck()
      .all()
      .filter((name) => !notDumped.test(name));
    return names.map((table) => {
      const columns = database
        .prepare<[string], string>('select name from pragma_table_info(?) order by cid')
        .pluck()
        .all(table)
        .filter((column) => column !== 'id' && !leftOut[table]?.includes(column));
      const rows = database.prepare<[], Row>(`select ${columns.join(', ')} from ${table}`).all();
      return { table, columns, rows: table === 'option_contracts' ? changedRows(rows) : rows };
    });
  } finally {
    database.close();
  }
}

/** What a poll adds to a contract's last row is no change of the contract. */
const ofThePoll = new Set(['timestamp', 'created_at', 'underlying_price', 'underlying_price_source']);

/** The first poll of a day may store contracts that have not changed: a row that says what the one before said is left out. */
function changedRows(rows: readonly Row[]): Row[] {
  const last = new Map<unknown, string>();
  return [...rows]
    .sort((a, b) => Number(a.timestamp) - Number(b.timestamp))
    .filter((row) => {
      const said = JSON.stringify(Object.entries(row).filter(([column]) => !ofThePoll.has(column)));
      const isChanged = last.get(row.symbol) !== said;
      last.set(row.symbol, said);
      return isChanged;
    });
}

const columnsMark = ' columns: ';

/** Columns by table, as a golden has them. */
export function columnsOf(golden: string): Map<string, string[]> {
  const columns = new Map<string, string[]>();
  for (const line of golden.split('\n')) {
    const [table, names] = line.split(columnsMark);
    if (names !== undefined) columns.set(table!, names.split(' '));
  }
  return columns;
}

/**
 * Of each table its columns, how many rows it has and a hash of them, and the same of each ten minutes, an hour a line.
 * @param known columns that are compared; what a later migration adds to them is no difference
 */
export function databaseLines(dumps: readonly TableDump[], known: Map<string, string[]> | null): string[] {
  const compared = dumps.filter(({ table }) => known === null || known.has(table));
  return compared.flatMap((dump) => {
    const columns = known?.get(dump.table)?.filter((column) => dump.columns.includes(column)) ?? dump.columns;
    const texts = dump.rows.map((row) => ({
      at: Number(row[instantOf[dump.table] ?? 'timestamp']),
      text: textOf(row, columns),
    }));
    texts.sort((a, b) => a.at - b.at || (a.text < b.text ? -1 : 1));
    return [
      `${dump.table}: ${summary(texts)}`,
      `${dump.table}${columnsMark}${columns.join(' ')}`,
      ...sliceLines(dump.table, texts),
    ];
  });
}

interface RowText {
  at: number;
  text: string;
}

const summary = (rows: readonly RowText[]) =>
  `${rows.length}=${shortHash(rows.map(({ text }) => text).join('\n'))}`;

/** Bars go back for years: by the year, where they are of days before. */
function sliceLines(table: string, rows: readonly RowText[]): string[] {
  const hours = Map.groupBy(rows, ({ at }) =>
    table === 'historical_prices'
      ? newYorkDate(at).slice(0, 7)
      : `${newYorkDate(at)} ${formatNewYorkTime(at, true).slice(0, 2)}h`,
  );
  return [...hours].map(([hour, ofHour]) => {
    const slices = [
      ...Map.groupBy(ofHour, ({ at }) =>
        formatNewYorkTime(Math.floor(at / sliceMs) * sliceMs, true).slice(3, 5),
      ),
    ];
    const parts =
      table === 'historical_prices'
        ? [summary(ofHour)]
        : slices.map(([minute, slice]) => `:${minute} ${summary(slice)}`);
    return `  ${table} ${hour}: ${parts.join('  ')}`;
  });
}

function textOf(row: Row, columns: readonly string[]): string {
  const values = columns.map((column) => {
    const value = row[column] ?? null;
    if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(10));
    return value?.replaceAll(/127\.0\.0\.1:\d+/g, 'HOST') ?? null;
  });
  return JSON.stringify(values);
}
