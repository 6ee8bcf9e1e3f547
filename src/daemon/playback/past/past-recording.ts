import type { Settings } from '../../../config/settings/settings-table.ts';
import type { Recording } from '../../../recordings/recording.ts';

/** What of a recording the past is read from. */
export interface PastRecording {
  quotes: Pick<Recording['quotes'], 'latest' | 'ofDay' | 'ticks'>;
  chains: Pick<Recording['chains'], 'latest' | 'at' | 'expirations' | 'lastPollAt' | 'polledAt'>;
  bars: Pick<Recording['bars'], 'range'>;
  levels: Pick<Recording['levels'], 'at' | 'ofSession'>;
  recomputedLevels: Pick<Recording['recomputedLevels'], 'at'>;
  alerts: Pick<Recording['alerts'], 'latest'>;
  gaps: Pick<Recording['gaps'], 'ofSession'>;
  exchangeDays: Pick<Recording['exchangeDays'], 'all'>;
}

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
