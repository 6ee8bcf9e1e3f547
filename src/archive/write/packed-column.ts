import type { ColumnValues } from '../parquet/values-hash.ts';
import type { Column, Value } from '../tables/column.ts';

/** Values of a column as they come: 8 bytes of a number and 4 of a text that is there already, outside of the heap. */
export interface PackedColumn extends ColumnValues {
  /** Throws `TypeError` at a value that is none of its column's kind. */
  add(value: Value): void;
  /** Forgets all values; their memory is used again. */
  clear(): void;
}

/** Values of a piece of a column: it grows piece by piece, so that nothing is copied. */
const pieceLength = 8192;

/** @param name for errors */
export function packedColumn(name: string, { kind }: Column): PackedColumn {
  const isText = kind === 'text' || kind === 'date';
  const { pack, unpack, clear } = isText ? texts() : kind === 'flag' ? flags : numbers;
  const pieces: (Float64Array | Uint32Array)[] = [];
  let length = 0;
  return {
    get length() {
      return length;
    },
    at: (index) => unpack(pieces[Math.floor(index / pieceLength)]![index % pieceLength]!),
    add(value) {
      const number = pack(value);
      if (number === undefined) throw new TypeError(`A recording holds no ${name} of ${value}`);
      const piece = Math.floor(length / pieceLength);
      pieces[piece] ??= isText ? new Uint32Array(pieceLength) : new Float64Array(pieceLength);
      pieces[piece][length % pieceLength] = number;
      length += 1;
    },
    clear() {
      length = 0;
      clear();
    },
  };
}

/** How the values of a kind are packed as numbers; `undefined` for one of another kind. */
interface Packing {
  pack(value: Value): number | undefined;
  unpack(number: number): Value;
  clear(): void;
}

/** No value is packed as a NaN, which is no value of a recording. */
const numbers: Packing = {
  pack: (value) =>
    value === null ? Number.NaN : typeof value === 'number' && !Number.isNaN(value) ? value : undefined,
  unpack: (number) => (Number.isNaN(number) ? null : number),
  clear: () => {},
};

const flags: Packing = {
  pack: (value) => (value === null ? Number.NaN : typeof value === 'boolean' ? Number(value) : undefined),
  unpack: (number) => (Number.isNaN(number) ? null : number === 1),
  clear: () => {},
};

/** Each text has a place in a list: most are one of a few. */
function texts(): Packing {
  let list: Value[] = [null];
  let places = new Map<Value, number>([[null, 0]]);
  return {
    pack(value) {
      if (value !== null && typeof value !== 'string') return undefined;
      let place = places.get(value);
      if (place === undefined) {
        place = list.length;
        list.push(value);
        places.set(value, place);
      }
      return place;
    },
    unpack: (place) => list[place]!,
    clear() {
      list = [null];
      places = new Map([[null, 0]]);
    },
  };
}
