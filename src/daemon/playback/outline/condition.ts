import { SpyglassError } from '../../../base/errors.ts';
import {
  type AlertComparison,
  alertComparisons,
  isMet,
  readAlertRule,
} from '../../../market/alerts/alert-rule.ts';
import { type AlertMeasure, measures } from '../../../market/alerts/alert-measures.ts';
import type { RecordedLevels } from '../../../market/levels/levels.ts';

/** Levels that a price is held against, by the words that people type. */
const levelWords = {
  flip: ({ byOpenInterest }: RecordedLevels) => byOpenInterest?.gammaFlip ?? null,
  'call wall': ({ byOpenInterest }: RecordedLevels) => byOpenInterest?.callWall ?? null,
  'put wall': ({ byOpenInterest }: RecordedLevels) => byOpenInterest?.putWall ?? null,
  'max pain': ({ maxPain }: RecordedLevels) => maxPain,
} as const;

/** What a condition watches, and whether a value meets it. A crossing is met by a change of sides, and by no value. */
export interface RecordedCondition {
  /** `null`: the symbol that is looked at. */
  symbol: string | null;
  /** What its values are read from. */
  from: 'quote' | 'chain';
  /** Of an alert rule; `null` where a price is held against a level. */
  measure: Exclude<AlertMeasure, 'budget' | 'stale'> | null;
  /** Of the price less a level: the value of one poll, `null` without one. Only where `measure` is `null`. */
  distance: (levels: RecordedLevels) => number | null;
  comparison: AlertComparison;
  threshold: number;
  isMet(value: number): boolean;
}

const levelShape = new RegExp(
  `^(?:(?<symbol>[A-Z][A-Z0-9.:]*)\\s+)?price\\s*(?<comparison>>=|<=|>|<|\\bcrosses\\b)\\s*(?<level>${Object.keys(levelWords).join('|')})$`,
  'i',
);

/**
 * Reads an alert rule, or a price held against a level: `price < 700`, `iv > 30%`, `price crosses flip`.
 * @throws SpyglassError `usage` for what is neither, and for a rule about what is not recorded
 */
export function readCondition(text: string): RecordedCondition {
  const parts = levelShape.exec(text.trim().replace(/\s+/g, ' '))?.groups;
  if (parts) return againstLevel(parts);
  const read = readAlertRule(text);
  if ('problem' in read) {
    throw new SpyglassError('usage', `${text} is no condition: ${read.problem}.`, {
      hint: 'A condition is an alert rule, such as `price < 700` or `iv > 30%`, or a price and a level, such as `price crosses flip`.',
    });
  }
  const { rule } = read;
  const { measure } = rule;
  if (measure === 'budget' || measure === 'stale') {
    throw new SpyglassError('usage', `What \`${measure}\` watches is not recorded.`, {
      hint: 'price, change, spread, iv and put/call are.',
    });
  }
  return {
    ...{ symbol: rule.symbol, measure, comparison: rule.comparison, threshold: rule.threshold },
    from: measures[measure].from === 'quote' ? 'quote' : 'chain',
    distance: () => null,
    isMet: (value) => isMet(rule, value),
  };
}

function againstLevel(parts: Record<string, string>): RecordedCondition {
  const comparison = alertComparisons.find((word) => word === parts.comparison!.toLowerCase())!;
  const level = levelWords[parts.level!.toLowerCase() as keyof typeof levelWords];
  const rule = { comparison, threshold: 0 };
  return {
    ...{ symbol: parts.symbol ?? null, from: 'chain', measure: null, ...rule },
    distance(levels) {
      const at = level(levels);
      return at === null || levels.spot === null ? null : levels.spot - at;
    },
    isMet: (value) => isMet({ text: '', symbol: null, measure: 'price', ...rule }, value),
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
