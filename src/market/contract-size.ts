/** Shares that one standard contract on SPY delivers. */
export const sharesPerContract = 100;
