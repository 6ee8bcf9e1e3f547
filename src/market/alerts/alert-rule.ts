import { dateProblem } from '../calendar/instants.ts';
import { underlyingPattern } from '../symbols/ticker.ts';
import { type AlertLevel, alertLevels } from './alert-levels.ts';
import { type AlertMeasure, alertMeasures, measures, type MeasureTraits } from './alert-measures.ts';

export const alertComparisons = ['>', '>=', '<', '<=', 'crosses'] as const;

/** How a rule compares; `crosses` is met at an instant, in either direction. */
export type AlertComparison = (typeof alertComparisons)[number];

/** One rule, read. */
export interface AlertRule {
  /** The rule as written, in its plain form: single spaces, the measure in small letters. Two rules with one text are one. */
  text: string;
  /** `null`: the symbol whose chain is recorded; a rule on the budget has none at all. */
  symbol: string | null;
  measure: AlertMeasure;
  comparison: AlertComparison;
  /** Dollars a share, per cent, a ratio or milliseconds, as the measure has it; 0 where the rule names a level. */
  threshold: number;
  /** The level that a price is held against in place of a number; else absent. */
  level?: AlertLevel | undefined;
  /** `YYYY-MM-DD`, of a rule about one expiration; absent for the nearest one, and for other measures. */
  expiration?: string | undefined;
}

const example = 'expected a rule such as `price > 700`, `QQQ change < -1%` or `stale > 2m`';

const longestRule = 80;

/** Rules that one daemon watches. */
export const maxAlertRules = 50;

const shape = /^(?<subject>[^<>=]*?)\s*(?<comparison>>=|<=|>|<|\bcrosses\b)\s*(?<limit>[^<>=]*)$/i;

const levelList = `${alertLevels.slice(0, -1).join(', ')} or ${alertLevels.at(-1)}`;

const numberShape = /^(?<number>-?\d{1,9}(?:\.\d{1,6})?)\s*(?<unit>[a-z%$]*)$/i;

/** A rule, or what is wrong with the text in words to show. */
export type ReadRule = { rule: AlertRule } | { problem: string };

/**
 * Reads `[SYMBOL] MEASURE COMPARISON NUMBER[UNIT]`, `[SYMBOL] price COMPARISON LEVEL` and `[SYMBOL] expiry [DATE] < TIME`.
 * Strict: a number without its unit could mean two things, and an alert that was misread never rings.
 */
export function readAlertRule(text: string): ReadRule {
  if (text.length > longestRule) return { problem: `expected at most ${longestRule} characters` };
  const parts = shape.exec(text.trim())?.groups;
  if (!parts) return { problem: example };
  const subject = readSubject(parts.subject!);
  if ('problem' in subject) return subject;
  const { symbol, measure, expiration } = subject;
  const comparison = parts.comparison!.toLowerCase() as AlertComparison;
  if (measure === 'stale' && comparison !== '>') return { problem: 'a quote is stale above an age: use >' };
  if (measure === 'expiry' && comparison !== '<') return { problem: 'the time left only falls: use <' };
  const limit =
    readLevel(measure, parts.limit!) ?? readLimit(measure, measures[measure], parts.limit!.trim());
  if ('problem' in limit) return limit;
  const { text: limitText, threshold, level } = limit;
  const words = [symbol, measure, expiration, comparison, limitText].filter((word) => word !== null);
  return {
    rule: {
      ...{ text: words.join(' '), symbol, measure, comparison, threshold },
      ...(level && { level }),
      ...(expiration && { expiration }),
    },
  };
}

interface Subject {
  symbol: string | null;
  measure: AlertMeasure;
  expiration: string | null;
}

/** What stands before the comparison: `QQQ change`, `SPY expiry 2026-12-18`. */
function readSubject(text: string): Subject | { problem: string } {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const expiration = /^\d/.test(words.at(-1) ?? '') ? words.pop()! : null;
  const measure = alertMeasures.find((name) => name === words.at(-1)?.toLowerCase());
  if (!measure || words.length > 2) return { problem: `expected one of ${alertMeasures.join(', ')}` };
  const symbol = words.length === 2 ? words[0]! : null;
  if (symbol !== null && !underlyingPattern.test(symbol)) {
    return { problem: `expected an upper-case symbol such as SPY before ${measure}` };
  }
  if (symbol !== null && measure === 'budget') return { problem: 'the budget has no symbol: leave it out' };
  if (expiration === null) return { symbol, measure, expiration };
  if (measure !== 'expiry') return { problem: `${measure} has no date: leave it out` };
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(expiration) && dateProblem(expiration) === null;
  return isDate ? { symbol, measure, expiration } : { problem: 'expected a date such as 2026-12-18' };
}

interface Limit {
  threshold: number;
  text: string;
  level?: AlertLevel;
}

/** A level in place of a number; `null` where the text names none. */
function readLevel(measure: AlertMeasure, text: string): Limit | { problem: string } | null {
  const plain = text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  const level = alertLevels.find((name) => name === plain);
  if (!level) return null;
  if (measure !== 'price') return { problem: `only a price is held against the ${level}` };
  return { threshold: 0, text: level, level };
}

function readLimit(
  measure: AlertMeasure,
  { units, min, max }: MeasureTraits,
  text: string,
): Limit | { problem: string } {
  const found = numberShape.exec(text)?.groups;
  const names = units && Object.keys(units);
  const bare = measure === 'price' ? `a number without a unit, or ${levelList}` : 'a number without a unit';
  const wanted = names ? `a number with ${names.join(', ')} after it` : bare;
  if (!found) return { problem: `expected ${wanted} after the comparison` };
  const unit = found.unit!;
  const worth = units ? units[unit] : unit === '' ? 1 : undefined;
  if (worth === undefined || (units && !Object.hasOwn(units, unit))) {
    return { problem: `${measure} takes ${wanted}` };
  }
  const threshold = Number(found.number) * worth;
  if (!(threshold >= min && threshold <= max)) {
    const last = names?.at(0) ?? '';
    const shown = (value: number) => `${value / (units?.[last] ?? 1)}${last}`;
    return { problem: `${measure} takes a number from ${shown(min)} to ${shown(max)}` };
  }
  return { threshold, text: `${found.number}${unit}` };
}

/**
 * A rule of settings that were checked already.
 * @throws TypeError for a text that is no rule
 */
export function alertRuleOf(text: string): AlertRule {
  const read = readAlertRule(text);
  if ('problem' in read) throw new TypeError(`Not an alert rule: ${text}: ${read.problem}`);
  return read.rule;
}

/** Whether a value meets the rule; `crosses` is met at an instant only, so never by a value. */
export function isMet(
  { comparison, threshold }: Pick<AlertRule, 'comparison' | 'threshold'>,
  value: number,
): boolean {
  switch (comparison) {
    case '>':
      return value > threshold;
    case '>=':
      return value >= threshold;
    case '<':
      return value < threshold;
    case '<=':
      return value <= threshold;
    case 'crosses':
      return false;
  }
}

/** The symbol that a rule is about, where `first` is the one of rules that name none; `null` for one about none. */
export function symbolOfRule(
  { symbol, measure }: { symbol: string | null; measure: string },
  first: string,
): string | null {
  return measure === 'budget' ? null : (symbol ?? first);
}

/** A rule's text with its symbol, also where it is not written. */
export function namedRuleText(
  rule: { text: string; symbol: string | null; measure: string },
  first: string,
): string {
  const symbol = symbolOfRule(rule, first);
  return symbol === null || rule.symbol !== null ? rule.text : `${symbol} ${rule.text}`;
}

/** What values of a rule are read from: a price that is held against a level, from the chain that has the level. */
export function inputOf({ measure, level }: Pick<AlertRule, 'measure' | 'level'>): MeasureTraits['from'] {
  return level === undefined ? measures[measure].from : 'chain';
}

/** Two rules with one key are one, however their symbol and number are written. @param first the symbol of rules that name none */
export function ruleKey(rule: AlertRule, first: string): string {
  const { measure, comparison, threshold, level, expiration } = rule;
  const line = level ?? threshold;
  return [symbolOfRule(rule, first), measure, expiration, comparison, line].join(' ');
}
