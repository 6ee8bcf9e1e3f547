/** The first `limit` rows, oldest first, and all others of the last one's instant. */
export function firstRows<Row>(rows: Iterable<Row>, limit: number, timeOf: (row: Row) => number): Row[] {
  const found: Row[] = [];
  for (const row of rows) {
    if (found.length >= limit && timeOf(row) !== timeOf(found.at(-1)!)) break;
    found.push(row);
  }
  return found;
}
