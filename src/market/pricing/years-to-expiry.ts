/** Minutes in a calendar year of 365 days, the year that option volatilities are quoted in. */
export const minutesPerYear = 525_600;
/** In the last half hour before the close implied volatility is mostly the size of a tick: no alert is about it. */
export const minYearsOfVolatility = 30 / minutesPerYear;

const yearMs = minutesPerYear * 60_000;

/**
 * Years of calendar time, to the millisecond, from an instant to the option close of the expiry's session (take it
 * from the calendar: early closes move it). `null` once it has passed: there is no time value left to speak of.
 */
export function yearsToExpiry(at: number, optionClose: number): number | null {
  return optionClose > at ? (optionClose - at) / yearMs : null;
}
