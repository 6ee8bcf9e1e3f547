/**
 * What came after one instant, which is not included, and up to another, which is; epoch ms. Reads that take it answer oldest
 * first, with at most `limit` rows, and all others of the last one's instant: whoever reads on from that instant misses none.
 */
export interface ReadOn {
  from: number;
  asOf: number;
}
