import { Damage } from '../files/archive-error.ts';
import type { ByteReader } from './byte-reader.ts';
import { readDeltas } from './delta.ts';
import type { Form } from './form.ts';
import { readHybrid } from './hybrid.ts';
import type { Page } from './pages.ts';

/** Strict: bytes that are no UTF-8 are damage, and a byte order mark is a character. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Texts one after the other, each after its length. */
export function readTexts(reader: ByteReader, count: number): string[] {
  const texts: string[] = [];
  while (texts.length < count) texts.push(decoder.decode(reader.bytes(reader.littleEndian(4))));
  return texts;
}

/** Numbers one after the other: days of a date, ten-thousandths of a decimal. Throws `Damage` on one that is not exact. */
export function readNumbers(reader: ByteReader, form: Form, count: number): Float64Array {
  const width = form === 'date' ? 4 : 8;
  const bytes = reader.bytes(count * width);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    if (form === 'date') numbers[index] = view.getInt32(index * 4, true);
    else if (form === 'double') numbers[index] = view.getFloat64(index * 8, true);
    else numbers[index] = view.getInt32(index * 8 + 4, true) * 2 ** 32 + view.getUint32(index * 8, true);
  }
  return exact(numbers, form);
}

/** The numbers of a page that has no dictionary, as `readNumbers` gives them; flags as 0 and 1. */
export function readPageNumbers({ encoding, values, count }: Page, form: Form): Float64Array {
  if (form === 'boolean') return Float64Array.from(readFlags(encoding, values, count));
  if (encoding === 'PLAIN') return readNumbers(values, form, count);
  const numbers = new Float64Array(count);
  if (encoding === 'DELTA_BINARY_PACKED' && form !== 'double') readDeltas(values, numbers);
  else if (encoding === 'BYTE_STREAM_SPLIT' && form === 'double') readSplit(values, numbers);
  else throw new Damage(`has values of the form ${form} as ${encoding}`);
  return exact(numbers, form);
}

function readFlags(encoding: Page['encoding'], values: ByteReader, count: number): Uint8Array {
  const flags = new Uint8Array(count);
  if (encoding === 'RLE') {
    values.littleEndian(4);
    readHybrid(values, 1, flags);
  } else if (encoding === 'PLAIN') {
    const bytes = values.bytes(Math.ceil(count / 8));
    for (let index = 0; index < count; index += 1) flags[index] = (bytes[index >> 3]! >> (index & 7)) & 1;
  } else throw new Damage(`has flags as ${encoding}`);
  return flags;
}

/** First bytes of all numbers, then second bytes, and so on. */
function readSplit(values: ByteReader, numbers: Float64Array): void {
  const count = numbers.length;
  const bytes = values.bytes(count * 8);
  const whole = new Uint8Array(numbers.buffer);
  for (let part = 0; part < 8; part += 1) {
    for (let index = 0; index < count; index += 1) whole[index * 8 + part] = bytes[part * count + index]!;
  }
}

function exact(numbers: Float64Array, form: Form): Float64Array {
  const greatest = form === 'double' ? Number.MAX_VALUE : Number.MAX_SAFE_INTEGER;
  for (let index = 0; index < numbers.length; index += 1) {
    // A number that is none is not within either.
    if (!(Math.abs(numbers[index]!) <= greatest)) {
      throw new Damage(`holds ${numbers[index]}, which no recording does`);
    }
  }
  return numbers;
}
