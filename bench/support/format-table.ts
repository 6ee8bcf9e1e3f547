import type { BenchTable } from './bench.ts';

/** First column to the left, the others to the right. */
export function formatTable({ title, rows }: BenchTable): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  '),
  );
  return [title, ...lines].join('\n');
}
