/**
 * A stream of pseudo-random numbers that is the same for the same seed on every machine. Not for secrets.
 */
export interface Random {
  /** Uniform in [0, 1), with all 53 bits. */
  next(): number;
  /** Standard normal: mean 0, variance 1. */
  normal(): number;
  /** A whole number from `lo` to `hi`, both included. Throws `RangeError` unless both are whole and in order. */
  integer(lo: number, hi: number): number;
  /**
   * A stream of its own, which depends on the seed and the label and not on what has been drawn: one more draw in one
   * part of a model does not change another part.
   */
  fork(label: string): Random;
}

/** The generator is sfc32 (Chris Doty-Humphrey, PractRand), seeded with four hashes of the seed's text. */
export function seededRandom(seed: number | string): Random {
  const path = typeof seed === 'number' ? `#${seed}` : seed;
  const draw = sfc32(path);
  let spare: number | null = null;

  const next = () => ((draw() >>> 5) * 2 ** 26 + (draw() >>> 6)) / 2 ** 53;

  return {
    next,

    /** Marsaglia's polar method, which gives two at a time. */
    normal() {
      if (spare !== null) {
        const kept = spare;
        spare = null;
        return kept;
      }
      for (;;) {
        const u = 2 * next() - 1;
        const v = 2 * next() - 1;
        const square = u * u + v * v;
        if (square === 0 || square >= 1) continue;
        const scale = Math.sqrt((-2 * Math.log(square)) / square);
        spare = v * scale;
        return u * scale;
      }
    },

    integer(lo, hi) {
      if (!Number.isSafeInteger(lo) || !Number.isSafeInteger(hi) || lo > hi) {
        throw new RangeError(`Expected two whole numbers in order, got ${lo} and ${hi}`);
      }
      return lo + Math.floor(next() * (hi - lo + 1));
    },

    fork: (label) => seededRandom(`${path}/${label}`),
  };
}

function sfc32(seed: string): () => number {
  let a = hash(seed, 0x9e3779b9);
  let b = hash(seed, 0x243f6a88);
  let c = hash(seed, 0xb7e15162);
  let counter = 1;
  const draw = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 15; warmUp++) draw();
  return draw;
}

/** FNV-1a over the text's code units, then the finalizer of MurmurHash3. */
function hash(text: string, salt: number): number {
  let value = 0x811c9dc5 ^ salt;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) | 0;
}
