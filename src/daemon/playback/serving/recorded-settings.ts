import type { Settings } from '../../../config/settings/settings-table.ts';
import { withDemoSymbols } from '../../watch-list/demo-symbols.ts';

/** What the settings are to fit. */
export interface RecordedMarket {
  /** Of the database. */
  mode: 'live' | 'demo';
  /** Symbols with recorded chains. */
  underlyings: readonly string[];
}

/**
 * Settings that fit a recording, as its daemon would have them. Somebody else's recording need not be of the symbols that this
 * user's settings name.
 */
export function settingsFor(given: Settings, { mode, underlyings }: RecordedMarket): Settings {
  const settings = mode === 'demo' ? withDemoSymbols(given) : given;
  const [first] = underlyings;
  if (first === undefined || underlyings.includes(settings.symbol)) return settings;
  return { ...settings, symbol: first, recordSymbols: [...underlyings] };
}
