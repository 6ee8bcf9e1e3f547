import { isDate } from '../calendar/new-york-time.ts';
import { exerciseStyles } from '../pricing/exercise-style.ts';
import { fitsUnderlying } from '../symbols/roots.ts';
import { underlyingPattern } from '../symbols/ticker.ts';
import { expirationRules, optionEnds, type ProductChange, productKinds, type Series } from './product.ts';

type Terms = ProductChange['terms'];

/** Reads the value of a field; `null` where it is none. */
type Field = (value: string, underlying: string) => Terms | null;

function oneOf<W extends string>(words: readonly W[], toTerms: (word: W) => Terms): Field {
  return (value) => {
    const word = words.find((known) => known === value);
    return word === undefined ? null : toTerms(word);
  };
}

/** What a person may change, and what it sets. */
const fields: Record<string, Field> = {
  kind: oneOf(productKinds, (kind) => ({ kind })),
  exercise: oneOf(exerciseStyles, (exercise) => ({ exercise })),
  end: oneOf(optionEnds, (end) => ({ end })),
  'last-day-end': oneOf(optionEnds, (lastDayEnd) => ({ lastDayEnd })),
  expirations: oneOf(expirationRules, (expirations) => ({ expirations })),
  roots: readRoots,
};

const example =
  'expected a date, a symbol, what changes and its value, such as `2026-08-17 NVDA end late` or `2026-01-02 I:SPX roots SPXW,SPX:am`';

/**
 * A change of a product as a person writes it: `2026-08-17 NVDA end late`. Ends are `close` (16:00) or `late` (16:15); a root
 * that is settled by the opening price ends in `:am`.
 */
export function readProductChange(text: string): { change: ProductChange } | { problem: string } {
  const [from = '', underlying = '', name = '', value = '', ...rest] = text.trim().split(/\s+/);
  if (rest.length > 0 || !isDate(from) || !underlyingPattern.test(underlying)) return { problem: example };
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field) return { problem: `expected one of ${Object.keys(fields).join(', ')}` };
  const terms = field(value, underlying);
  if (!terms) return { problem: example };
  const what = `${underlying} ${name} ${value}`;
  return { change: { from, underlyings: [underlying], what, source: 'the settings', terms } };
}

function readRoots(value: string, underlying: string): Terms | null {
  const series = value.split(',').map((part): Series | null => {
    const isAm = part.endsWith(':am');
    const root = isAm ? part.slice(0, -3) : part;
    return fitsUnderlying(root, underlying) ? { root, settlement: isAm ? 'am' : 'pm' } : null;
  });
  return series.every((one) => one !== null) ? { series } : null;
}
