import * as z from 'zod';
import { sanitizeText } from '../../../base/sanitize.ts';
import { problemOf } from './fields.ts';
import { UpstreamError } from '../http/upstream-error.ts';

/** Names by the number that trades and quotes carry instead. */
export type Names = ReadonlyMap<number, string>;

const list = z.looseObject({ results: z.array(z.unknown()).nullish() });

// Newer versions of the endpoint give the number as text.
const id = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,6}$/)
      .transform(Number),
  ])
  .pipe(z.number().int().min(0));

const named = z.looseObject({ id, name: z.string().min(1), acronym: z.string().nullish() });

const longestName = 60;

/**
 * Exchanges by short name where they have one (`NYSE`), or conditions by name.
 * @throws UpstreamError `malformed`
 */
export function parseNames(body: unknown): Names {
  const parsed = list.safeParse(body);
  if (!parsed.success)
    throw new UpstreamError('malformed', `The API's answer makes no sense: ${problemOf(parsed.error)}.`);
  const names = new Map<number, string>();
  for (const raw of parsed.data.results ?? []) {
    const row = named.safeParse(raw);
    if (!row.success) continue;
    const name = sanitizeText(row.data.acronym || row.data.name, longestName).trim();
    if (name !== '' && !names.has(row.data.id)) names.set(row.data.id, name);
  }
  if (names.size === 0) throw new UpstreamError('not-found', 'The API lists no names.');
  return names;
}
