import { symbols, underlying, whole } from './setting-kinds.ts';
import { setting } from './setting-spec.ts';

/** What is recorded, and how often. */
export const watchSettings = {
  symbol: setting({
    path: 'watch.symbol',
    schema: underlying,
    default: 'SPY',
    env: ['SPYGLASS_SYMBOL'],
    summary:
      'underlying that is shown first; its quote and nearest chain (0-DTE where one expires today) are recorded, and nothing else while `record.symbols` is unset',
  }),
  symbols: setting({
    path: 'watch.symbols',
    schema: symbols,
    default: [],
    env: ['SPYGLASS_SYMBOLS'],
    summary:
      'watch list, such as `["SPY", "QQQ", "IWM"]`: quotes of all are recorded, and `w` shows the chain of one of them',
  }),
  quoteSeconds: setting({
    path: 'schedule.quote_seconds',
    schema: whole(1, 3600),
    default: 15,
    env: ['SPYGLASS_QUOTE_SECONDS'],
    summary: 'quote interval while SPY or its options trade; stretched when the budget is smaller',
  }),
  quoteExtendedSeconds: setting({
    path: 'schedule.quote_extended_seconds',
    schema: whole(1, 3600),
    default: 60,
    env: ['SPYGLASS_QUOTE_EXTENDED_SECONDS'],
    summary: 'quote interval before the open and after the option close',
  }),
  quoteOvernightSeconds: setting({
    path: 'schedule.quote_overnight_seconds',
    schema: whole(60, 3600),
    default: 300,
    env: ['SPYGLASS_QUOTE_OVERNIGHT_SECONDS'],
    summary: 'quote interval in overnight sessions; chains are not polled then',
  }),
  chainSeconds: setting({
    path: 'schedule.chain_seconds',
    schema: whole(5, 3600),
    default: 60,
    env: ['SPYGLASS_CHAIN_SECONDS'],
    summary: 'chain interval while options trade; stretched when the budget is smaller',
  }),
  chainExtendedSeconds: setting({
    path: 'schedule.chain_extended_seconds',
    schema: whole(60, 86_400),
    default: 1800,
    env: ['SPYGLASS_CHAIN_EXTENDED_SECONDS'],
    summary:
      'chain interval before the open and after the option close, for quotes and open interest of the next expiry',
  }),
} as const;
