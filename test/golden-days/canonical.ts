import { createHash } from 'node:crypto';
import type { Renames } from './renames.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What differs from one start, machine or disk to the next. */
const ofOneRun = new Set([
  'epoch',
  'seq',
  'pid',
  'databasePath',
  'path',
  'directory',
  'bytes',
  'appVersion',
  'protocolVersion',
  'durationMs',
  'schemaVersion',
]);
const minuteMs = 60_000;

/** Stands for a text that people read; the texts are compared by themselves. */
export const textMark = '¶';

export interface SeenText {
  field: string;
  text: string;
}

const inverse = (table: Record<string, string>, separator: '/' | '=') =>
  new Map(
    Object.entries(table).map(([from, to]) => {
      const cut = from.lastIndexOf(separator) + 1;
      return [from.slice(0, cut) + to, from.slice(cut)];
    }),
  );

/** Turns messages of the protocol into one form that can be compared: the names of the goldens, in the order of the alphabet. */
export function createCanonical(renames: Renames, onText: (seen: SeenText) => void = () => {}) {
  const messages = inverse(renames.messages, '/');
  const fields = inverse(renames.fields, '/');
  const values = inverse(renames.values, '=');

  const messageName = (name: string) => messages.get(name) ?? name;
  const fieldName = (message: string, name: string) =>
    fields.get(`${message}/${name}`) ?? fields.get(name) ?? name;

  const wordOf = (message: string, field: string, value: string): string => {
    if (value.includes(' ')) {
      onText({ field: `${message}/${field}`, text: value.replaceAll(/127\.0\.0\.1:\d+/g, 'HOST') });
      return textMark;
    }
    const tried = [`${message}/${field}=${value}`, `${field}=${value}`];
    return tried.map((key) => values.get(key)).find((word) => word !== undefined) ?? value;
  };

  const of = (message: string, field: string, value: unknown): Json => {
    if (typeof value === 'string') return wordOf(message, field, value);
    // The last digits of a logarithm are the processor's and the compiler's.
    if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(10));
    if (Array.isArray(value)) {
      const items = value.map((item) => of(message, field, item));
      return field === 'lastCalls' ? items.map((item) => JSON.stringify(item)).sort() : items;
    }
    if (typeof value !== 'object' || value === null) return value as null | boolean;
    const entries = Object.entries(value)
      .map(([name, inner]) => [fieldName(message, name), inner] as const)
      .filter(([name]) => !ofOneRun.has(name))
      .map(([name, inner]) => [name, of(message, name, inner)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const fieldsOfIt: Record<string, Json> = Object.fromEntries(entries);
    // How many rows a chain leaves is the database's own affair; its dump is compared row by row.
    if (fieldsOfIt.table === 'option_contracts') delete fieldsOfIt.rows;
    // Counted to the millisecond at which it is sent.
    if (message === 'usage') {
      delete fieldsOfIt.projectedCalls;
      delete fieldsOfIt.allowedCalls;
    }
    // It ends when the disk has done its part.
    if (fieldsOfIt.name === 'housekeeping' && typeof fieldsOfIt.lastSucceededAt === 'number') {
      fieldsOfIt.lastSucceededAt = Math.floor(fieldsOfIt.lastSucceededAt / minuteMs) * minuteMs;
    }
    return fieldsOfIt;
  };
  return { messageName, payload: (message: string, payload: unknown) => of(message, '', payload) };
}

export function shortHash(text: string, digits = 5): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
