import type { Batch } from '../parquet/table-writer.ts';
import type { ColumnValues } from '../parquet/values-hash.ts';
import type { Column, Columns, Flat, Table, Value } from '../tables/column.ts';

/** Packs rows of a table by column: some 150 bytes a row of the chain, outside of the heap. As objects they take several times as much. */
export interface BatchBuilder<R> {
  /** Rows since the last batch was taken. */
  rows(): number;
  /** Throws `TypeError` at a value that is none of its column's kind. */
  add(row: R): void;
  /** All rows since the last time. The batch lasts until the next row is added: its memory is used again. */
  take(): Batch;
}

export function createBatchBuilder<R, C extends Columns>({ columns, flat }: Table<R, C>): BatchBuilder<R> {
  const names = Object.keys(columns);
  const packed = names.map((name) => packedColumn(name, columns[name]!));
  let isTaken = false;
  return {
    rows: () => (isTaken ? 0 : packed[0]!.length),
    add(row) {
      if (isTaken) for (const column of packed) column.clear();
      isTaken = false;
      const values: Flat<C> = flat(row);
      for (const [index, name] of names.entries()) packed[index]!.add(values[name as keyof C] as Value);
    },
    take() {
      isTaken = true;
      return packed;
    },
  };
}

interface PackedColumn extends ColumnValues {
  add(value: Value): void;
  clear(): void;
}

/** Values of a piece of a column: it grows piece by piece, so that nothing is copied. */
const pieceLength = 8192;

function packedColumn(name: string, { kind }: Column): PackedColumn {
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
