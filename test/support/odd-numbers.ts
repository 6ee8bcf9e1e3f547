/** Where a value holds −0 or a number that is not finite, which no JSON has: paths such as `contracts.3.delta`. */
export function oddNumbers(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Object.is(value, -0) || !Number.isFinite(value) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    oddNumbers(inner, path === '' ? key : `${path}.${key}`),
  );
}
