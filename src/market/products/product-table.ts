import type { Product, ProductChange, ProductKind } from './product.ts';

/** What holds for each kind, where nothing else is known of an underlying. Its one root is its own name. */
export const kindTerms: Readonly<Record<ProductKind, Omit<Product, 'underlying' | 'series'>>> = {
  stock: {
    ...{ kind: 'stock', exercise: 'american', delivery: 'shares' },
    ...{ end: 'close', lastDayEnd: 'close', expirations: 'listed' },
  },
  etf: {
    ...{ kind: 'etf', exercise: 'american', delivery: 'shares' },
    ...{ end: 'close', lastDayEnd: 'close', expirations: 'listed' },
  },
  index: {
    ...{ kind: 'index', exercise: 'european', delivery: 'cash' },
    ...{ end: 'late', lastDayEnd: 'close', expirations: 'listed' },
  },
};

/** Options on these trade 15 minutes longer than the ETF. */
const lateEtfs = [
  ...[
    'DBA',
    'DBB',
    'DBC',
    'DBO',
    'DIA',
    'EEM',
    'EFA',
    'FXI',
    'IWM',
    'IWN',
    'IWO',
    'IWV',
    'IYR',
    'KBE',
    'KRE',
  ],
  ...['LQD', 'MDY', 'MOO', 'OEF', 'QQQ', 'SLX', 'SPY', 'SVXY', 'TLT', 'UNG', 'UUP', 'UVXY', 'VIXM', 'VIXY'],
  ...['VXX', 'VXZ', 'XHB', 'XLB', 'XLE', 'XLF', 'XLI', 'XLK', 'XLP', 'XLU', 'XLV', 'XLY', 'XME', 'XRT'],
];

const pm = (root: string) => ({ root, settlement: 'pm' }) as const;
const am = (root: string) => ({ root, settlement: 'am' }) as const;

/**
 * What is known of single products, oldest first: a change is a new row here. Of any other underlying the API is asked what
 * is listed; that shares have Monday and Wednesday expirations is never assumed, since it changes by the quarter.
 */
export const productTable: readonly ProductChange[] = [
  {
    from: '2000-01-01',
    underlyings: lateEtfs,
    what: 'Options on these ETFs trade until 16:15, on the day they expire, too; 13:15 on early closes',
    source:
      'Cboe and Nasdaq hours of trading of options on ETFs; brokers’ lists of options that trade until 16:15',
    terms: { kind: 'etf', end: 'late', lastDayEnd: 'late' },
  },
  {
    from: '2000-01-01',
    underlyings: ['I:SPX'],
    what: 'SPX: monthlies settled by the opening of the third Friday. SPXW: all others, settled by the close',
    source:
      'Cboe contract specifications of SPX and SPXW: European, cash; expiring SPXW stops at 16:00, SPX on the day before',
    terms: { series: [pm('SPXW'), am('SPX')] },
  },
  {
    from: '2000-01-01',
    underlyings: ['I:NDX'],
    what: 'NDX: monthlies settled by the opening. NDXP: all others, settled by the close',
    source: 'Nasdaq contract specifications of NDX and NDXP',
    terms: { series: [pm('NDXP'), am('NDX')] },
  },
  {
    from: '2000-01-01',
    underlyings: ['I:RUT'],
    what: 'RUT: monthlies settled by the opening. RUTW: all others, settled by the close',
    source: 'Cboe contract specifications of RUT and RUTW',
    terms: { series: [pm('RUTW'), am('RUT')] },
  },
  {
    from: '2000-01-01',
    underlyings: ['I:VIX'],
    what: 'VIX and VIXW: both settled by an opening auction, and traded until the day before',
    source: 'Cboe contract specifications of VIX options',
    terms: { series: [am('VIX'), am('VIXW')] },
  },
  {
    from: '2022-11-14',
    underlyings: ['SPY', 'QQQ', 'I:SPX', 'IWM', 'I:XSP'],
    what: 'Something expires on every trading day (IWM and XSP: as listed in 2026)',
    source:
      'Cboe: Tuesday and Thursday expirations of SPXW since May 2022, of SPY and QQQ since November 2022',
    terms: { expirations: 'daily' },
  },
  {
    from: '2026-08-17',
    // Cboe names the classes anew every half year: the settings add those that somebody watches.
    underlyings: [],
    what: 'Cboe trades options on some large shares from 16:00 to 16:15, too',
    source: 'SR-CBOE-2025-079, approved on 2026-05-28 (91 FR 33005): up to 100 classes by volume and value',
    terms: { end: 'late' },
  },
];
