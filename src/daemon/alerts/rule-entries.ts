import { type AlertRule, alertRuleOf, maxAlertRules, ruleKey } from '../../market/alerts/alert-rule.ts';
import type { AddedRule } from './added/rules-file.ts';

/** A rule with the symbol that it is about. */
export interface WatchedRule {
  rule: AlertRule;
  symbol: string;
}

/** A rule that stands in the settings, or was added to them. */
export interface StandingRule extends WatchedRule {
  /** Of one that was added; `null` for one of the settings. */
  id: number | null;
  /** There are more rules before it than are watched. */
  isSurplus: boolean;
}

/** The settings' rules in their order, and then what was added beside them, each once. @param first the symbol of rules that name none */
export function standingRules(
  settingsRules: readonly string[],
  added: readonly AddedRule[],
  first: string,
): StandingRule[] {
  const own = settingsRules.map((text) => ({ id: null, rule: alertRuleOf(text) }));
  const keys = new Set(own.map(({ rule }) => ruleKey(rule, first)));
  const others = added
    .map(({ id, text }) => ({ id, rule: alertRuleOf(text) }))
    .filter(({ rule }) => !keys.has(ruleKey(rule, first)));
  return [...own, ...others].map(({ id, rule }, index) => ({
    ...{ id, rule, symbol: rule.symbol ?? first, isSurplus: index >= maxAlertRules },
  }));
}
