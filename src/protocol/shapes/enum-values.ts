/**
 * Words of a closed list, as a client reads them. A newer daemon may use one that this version does not know: that costs
 * neither the connection nor the rest of the object. No shape that a client reads has a `z.enum` or `z.literal`.
 */
import * as z from 'zod';

/** Any text; `unknown` stands for one that is not in the list. */
export function oneOf<const W extends string>(words: readonly W[]) {
  return z.string().transform((word) => knownOf(words, word) ?? ('unknown' as const));
}

/** For fields in which `null` is the word for what is not known. */
export function oneOfOrNull<const W extends string>(words: readonly W[]) {
  return z
    .string()
    .nullable()
    .transform((word) => (word === null ? null : knownOf(words, word)));
}

/** Rows of which one field says what they are; those of a kind that is not known are left out. */
export function rowsOf<T>(shape: z.ZodType<T>, field: keyof T & string, words: readonly string[]) {
  return z.preprocess(
    (rows) => (Array.isArray(rows) ? rows.filter((row) => isOfKind(row, field, words)) : rows),
    z.array(shape),
  );
}

/** Whether an object is of a kind that is known. One that does not say a kind is left to its shape. */
export function isOfKind(object: unknown, field: string, words: readonly string[]): boolean {
  const word = (object as Record<string, unknown> | null | undefined)?.[field];
  return typeof word !== 'string' || words.includes(word);
}

/** The word of a row that `rowsOf` has let through. */
export function wordOf<const W extends string>(words: readonly W[]) {
  return z.string().refine((word): word is W => knownOf(words, word) !== null) as unknown as z.ZodType<W>;
}

/** Set, or absent; a daemon that says `false` instead says the same. */
export const flag = z.boolean().optional() as unknown as z.ZodOptional<z.ZodLiteral<true>>;

function knownOf<W extends string>(words: readonly W[], word: string): W | null {
  return words.find((known) => known === word) ?? null;
}
