import { Damage } from '../files/archive-error.ts';

/** Reads bytes from their start to their end, and never beyond. */
export interface ByteReader {
  /** What was not read yet. */
  left(): number;
  byte(): number;
  /** The next bytes, without a copy. */
  bytes(count: number): Uint8Array;
  /** An unsigned integer of so many bytes, at most 4. */
  littleEndian(count: number): number;
  /** An unsigned LEB128 integer. */
  varInt(): number;
  /** A zigzag LEB128 integer. */
  zigZag(): number;
}

/** Throws `Damage` where there are no more bytes, and on integers that no number holds exactly. */
export function createByteReader(source: Uint8Array): ByteReader {
  let offset = 0;
  const take = (count: number) => {
    if (count > source.length - offset) throw new Damage('ends within a page');
    offset += count;
    return offset - count;
  };
  const varInt = () => {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const next = source[take(1)]!;
      value += (next & 127) * unit;
      if (value > Number.MAX_SAFE_INTEGER) throw new Damage('holds an integer that is too large');
      if (next < 128) return value;
      if (unit > 2 ** 56) throw new Damage('holds an integer without an end');
    }
  };
  return {
    left: () => source.length - offset,
    byte: () => source[take(1)]!,
    bytes(count) {
      const from = take(count);
      return source.subarray(from, from + count);
    },
    littleEndian(count) {
      const from = take(count);
      let value = 0;
      for (let index = count - 1; index >= 0; index -= 1) value = value * 256 + source[from + index]!;
      return value;
    },
    varInt,
    zigZag() {
      const value = varInt();
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    },
  };
}
