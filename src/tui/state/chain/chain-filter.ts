import type { OptionQuote, OptionType } from '../../../market/quotes/chain.ts';
import type { StrikeRow } from './chain-slice.ts';

/** One word of a filter. All words of a filter must hold. */
export type FilterTerm =
  | { kind: 'range'; low: number; high: number }
  /** Strikes whose digits begin so: what is left while a strike is typed. */
  | { kind: 'begins'; digits: string }
  | { kind: 'bound'; sign: '>' | '>=' | '<' | '<='; strike: number }
  /** In the money, or not: a contract at the money is not. */
  | { kind: 'money'; side: 'itm' | 'otm' }
  /** So many strikes on each side of the spot. */
  | { kind: 'nearest'; strikes: number }
  /** Per cent of the spot, on each side of it. */
  | { kind: 'within'; percent: number }
  | { kind: 'minimum'; field: 'volume' | 'openInterest'; sign: '>' | '>='; count: number };

/** A word of the filter that cannot be read. */
export interface FilterProblem {
  /** The word that means nothing, as typed. */
  word: string;
  /** What may have been meant, with an example. */
  meant: string;
}

/** A filter as it was read. */
export interface ChainFilter {
  terms: readonly FilterTerm[];
  /** The first word that means nothing; the remaining words still filter. */
  problem: FilterProblem | null;
}

export const longestFilter = 60;

const number = String.raw`(\d{1,7}(?:\.\d{1,4})?)`;
const range = new RegExp(`^${number}-${number}$`);
const bound = new RegExp(`^(>=?|<=?)${number}$`);
const begins = new RegExp(`^${number}$`);
const nearest = /^atm(\d{1,3})$/;
const within = new RegExp(String.raw`^(?:±|~|\+-|\+/-)?${number}%$`);
const minimum = new RegExp(`^(vol|volume|oi)(>=?)${number}([km]?)$`);

const scale: Record<string, number> = { '': 1, k: 1000, m: 1_000_000 };

/** One word in lower case; `null` for one that means nothing. */
function termOf(word: string): FilterTerm | null {
  if (word === 'itm' || word === 'otm') return { kind: 'money', side: word };
  let found = range.exec(word);
  if (found) {
    const ends = [Number(found[1]), Number(found[2])];
    return { kind: 'range', low: Math.min(...ends), high: Math.max(...ends) };
  }
  found = bound.exec(word);
  if (found) return { kind: 'bound', sign: found[1] as '>', strike: Number(found[2]) };
  found = begins.exec(word);
  if (found) return { kind: 'begins', digits: String(Number(found[1])) };
  found = nearest.exec(word);
  if (found && Number(found[1]) > 0) return { kind: 'nearest', strikes: Number(found[1]) };
  found = within.exec(word);
  if (found) return { kind: 'within', percent: Number(found[1]) };
  found = minimum.exec(word);
  if (!found) return null;
  const field = found[1] === 'oi' ? 'openInterest' : 'volume';
  return { kind: 'minimum', field, sign: found[2] as '>', count: Number(found[3]) * scale[found[4]!]! };
}

/** For words that cannot be read: what they look like, and what may have been meant. */
const likely: readonly (readonly [looksLike: RegExp, meant: string])[] = [
  [/%|^[±~+]/, 'within so much of the spot is ±2%'],
  [/^[\d<>]/, 'strikes are 660-680, >670 or <670'],
  [/^a/, 'strikes each side of the money are atm5'],
  [/^v/, 'a minimum of volume is vol>100'],
  [/^oi?[<>=\d]*$/, 'a minimum of open interest is oi>500'],
  [/^[io]t?m?$/, 'itm or otm'],
];

const anything = '660-680 >670 · itm otm atm5 ±2% · vol>100 oi>500';

/**
 * Reads a chain filter: words apart by blanks, in any case: strikes (`660-680`, `>670`, `670`, or `67` for all that
 * begin so), moneyness (`itm`, `otm`, `atm5`, `±2%`, also typed `+-2%` or `2%`), minimum volume or open interest
 * (`vol>100`, `oi>=1.5k`).
 */
export function parseFilter(text: string): ChainFilter {
  const terms: FilterTerm[] = [];
  let problem: FilterProblem | null = null;
  for (const word of text.split(' ')) {
    if (word === '') continue;
    const term = termOf(word.toLowerCase());
    if (term) terms.push(term);
    else {
      const meant = likely.find(([looksLike]) => looksLike.test(word.toLowerCase()))?.[1] ?? anything;
      problem ??= { word, meant };
    }
  }
  return { terms, problem };
}

/** Moneyness is not known without a spot; such words then let everything pass. */
export function needsSpot({ terms }: ChainFilter): boolean {
  return terms.some(({ kind }) => kind === 'money' || kind === 'nearest' || kind === 'within');
}

/** A strike that passed. */
export interface FilteredRow extends StrikeRow {
  /** The side without the moneyness that was asked for; `null` where both have it. */
  out: OptionType | null;
}

const compare = {
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
};

function passesStrike(term: FilterTerm, strike: number, spot: number | null): boolean {
  if (term.kind === 'range') return strike >= term.low && strike <= term.high;
  if (term.kind === 'begins') return String(strike).startsWith(term.digits);
  if (term.kind === 'bound') return compare[term.sign](strike, term.strike);
  if (term.kind === 'within' && spot !== null)
    return Math.abs(strike - spot) <= (spot * term.percent) / 100 + 1e-9;
  return true;
}

function isInTheMoney(type: OptionType, strike: number, spot: number): boolean {
  return type === 'call' ? strike < spot : strike > spot;
}

function passesMoney(term: FilterTerm, type: OptionType, strike: number, spot: number | null): boolean {
  if (term.kind !== 'money' || spot === null) return true;
  return isInTheMoney(type, strike, spot) === (term.side === 'itm');
}

function passesMinimum(term: FilterTerm, contract: OptionQuote): boolean {
  return term.kind !== 'minimum' || compare[term.sign](contract[term.field] ?? 0, term.count);
}

/** The strikes from the `count`th at or below the spot to the `count`th above it. */
function nearestRange(strikes: readonly StrikeRow[], spot: number, count: number): [number, number] {
  const above = strikes.findIndex(({ strike }) => strike > spot);
  const at = above < 0 ? strikes.length : above;
  return [at - count, at + count - 1];
}

/**
 * The strikes, ascending as they came, of which one contract at least passes every term. Of those the side that is not
 * of the moneyness asked for is marked; the other side of a strike that has volume or open interest on one only stays.
 */
export function filterStrikes(
  strikes: readonly StrikeRow[],
  spot: number | null,
  { terms }: ChainFilter,
): FilteredRow[] {
  if (terms.length === 0) return strikes.map((row) => ({ ...row, out: null }));
  const windows = terms.flatMap((term) =>
    term.kind === 'nearest' && spot !== null ? [nearestRange(strikes, spot, term.strikes)] : [],
  );
  return strikes.flatMap((row, index): FilteredRow[] => {
    const { strike } = row;
    if (windows.some(([first, last]) => index < first || index > last)) return [];
    if (!terms.every((term) => passesStrike(term, strike, spot))) return [];
    const isOf = (type: OptionType) => terms.every((term) => passesMoney(term, type, strike, spot));
    const passes = (type: OptionType) => {
      const contract = row[type];
      return contract !== null && isOf(type) && terms.every((term) => passesMinimum(term, contract));
    };
    if (!passes('call') && !passes('put')) return [];
    return [{ ...row, out: isOf('call') ? (isOf('put') ? null : 'put') : 'call' }];
  });
}
