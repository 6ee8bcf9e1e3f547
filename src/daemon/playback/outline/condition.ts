import { SpyglassError } from '../../../base/errors.ts';
import { priceOfLevel } from '../../../market/alerts/alert-levels.ts';
import { type AlertComparison, inputOf, isMet, readAlertRule } from '../../../market/alerts/alert-rule.ts';
import type { AlertMeasure } from '../../../market/alerts/alert-measures.ts';
import type { RecordedLevels } from '../../../market/levels/levels.ts';

/** What a condition watches, and whether a value meets it. A crossing is met by a change of sides, and by no value. */
export interface RecordedCondition {
  /** `null`: the symbol that is looked at. */
  symbol: string | null;
  /** What its values are read from. */
  from: 'quote' | 'chain';
  /** Of an alert rule; `null` where a price is held against a level. */
  measure: Exclude<AlertMeasure, 'budget' | 'stale' | 'expiry'> | null;
  /** Of the price less a level: the value of one poll, `null` without one. Only where `measure` is `null`. */
  distance: (levels: RecordedLevels) => number | null;
  comparison: AlertComparison;
  threshold: number;
  isMet(value: number): boolean;
}

/**
 * Reads an alert rule about values that are recorded: `price < 700`, `iv > 30%`, `price crosses flip`.
 * @throws SpyglassError `usage` for what is none, and for a rule about what is not recorded
 */
export function readCondition(text: string): RecordedCondition {
  const read = readAlertRule(text);
  if ('problem' in read) {
    throw new SpyglassError('usage', `${text} is no condition: ${read.problem}.`, {
      hint: 'A condition is an alert rule, such as `price < 700` or `iv > 30%`, or a price and a level, such as `price crosses flip`.',
    });
  }
  const { rule } = read;
  const { measure, level, symbol, comparison, threshold } = rule;
  if (measure === 'budget' || measure === 'stale' || measure === 'expiry') {
    throw new SpyglassError('usage', `What \`${measure}\` watches is not recorded.`, {
      hint: 'price, change, spread, iv and put/call are.',
    });
  }
  return {
    ...{ symbol, comparison, threshold, measure: level === undefined ? measure : null },
    from: inputOf(rule) === 'quote' ? 'quote' : 'chain',
    distance(levels) {
      const at = level === undefined ? null : priceOfLevel(level, levels);
      return at === null || levels.spot === null ? null : levels.spot - at;
    },
    isMet: (value) => isMet(rule, value),
  };
}

/** A value of a condition, and when it was received (epoch ms). */
export interface ConditionValue {
  at: number;
  value: number;
}

/**
 * Where a condition begins to hold: the first value that meets it after one that did not, or without one before it; for a
 * crossing the first on another side than the one before.
 * @param values oldest first
 */
export function beginningsOf(
  { comparison, threshold, isMet: meets }: RecordedCondition,
  values: readonly ConditionValue[],
) {
  const beginnings: number[] = [];
  let held = false;
  let side = 0;
  for (const { at, value } of values) {
    if (comparison === 'crosses') {
      const next = Math.sign(value - threshold);
      if (next !== 0 && side !== 0 && next !== side) beginnings.push(at);
      if (next !== 0) side = next;
      continue;
    }
    const holds = meets(value);
    if (holds && !held) beginnings.push(at);
    held = holds;
  }
  return beginnings;
}
