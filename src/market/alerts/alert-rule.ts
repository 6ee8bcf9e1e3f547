import { underlyingPattern } from '../symbols/ticker.ts';
import { type AlertMeasure, alertMeasures, measures, type MeasureTraits } from './alert-measures.ts';

export const alertComparisons = ['>', '>=', '<', '<=', 'crosses'] as const;

/** How a rule compares; `crosses` is met at an instant, in either direction. */
export type AlertComparison = (typeof alertComparisons)[number];

/** One line of `alerts.rules`, read. */
export interface AlertRule {
  /** The rule as written, in its plain form: single spaces, the measure in small letters. Two rules with one text are one. */
  text: string;
  /** `null`: the symbol whose chain is recorded; a rule on the budget has none at all. */
  symbol: string | null;
  measure: AlertMeasure;
  comparison: AlertComparison;
  /** Dollars a share, per cent, a ratio or milliseconds, as the measure has it. */
  threshold: number;
}

const example = 'expected a rule such as `price > 700`, `QQQ change < -1%` or `stale > 2m`';

const longestRule = 80;

const shape = /^(?<subject>[^<>=]*?)\s*(?<comparison>>=|<=|>|<|\bcrosses\b)\s*(?<limit>[^<>=]*)$/i;

const numberShape = /^(?<number>-?\d{1,9}(?:\.\d{1,6})?)\s*(?<unit>[a-z%$]*)$/i;

/** A rule, or what is wrong with the text in words to show. */
export type ReadRule = { rule: AlertRule } | { problem: string };

/**
 * Reads `[SYMBOL] MEASURE COMPARISON NUMBER[UNIT]`. Strict: a number without its unit could mean two things, and an alert
 * that was misread never rings.
 */
export function readAlertRule(text: string): ReadRule {
  if (text.length > longestRule) return { problem: `expected at most ${longestRule} characters` };
  const parts = shape.exec(text.trim())?.groups;
  if (!parts) return { problem: example };
  const words = parts.subject!.split(/\s+/).filter((word) => word !== '');
  const measure = alertMeasures.find((name) => name === words.at(-1)?.toLowerCase());
  if (!measure || words.length > 2) return { problem: `expected one of ${alertMeasures.join(', ')}` };
  const traits = measures[measure];
  const symbol = words.length === 2 ? words[0]! : null;
  if (symbol !== null && !underlyingPattern.test(symbol)) {
    return { problem: `expected an upper-case symbol such as SPY before ${measure}` };
  }
  if (symbol !== null && measure === 'budget') return { problem: 'the budget has no symbol: leave it out' };

  const comparison = parts.comparison!.toLowerCase() as AlertComparison;
  if (measure === 'stale' && comparison !== '>') return { problem: 'a quote is stale above an age: use >' };
  const limit = readLimit(measure, traits, parts.limit!.trim());
  if ('problem' in limit) return limit;
  const subject = symbol === null ? measure : `${symbol} ${measure}`;
  return {
    rule: {
      text: `${subject} ${comparison} ${limit.text}`,
      symbol,
      measure,
      comparison,
      threshold: limit.threshold,
    },
  };
}

function readLimit(
  measure: AlertMeasure,
  { units, min, max }: MeasureTraits,
  text: string,
): { threshold: number; text: string } | { problem: string } {
  const found = numberShape.exec(text)?.groups;
  const names = units && Object.keys(units);
  const wanted = names ? `a number with ${names.join(', ')} after it` : 'a number without a unit';
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
export function isMet({ comparison, threshold }: AlertRule, value: number): boolean {
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
