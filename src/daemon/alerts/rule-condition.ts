import { measures } from '../../market/alerts/alert-measures.ts';
import { type AlertRule, isMet } from '../../market/alerts/alert-rule.ts';
import type { Condition } from './rule-step.ts';

/** However wildly its value swings, a rule fires at most once in this time. */
const quietMs = 60_000;

/** The condition that a rule states. Margins are those of its measure. @param line where the level lies that it names */
export function conditionOf(rule: AlertRule, line?: number): Condition {
  const { comparison } = rule;
  const threshold = line ?? rule.threshold;
  const traits = measures[rule.measure];
  const margin = Math.abs(traits.margin(threshold));
  if (comparison === 'crosses') {
    return {
      kind: 'crossing',
      sideOf: (value) => (value > threshold ? 'above' : value < threshold ? 'below' : null),
      isClear: (value) => Math.abs(value - threshold) >= margin,
      quietMs,
    };
  }
  const isUpper = comparison.startsWith('>');
  return {
    kind: 'threshold',
    isMet: (value) => isMet({ comparison, threshold }, value),
    isBack: (value) => (isUpper ? value <= threshold - margin : value >= threshold + margin),
    direction: isUpper ? 'up' : 'down',
    isOfSession: traits.isOfSession,
    quietMs,
  };
}
