import { createHash } from 'node:crypto';
import type { Columns, Value } from '../tables/column.ts';

/** Values of one column, by their place. */
export interface ColumnValues {
  readonly length: number;
  at(index: number): Value;
}

/** The hash of a table's values, whatever the form and the row groups of its file. */
export interface ValuesHash {
  /** The next rows of all columns, in their order. */
  add(columns: readonly ColumnValues[]): void;
  /** SHA-256, in hex. */
  digest(): string;
}

/**
 * Each column has a SHA-256 of its own: numbers as little-endian doubles, no value as a NaN; texts after their length in bytes,
 * which is 2³² − 1 for no value; flags as doubles. That of the table is over the names and those of its columns, in order.
 */
export function createValuesHash(columns: Columns): ValuesHash {
  const hashed = Object.entries(columns).map(([name, { kind }]) => ({
    name,
    hash: createHash('sha256'),
    canonical: kind === 'text' || kind === 'date' ? textBytes : numberBytes,
  }));
  return {
    add(values) {
      for (const [index, column] of values.entries()) {
        const { hash, canonical } = hashed[index]!;
        for (let from = 0; from < column.length; from += stretch) {
          hash.update(canonical(column, from, Math.min(from + stretch, column.length)));
        }
      }
    },
    digest() {
      const whole = createHash('sha256');
      for (const { name, hash } of hashed) whole.update(`${name}\n${hash.digest('hex')}\n`);
      return whole.digest('hex');
    },
  };
}

/** Values that are hashed at once. */
const stretch = 8192;

function numberBytes(column: ColumnValues, from: number, to: number): Uint8Array {
  const numbers = new DataView(new ArrayBuffer((to - from) * 8));
  for (let index = from; index < to; index += 1) {
    const value = column.at(index);
    numbers.setFloat64((index - from) * 8, value === null ? Number.NaN : Number(value), true);
  }
  return new Uint8Array(numbers.buffer);
}

const noText = Buffer.from([255, 255, 255, 255]);

function textBytes(column: ColumnValues, from: number, to: number): Uint8Array {
  const parts: Buffer[] = [];
  // Most texts are one of a few, and neighbours are often the same.
  const known = new Map<Value, Buffer>([[null, noText]]);
  for (let index = from; index < to; index += 1) {
    const value = column.at(index);
    let bytes = known.get(value);
    if (!bytes) {
      const text = Buffer.from(String(value), 'utf8');
      bytes = Buffer.concat([Buffer.alloc(4), text]);
      bytes.writeUInt32LE(text.length);
      known.set(value, bytes);
    }
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}
