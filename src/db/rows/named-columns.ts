/** Columns under other names, for a `select` of either database: `price_kind as "priceKind"`. */
export function namedColumns(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([name, column]) => (name === column ? column : `${column} as "${name}"`))
    .join(', ');
}
