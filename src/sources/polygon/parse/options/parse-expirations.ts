import * as z from 'zod';
import { isDate } from '../../../../market/calendar/new-york-time.ts';
import { parseOptionSymbol } from '../../../../market/symbols/option-symbol.ts';
import { UpstreamError } from '../../http/upstream-error.ts';

const body = z.looseObject({
  results: z
    .array(z.looseObject({ ticker: z.string().nullish(), expiration_date: z.string().nullish() }).catch({}))
    .nullish(),
});

/**
 * Expirations that a page of the contracts reference lists, in order. Only those that were asked for count, and only of
 * contracts on the symbol itself: adjusted contracts have dates of their own.
 * @throws UpstreamError `malformed`
 */
export function parseExpirations(
  answer: unknown,
  { roots, from, to }: { roots: readonly string[]; from: string; to: string },
): string[] {
  const parsed = body.safeParse(answer);
  if (!parsed.success) throw new UpstreamError('malformed', "The API's list of contracts makes no sense.");
  const dates = (parsed.data.results ?? []).flatMap(({ ticker, expiration_date: date }) => {
    if (!ticker || !date || !isDate(date) || date < from || date > to) return [];
    const contract = parseOptionSymbol(ticker, { roots });
    return contract.isValid && contract.parts.expiration === date ? [date] : [];
  });
  return [...new Set(dates)].sort();
}
