import { onOff, recordedExpirations, recordedSymbols } from './setting-kinds.ts';
import { setting, unset } from './setting-spec.ts';

/** Which underlyings are recorded whether or not somebody looks, and how many expirations of each. */
export const recordSettings = {
  recordSymbols: unset({
    path: 'record.symbols',
    schema: recordedSymbols,
    default: null,
    env: ['SPYGLASS_RECORD_SYMBOLS'],
    summary:
      'underlyings that are recorded, such as `["SPY", "QQQ", "I:SPX"]`, the first shown first; unset: `watch.symbol` alone. `spyglass config show` says what does not fit into the calls of a minute',
  }),
  recordExpirations: setting({
    path: 'record.expirations',
    schema: recordedExpirations,
    default: 'nearest',
    env: ['SPYGLASS_RECORD_EXPIRATIONS'],
    summary:
      'expirations of each underlying that are recorded: `nearest`, a number from the nearest on, or days ahead such as `"7d"`',
  }),
  recordRefill: setting({
    path: 'record.refill',
    schema: onOff,
    default: true,
    env: ['SPYGLASS_RECORD_REFILL'],
    summary:
      'rebuild the gaps of a day’s chains from the vendor’s minute bars after its close, on calls that nothing else needs; see `spyglass rebuild`',
  }),
} as const;
