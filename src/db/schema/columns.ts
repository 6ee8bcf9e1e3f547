import { p } from '@mikro-orm/sqlite';

/**
 * The kinds of columns that the tables share, each with the CHECK that holds its rule in the database. SQLite orders
 * every text above every number, so an upper bound also refuses text, and infinity with it.
 */

/** Dollars a share as DECIMAL(10,4): positive. A vendor's 0 means that there is none, which is NULL here. */
export const price = (column: string) =>
  p.decimal('number').columnType('decimal(10,4)').check(`${column} > 0 and ${column} < 1000000`);

/** Shares, contracts or sizes: from 0, fractions allowed (the vendor counts fractional shares since 2026). */
export const quantity = (column: string) =>
  p.decimal('number').columnType('numeric').check(`${column} >= 0 and ${column} < 1000000000000000`);

/** A greek: any sign, finite. */
export const greek = (column: string) =>
  p.double().columnType('real').check(`${column} > -1000000000 and ${column} < 1000000000`);

/** A count of rows or milliseconds. */
export const count = (column: string) =>
  p.integer().check(`typeof(${column}) = 'integer' and ${column} >= 0`);

/** A count that may be NULL: unknown. */
export const optionalCount = (column: string) =>
  p.integer().check(`${column} is null or (typeof(${column}) = 'integer' and ${column} >= 0)`).nullable();

/** An instant in epoch milliseconds. The range (1973 to 2286) refuses seconds, microseconds and nanoseconds. */
export const instant = (column: string) => p.integer().check(instantRule(column));

/** An instant that may be NULL. */
export const optionalInstant = (column: string) =>
  p
    .integer()
    .check(`${column} is null or (${instantRule(column)})`)
    .nullable();

/**
 * An instant that defaults to now, for rows written by hand: the stores set it from their clock. Its rule is a check of
 * the table (`instantCheck`), because the schema comparison cannot tell a column's check from a default in brackets.
 */
export const instantNow = () => p.integer().defaultRaw(`(cast(unixepoch('subsec') * 1000 as integer))`);

/** The rule of an `instantNow` column. */
export const instantCheck = (table: string, column: string) => ({
  name: `${table}_${column}_is_an_instant`,
  expression: instantRule(column),
});

/** A calendar date `YYYY-MM-DD`, New York. `date()` turns 2026-02-30 into March, so it must give back what it got. */
export const date = (column: string) => p.string().columnType('date').check(dateRule(column));

/** A ticker as `market/symbols/ticker.ts` reads it: capitals and, after the first, dots; or an index's after `I:`. */
export const ticker = (column: string) => p.string().columnType('varchar(10)').check(tickerRule(column));

function instantRule(column: string): string {
  return `typeof(${column}) = 'integer' and ${column} >= 100000000000 and ${column} < 10000000000000`;
}

function dateRule(column: string): string {
  return `${column} glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(${column}) is ${column}`;
}

function tickerRule(column: string): string {
  const isStock = `${column} glob '[A-Z]*' and ${column} not glob '*[^A-Z.]*'`;
  const isIndex = `${column} glob 'I:[A-Z]*' and substr(${column},3) not glob '*[^A-Z0-9]*'`;
  return `((${isStock}) or (${isIndex})) and length(${column}) <= 10`;
}
