/** Aggregate of a stretch of trading. Dollars a share; shares, with fractions. */
export interface Aggregate {
  /** Epoch ms at which the stretch begins. */
  start: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  vwap: number;
  /** Number of trades. */
  trades: number;
}
