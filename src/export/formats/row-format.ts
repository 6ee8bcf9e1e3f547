import type { RowBatch } from '../columns/column.ts';

/** A piece of a file. */
export type Piece = Uint8Array | string;

/** Turns rows into the pieces of a file. What each call gives is to be written before the next one. */
export interface RowFormat {
  /** What stands before the rows. */
  start(): Piece;
  /** May keep rows back until there are enough for a piece. */
  rows(batch: RowBatch): Piece | Promise<Piece>;
  /** What comes after the last row. */
  end(): Piece | Promise<Piece>;
}

/** How instants are written as text: ISO 8601 with New York's offset, or epoch milliseconds. */
export type TimeStyle = 'iso' | 'epoch';
