import type { OptionType } from '../quotes/chain.ts';
import { isDate } from '../calendar/new-york-time.ts';
import { symbolTailLength as tailLength } from './roots.ts';

/**
 * How an OSI symbol is written: `compact` `SPY261127C00660000`, `polygon` `O:SPY261127C00660000`, `padded`
 * `SPY   261127C00660000` (21 characters, the clearing house's own form).
 */
export type OptionSymbolForm = 'compact' | 'polygon' | 'padded';

/** The parts of an OSI symbol. */
export interface OptionSymbolParts {
  /** Usually the underlying's ticker without its dot; adjusted, mini and FLEX contracts add a digit. */
  root: string;
  /** `YYYY-MM-DD`; not necessarily a trading day. */
  expiration: string;
  optionType: OptionType;
  /** Strike in thousandths of a dollar, an integer: 70.71 is 70710. */
  strikeMills: number;
}

/** A symbol’s parts, or why the text is no symbol. */
export type ParsedOptionSymbol =
  | { isValid: true; parts: OptionSymbolParts }
  | { isValid: false; reason: string };

const longestRoot = 6;
const tailPattern = /^(\d{2})(\d{2})(\d{2})([CP])(\d{8})$/;
const rootPattern = /^[A-Z0-9]*[A-Z][A-Z0-9]*$/;

/**
 * Reads an option symbol in any of its forms, strictly: upper case, nothing before, within or after. Give the `roots`
 * that can occur wherever they are known, since a wrong date may still look like a longer root
 * (`SPY20241127C00580000` reads as root `SPY20`). The reason of a refusal is for people.
 */
export function parseOptionSymbol(
  text: string,
  options: { roots?: readonly string[] } = {},
): ParsedOptionSymbol {
  const isPolygon = text.startsWith('O:');
  const symbol = isPolygon ? text.slice(2) : text;
  if (symbol.length <= tailLength) return refused(symbol === '' ? 'it is empty' : 'it is too short');
  const paddedRoot = symbol.slice(0, -tailLength);
  if (paddedRoot.length > longestRoot) return refused('its root is longer than 6 characters');

  const tail = tailPattern.exec(symbol.slice(-tailLength));
  if (!tail) return refused('it does not end in YYMMDD, C or P, and a strike of 8 digits');
  const expiration = `20${tail[1]}-${tail[2]}-${tail[3]}`;
  if (!isDate(expiration)) return refused(`${expiration} is not a calendar date`);
  const strikeMills = Number(tail[5]);
  if (strikeMills === 0) return refused('its strike is zero');

  const isPadded = paddedRoot.endsWith(' ');
  if (isPadded && isPolygon) return refused('its root is padded after O:');
  if (isPadded && paddedRoot.length !== longestRoot) return refused('its root is not padded to 6 characters');
  // `trimEnd` takes tabs and no-break spaces away, too.
  const root = paddedRoot.replace(/ +$/, '');
  if (!rootPattern.test(root)) return refused(`its root "${root}" is not made of capital letters and digits`);
  if (options.roots && !options.roots.includes(root)) {
    return refused(`its root ${root} is not ${options.roots.join(' or ')}`);
  }
  const optionType = tail[4] === 'C' ? 'call' : 'put';
  return { isValid: true, parts: { root, expiration, optionType, strikeMills } };
}

/** Writes an option symbol. Throws `RangeError` naming the part that cannot be written. */
export function formatOptionSymbol(parts: OptionSymbolParts, form: OptionSymbolForm): string {
  const { root, expiration, optionType, strikeMills } = parts;
  if (root.length > longestRoot || !rootPattern.test(root)) {
    throw new RangeError(`Expected a root of 1 to 6 capital letters and digits, got "${root}"`);
  }
  if (!isDate(expiration) || !expiration.startsWith('20')) {
    throw new RangeError(`Expected an expiration between 2000 and 2099 like 2026-11-27, got "${expiration}"`);
  }
  if (optionType !== 'call' && optionType !== 'put') {
    throw new RangeError(`Expected call or put, got "${optionType}"`);
  }
  if (!Number.isInteger(strikeMills) || strikeMills < 1 || strikeMills > 99_999_999) {
    throw new RangeError(`Expected a strike of 1 to 99999999 thousandths of a dollar, got ${strikeMills}`);
  }
  const date = expiration.slice(2).replaceAll('-', '');
  const tail = `${date}${optionType === 'call' ? 'C' : 'P'}${String(strikeMills).padStart(8, '0')}`;
  if (form === 'padded') return root.padEnd(longestRoot) + tail;
  return form === 'polygon' ? `O:${root}${tail}` : root + tail;
}

function refused(reason: string): ParsedOptionSymbol {
  return { isValid: false, reason };
}
