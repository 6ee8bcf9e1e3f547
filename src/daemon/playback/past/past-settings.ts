import type { Settings } from '../../../config/settings/settings-table.ts';

/** The settings that say what is recorded, when, and how it is priced. */
export type PastSettings = Pick<
  Settings,
  | 'symbol'
  | 'recordSymbols'
  | 'symbols'
  | 'recordExpirations'
  | 'dealerSign'
  | 'modelRate'
  | 'modelDividends'
  | 'closures'
  | 'earlyCloses'
  | 'hours'
  | 'products'
  | 'overnight'
>;
