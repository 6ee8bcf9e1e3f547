import { Damage } from '../files/archive-error.ts';
import type { Column, Value } from '../tables/column.ts';
import { dateOfDays } from './days.ts';
import { type Form, unitsOf } from './form.ts';
import { readHybrid } from './hybrid.ts';
import { type ChunkPages, type Page, pagesOf } from './pages.ts';
import { readNumbers, readPageNumbers, readTexts } from './plain.ts';
import type { ColumnValues } from './values-hash.ts';

/** The values of a column of one row group, as small as they lie in the file where a dictionary has them. */
export interface DecodedColumn extends ColumnValues {
  /** Memory that it takes. */
  readonly bytes: number;
}

/**
 * Reads a column chunk into typed arrays. hyparquet reads its headers; its own decoders give big integers and an object a
 * value, and believe each count that a file states.
 *
 * Throws `Damage`, and whatever decoders throw at bytes that make no sense.
 */
export function decodeColumn(chunk: Uint8Array, column: Column, form: Form, rows: number): DecodedColumn {
  const { dictionary, pages } = pagesOf(chunk, rows, column.isNullable);
  const isByPlace = pages.every(({ encoding }) => encoding === 'RLE_DICTIONARY');
  if (isByPlace && dictionary) return byPlace({ dictionary, pages }, column, form, rows);
  if (form === 'text' || form === 'date') throw new Damage(`has a ${form} outside of a dictionary`);
  return valuesOf(numbersOf(pages, form, rows), form);
}

/** The numbers of all rows, a NaN for none. */
function numbersOf(pages: readonly Page[], form: Form, rows: number): Float64Array {
  const [first] = pages;
  if (first?.rows === rows && !first.present) return readPageNumbers(first, form);
  const numbers = new Float64Array(rows).fill(Number.NaN);
  let from = 0;
  for (const page of pages) {
    spread(page, readPageNumbers(page, form), numbers, from);
    from += page.rows;
  }
  return numbers;
}

/** The least integer of 32 bits stands for no value. */
const nothing = -(2 ** 31);

/** As integers of 32 bits; `null` where one does not fit. `Int32Array.from` with a function takes several times as long as the loop. */
function narrowed(numbers: Float64Array): Int32Array | null {
  const narrow = new Int32Array(numbers.length);
  for (let index = 0; index < numbers.length; index += 1) {
    const number = numbers[index]!;
    if (Math.abs(number) >= 2 ** 31) return null;
    narrow[index] = Number.isNaN(number) ? nothing : number;
  }
  return narrow;
}

/** Prices and quantities take half of the memory where they are integers of 32 bits. */
function valuesOf(numbers: Float64Array, form: Form): DecodedColumn {
  if (form === 'boolean') return flags(numbers);
  const narrow = form === 'double' ? null : narrowed(numbers);
  return narrow ? integers(narrow, unitsOf(form)) : wideNumbers(numbers, unitsOf(form));
}

// Each of these reads arrays of one type: a function that met two would take several times as long.

const integers = (held: Int32Array, units: number): DecodedColumn => ({
  length: held.length,
  bytes: held.byteLength,
  at: (index) => (held[index]! === nothing ? null : held[index]! / units),
});

const wideNumbers = (held: Float64Array, units: number): DecodedColumn => ({
  length: held.length,
  bytes: held.byteLength,
  at: (index) => (Number.isNaN(held[index]) ? null : held[index]! / units),
});

const flags = (held: Float64Array): DecodedColumn => ({
  length: held.length,
  bytes: held.byteLength,
  at: (index) => (Number.isNaN(held[index]) ? null : held[index] === 1),
});

type WithDictionary = ChunkPages & { dictionary: NonNullable<ChunkPages['dictionary']> };

/** Each row has the place of its value in the dictionary; place 0 is that of no value. */
function byPlace(
  { dictionary, pages }: WithDictionary,
  column: Column,
  form: Form,
  rows: number,
): DecodedColumn {
  const entries = entriesOf(dictionary, column, form);
  const values: readonly Value[] = [null, ...entries];
  const places = values.length <= 2 ** 16 ? new Uint16Array(rows) : new Uint32Array(rows);
  let from = 0;
  for (const page of pages) {
    const found = new Uint32Array(page.count);
    if (page.count > 0) readHybrid(page.values, page.values.byte(), found);
    for (let index = 0; index < found.length; index += 1) {
      found[index] = found[index]! + 1;
      if (found[index]! >= values.length)
        throw new Damage(`names a value beyond the ${entries.length} there are`);
    }
    spread(page, found, places, from);
    from += page.rows;
  }
  return {
    length: rows,
    bytes: places.byteLength + values.length * 24,
    at: (index) => values[places[index]!]!,
  };
}

function entriesOf({ values, count }: WithDictionary['dictionary'], column: Column, form: Form): Value[] {
  if (form === 'text') {
    const texts = readTexts(values, count);
    const strange = texts.find((text) => column.words && !column.words.includes(text));
    if (strange !== undefined) throw new Damage(`holds the word ${JSON.stringify(strange.slice(0, 40))}`);
    return texts;
  }
  const units = unitsOf(form);
  return Array.from(readNumbers(values, form, count), (number) =>
    form === 'date' ? dateOfDays(number) : number / units,
  );
}

/** Puts the values of a page where its rows have one. */
function spread(
  { present, rows }: Page,
  found: Float64Array | Uint32Array,
  target: Float64Array | Uint16Array | Uint32Array,
  from: number,
): void {
  if (!present) {
    target.set(found, from);
    return;
  }
  let next = 0;
  for (let index = 0; index < rows; index += 1) {
    if (present[index] === 1) target[from + index] = found[next++]!;
  }
}
