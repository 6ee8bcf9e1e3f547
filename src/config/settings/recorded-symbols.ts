import type { Settings } from './settings-table.ts';

/** The settings that name what is recorded. */
export type RecordedSymbolsSettings = Pick<Settings, 'symbol' | 'recordSymbols'>;

/** The underlyings that are recorded, the one that is shown first in front. */
export function recordedSymbolsOf({ symbol, recordSymbols }: RecordedSymbolsSettings): string[] {
  return [symbol, ...(recordSymbols ?? []).filter((other) => other !== symbol)];
}

/**
 * The symbol that is shown first: `watch.symbol` where it is set, else the first that is recorded.
 * @param isGiven whether `watch.symbol` is set, and is not its default
 */
export function firstSymbol({ symbol, recordSymbols }: RecordedSymbolsSettings, isGiven: boolean): string {
  return isGiven ? symbol : (recordSymbols?.[0] ?? symbol);
}

/** What is wrong with the two settings together; `null` where they agree. */
export function symbolsProblem({ symbol, recordSymbols }: RecordedSymbolsSettings): string | null {
  if (recordSymbols === null || recordSymbols.includes(symbol)) return null;
  const listed = recordSymbols.join(', ');
  return `watch.symbol: ${symbol} is shown first, but record.symbols (${listed}) does not record it; add it there, or leave watch.symbol out`;
}

/** How far ahead expirations are recorded: a number of them from the nearest on, or all within some days. */
export type ExpirationsWanted = { count: number } | { days: number };

/** @param setting `nearest`, a number such as `3`, or days such as `7d` */
export function expirationsWanted(setting: Settings['recordExpirations']): ExpirationsWanted {
  if (setting === 'nearest') return { count: 1 };
  return setting.endsWith('d') ? { days: Number.parseInt(setting, 10) } : { count: Number(setting) };
}
