import { tradeDateEnd, tradeDateOf, tradeDateSpan } from '../../../../market/calendar/trade-date.ts';
import type { NativeDatabase } from '../../connection.ts';

/** The trade dates of a symbol with rows received up to an instant, oldest first. */
type DaysUpTo = (symbol: string, to: number) => string[];

/** Where rows of polls, quotes and alerts lie: each symbol and each of its trade dates is one search in an index. */
export interface RecordedDays {
  polledSymbols(): string[];
  pollDays: DaysUpTo;
  /** Symbols with quotes or alerts. */
  quotedSymbols(): string[];
  /** Trade dates with quotes or alerts of the symbol. */
  quoteDays: DaysUpTo;
}

export function prepareRecordedDays(native: NativeDatabase): RecordedDays {
  const symbolsOf = (table: string, column: string) => {
    const next = native
      .prepare<[string], string | null>(`select min(${column}) from ${table} where ${column} > ?`)
      .pluck();
    return () => walk('', (after) => next.get(after) ?? null);
  };
  const firstAfter = (table: string, symbol: string, time: string) => {
    const first = native
      .prepare<[string, number, number], number | null>(
        `select min(${time}) from ${table} where ${symbol} = ? and ${time} > ? and ${time} <= ?`,
      )
      .pluck();
    return (of: string, after: number, to: number) => first.get(of, after, to) ?? null;
  };
  const polls = firstAfter('chain_polls', 'underlying', 'timestamp');
  const quotes = firstAfter('spy_quotes', 'symbol', 'received_at');
  const alerts = prepareAlertDays(native);
  const quoted = symbolsOf('spy_quotes', 'symbol');

  const daysOf =
    (first: (symbol: string, after: number, to: number) => number | null): DaysUpTo =>
    (symbol, to) =>
      walk(0, (after) => first(symbol, after, to), endOf).map(tradeDateOf);

  return {
    polledSymbols: symbolsOf('chain_polls', 'underlying'),
    pollDays: daysOf(polls),
    quotedSymbols: () => [...new Set([...quoted(), ...alerts.symbols()])].sort(),
    quoteDays: (symbol, to) =>
      [...new Set([...daysOf(quotes)(symbol, to), ...alerts.daysOf(symbol, to)])].sort(),
  };
}

/** Alerts are few, and found by their time alone. */
function prepareAlertDays(native: NativeDatabase) {
  const first = native
    .prepare<[number], number | null>('select min(timestamp) from alerts where timestamp > ?')
    .pluck();
  const symbolsWithin = native
    .prepare<{ from: number; to: number }, string>(
      'select distinct symbol from alerts where timestamp > :from and timestamp <= :to',
    )
    .pluck();
  const days = () =>
    walk(0, (after) => first.get(after) ?? null, endOf).map((at) => ({
      at,
      span: tradeDateSpan(tradeDateOf(at)),
    }));
  return {
    symbols: () => days().flatMap(({ span }) => symbolsWithin.all(span)),
    daysOf: (symbol: string, to: number) =>
      days()
        .filter(({ span }) => symbolsWithin.all({ ...span, to: Math.min(span.to, to) }).includes(symbol))
        .map(({ at }) => tradeDateOf(at)),
  };
}

const endOf = (at: number) => tradeDateEnd(tradeDateOf(at));

/** Every value there is, each found from the one before. */
function walk<T>(start: T, next: (after: T) => T | null, goOnFrom: (value: T) => T = (value) => value): T[] {
  const values: T[] = [];
  for (let value = next(start); value !== null; value = next(goOnFrom(value))) values.push(value);
  return values;
}
