/** Rows of text under a title; the first row names the columns. */
export interface BenchTable {
  title: string;
  rows: readonly (readonly string[])[];
}

/**
 * What every `bench/NAME.ts` exports as `bench`. `say` tells of progress; `problems` are what it was to show and did not.
 */
export type Bench = (
  flags: readonly string[],
  say: (line: string) => void,
) => Promise<{ tables: BenchTable[]; problems?: string[] } & Record<string, unknown>>;

/** The value of `--name VALUE`; `null` without it. */
export function textFlag(flags: readonly string[], name: string): string | null {
  const index = flags.indexOf(`--${name}`);
  return index < 0 ? null : (flags[index + 1] ?? null);
}

/** The value of `--name VALUE` as a number, or what stands in for it. Throws on anything that is no number. */
export function numberFlag(flags: readonly string[], name: string, fallback: number): number {
  const index = flags.indexOf(`--${name}`);
  if (index < 0) return fallback;
  const value = Number(flags[index + 1]?.replaceAll('_', ''));
  if (!Number.isFinite(value)) throw new Error(`--${name} wants a number`);
  return value;
}
