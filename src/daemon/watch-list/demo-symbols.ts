import type { Settings } from '../../config/settings/settings-table.ts';

/** Symbols of the simulated market with the busiest options. */
const demoSymbols = ['SPY', 'QQQ', 'IWM', 'NVDA'] as const;

/** A demo's settings, with symbols to switch to where they name none. */
export function withDemoSymbols(given: Settings): Settings {
  return given.symbols.length > 0 ? given : { ...given, symbols: [...demoSymbols] };
}
