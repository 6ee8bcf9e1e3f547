/**
 * Version of the model that volatility, greeks and levels come from; it is stored with the levels, and levels of two
 * versions do not compare. It rises when the same chain would get other numbers.
 *
 * 1: each contract had its own volatility, the vendor's or that of its mid price, and time counted from the poll.
 * 2: each strike has one volatility, wings without a bid are extended, time counts from the quotes, and quotes that are
 *    old, crossed or one-sided are left out.
 * 3: the rate is that of the date, and dividends are counted by their dates; before, they were 4 % and a yield of 1.2 %.
 *    The forward is the one that put–call parity implies, American options beyond today are priced as such, and time runs
 *    to the end of the product's options; before, all were European and ended at 16:15.
 */
export const modelVersion = 3;
