import { Damage } from '../files/archive-error.ts';
import type { ByteReader } from './byte-reader.ts';

/** Widest values that are read: dictionaries hold fewer entries than this many bits count. */
const widest = 24;

/**
 * Reads Parquet’s hybrid of runs and packed bits into `target`, all of it.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 *
 * Throws `Damage` where it says more or fewer values: hyparquet’s own decoder would fill whatever memory a run asks for.
 */
export function readHybrid(reader: ByteReader, width: number, target: Uint8Array | Uint32Array): void {
  if (width > widest) throw new Damage(`holds values of ${width} bits`);
  let filled = 0;
  while (filled < target.length) {
    const header = reader.varInt();
    if (header % 2 === 0) {
      const run = header / 2;
      if (run === 0 || run > target.length - filled) throw new Damage(`holds a run of ${run} values`);
      target.fill(reader.littleEndian((width + 7) >> 3), filled, filled + run);
      filled += run;
      continue;
    }
    const packed = ((header - 1) / 2) * 8;
    if (packed === 0 || packed - 7 > target.length - filled) throw new Damage(`packs ${packed} values`);
    filled = readPacked(reader, width, packed, target, filled);
  }
}

/** The last values of a group of eight may be none. */
function readPacked(
  reader: ByteReader,
  width: number,
  count: number,
  target: Uint8Array | Uint32Array,
  from: number,
): number {
  const bytes = reader.bytes((count * width) / 8);
  const mask = 2 ** width - 1;
  const to = Math.min(from + count, target.length);
  let next = 0;
  let bits = 0;
  let held = 0;
  for (let index = from; index < to; index += 1) {
    while (held < width) {
      bits |= bytes[next]! << held;
      next += 1;
      held += 8;
    }
    target[index] = bits & mask;
    bits >>>= width;
    held -= width;
  }
  return to;
}
