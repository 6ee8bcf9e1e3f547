/** How many of the first rows lie at or before an instant. @param rows oldest first */
export function countUpTo<Row>(rows: readonly Row[], at: number, timeOf: (row: Row) => number): number {
  let from = 0;
  let to = rows.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (timeOf(rows[middle]!) <= at) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The rows after one instant and up to another. @param rows oldest first */
export function rowsIn<Row>(
  rows: readonly Row[],
  { from, asOf }: { from: number; asOf: number },
  timeOf: (row: Row) => number,
): readonly Row[] {
  return rows.slice(countUpTo(rows, from, timeOf), countUpTo(rows, asOf, timeOf));
}
