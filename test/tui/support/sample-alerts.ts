import type { Alert } from '../../../src/market/alerts/alert.ts';
import { alertRuleOf } from '../../../src/market/alerts/alert-rule.ts';
import type { AlertsReport, RuleState } from '../../../src/protocol/alerts.ts';
import { sampleNow } from './sample-times.ts';

export function sampleRule(text: string, given: Partial<RuleState> = {}): RuleState {
  return {
    ...alertRuleOf(text),
    ...{
      isMet: null,
      since: null,
      isArmed: false,
      value: null,
      valueAt: null,
      lastFiredAt: null,
      idle: null,
    },
    ...given,
  };
}

export function sampleAlert(given: Partial<Alert> = {}): Alert {
  return {
    at: sampleNow - 185_000,
    kind: 'rule',
    symbol: 'SPY',
    message: 'SPY price > 671: 671.04',
    direction: 'up',
    value: 671.04,
    valueAt: null,
    level: 671,
    source: 'simulator',
    rule: 'price > 671',
    ...given,
  };
}

const seen = (agoMs: number) => ({ valueAt: sampleNow - agoMs });

/** A rule in each state that there is, and the alerts of a morning. */
export function sampleAlerts(): AlertsReport {
  const met = { isMet: true, since: sampleNow - 185_000, lastFiredAt: sampleNow - 185_000 };
  const level = (agoMs: number, message: string) =>
    sampleAlert({ at: sampleNow - agoMs, kind: 'gamma-flip', message, rule: undefined });
  return {
    rules: [
      sampleRule('price > 671', { ...met, value: 671.2, ...seen(3000) }),
      sampleRule('price crosses 670', { isArmed: true, value: 671.2, ...seen(3000) }),
      sampleRule('change < -1%', { isMet: false, since: 1, isArmed: true, value: 0.52, ...seen(3000) }),
      sampleRule('change > 0.55%', { isMet: false, since: 1, value: 0.52, ...seen(3000) }),
      sampleRule('QQQ price > 600', { idle: 'QQQ is not watched' }),
      sampleRule('iv > 40%', { isMet: false, isArmed: true, value: 14.2, ...seen(900_000) }),
      sampleRule('spread > 5%'),
      sampleRule('stale > 2m', { isMet: false, isArmed: true, value: 0, ...seen(3000) }),
    ],
    recent: [
      sampleAlert(),
      level(1_800_000, 'SPY 668.87 is now below the gamma flip at 669.42'),
      level(9_000_000, 'SPY 672.52 has used 100 % of the expected move of 4.12 from 668.40'),
    ],
  };
}
