import type { Dividend } from './dividend.ts';

/** Ex-date and dollars a share, oldest first. */
type Rows = readonly (readonly [exDate: string, amount: number])[];

const rowsOf = (symbol: string, rows: Rows, isEstimated: boolean, source: string): Dividend[] =>
  rows.map(([exDate, amount]) => ({ symbol, exDate, amount, isEstimated, source }));

/** Third Fridays, the Thursday before where the Friday is a holiday. */
const spy: Rows = [
  ['2024-03-15', 1.5949],
  ['2024-06-21', 1.759],
  ['2024-09-20', 1.7455],
  ['2024-12-20', 1.9655],
  ['2025-03-21', 1.6955],
  ['2025-06-20', 1.7611],
  ['2025-09-19', 1.8311],
  ['2025-12-19', 1.9934],
  ['2026-03-20', 1.797],
];

/** The amount of the same quarter, as last known: what SPY pays differs more by quarter than by year. */
const spyExpected: Rows = [
  ['2026-06-18', 1.7611],
  ['2026-09-18', 1.8311],
  ['2026-12-18', 1.9934],
  ['2027-03-19', 1.797],
  ['2027-06-17', 1.7611],
  ['2027-09-17', 1.8311],
  ['2027-12-17', 1.9934],
];

/** Mondays after third Fridays. */
const qqq: Rows = [
  ['2024-03-18', 0.573],
  ['2024-06-24', 0.7615],
  ['2024-09-23', 0.6769],
  ['2024-12-23', 0.8347],
  ['2025-03-24', 0.7157],
  ['2025-06-23', 0.5911],
  ['2025-09-22', 0.694],
  ['2025-12-22', 0.7941],
];

const qqqExpected: Rows = [
  ['2026-03-23', 0.7157],
  ['2026-06-22', 0.5911],
  ['2026-09-21', 0.694],
  ['2026-12-21', 0.7941],
  ['2027-03-22', 0.7157],
  ['2027-06-21', 0.5911],
  ['2027-09-20', 0.694],
  ['2027-12-20', 0.7941],
];

/** What is known of dividends, and what is expected until the end of 2027. Of other shares the settings say it. */
export const dividendTable: readonly Dividend[] = [
  ...rowsOf('SPY', spy, false, 'State Street: distributions of the SPDR S&P 500 ETF Trust'),
  ...rowsOf('SPY', spyExpected, true, 'usual date; amount of the same quarter as last known'),
  ...rowsOf('QQQ', qqq, false, 'Invesco: distributions of the QQQ Trust'),
  ...rowsOf('QQQ', qqqExpected, true, 'usual date; amount of the same quarter as last known'),
];
