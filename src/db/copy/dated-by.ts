import { tradeDateOf, tradeDateSpan } from '../../market/calendar/trade-date.ts';

/** The column that a row's partition follows from, by table. */
const datedBy: Readonly<Record<string, string>> = {
  option_contracts: 'timestamp',
  chain_polls: 'timestamp',
  spy_quotes: 'received_at',
};

/** @returns `null` for a table without partitions */
export const datingColumn = (table: string): string | null => datedBy[table] ?? null;

/** The trade dates of instants that mostly follow each other: a date is computed once for all that lie on it. */
export function tradeDates(): (at: number) => string {
  let last = { date: '', from: 0, to: 0 };
  return (at) => {
    if (at <= last.from || at > last.to) {
      const date = tradeDateOf(at);
      last = { date, ...tradeDateSpan(date) };
    }
    return last.date;
  };
}
