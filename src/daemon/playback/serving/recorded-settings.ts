import type { Settings } from '../../../config/settings/settings-table.ts';

/**
 * Settings that fit a recording: somebody else's need not be of the symbols that this user's settings name.
 * @param underlyings symbols with recorded chains
 */
export function settingsFor<S extends Pick<Settings, 'symbol' | 'recordSymbols'>>(
  settings: S,
  underlyings: readonly string[],
): S {
  const [first] = underlyings;
  if (first === undefined || underlyings.includes(settings.symbol)) return settings;
  return { ...settings, symbol: first, recordSymbols: [...underlyings] };
}
