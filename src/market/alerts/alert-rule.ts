import { signedText } from '../../base/fixed-text.ts';
import { priceText } from '../quotes/price-text.ts';

/** What a rule can watch. Each is a standard figure of the trade; `measures` says exactly which. */
export const alertMeasures = ['price', 'change', 'spread', 'iv', 'put/call', 'budget', 'stale'] as const;
export type AlertMeasure = (typeof alertMeasures)[number];

export const alertComparisons = ['>', '>=', '<', '<=', 'crosses'] as const;
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

export interface MeasureTraits {
  /** What it is, exactly, for the docs. */
  summary: string;
  /** What it is read from: a quote of the rule's symbol, the 0-DTE chain, the calls made, or the passing of time. */
  from: 'quote' | 'chain' | 'budget' | 'clock';
  /** What must stand after the number, with what one of it is worth; none where the number stands alone. */
  units: Readonly<Record<string, number>> | null;
  /** Thresholds that make sense, in the measure's own unit. */
  min: number;
  max: number;
  /** How far a value must go back past the threshold before the rule can fire again. */
  margin(threshold: number): number;
  /** A figure of one session: it starts anew with the next. */
  isOfSession: boolean;
}

const minuteMs = 60_000;
const percent = { '%': 1 };

/**
 * Margins are a few times what the figure moves by from poll to poll when nothing happens: 35 cents of SPY at 700, half
 * of a tenth of a per cent of change, a tenth of a spread, a fiftieth of volatility.
 */
export const measures: Readonly<Record<AlertMeasure, MeasureTraits>> = {
  price: {
    summary: 'price in dollars a share: the last trade, or what stands in for it; never a close',
    from: 'quote',
    units: null,
    min: 0.01,
    max: 1_000_000,
    margin: (threshold) => threshold * 0.0005,
    isOfSession: false,
  },
  change: {
    summary: 'change of the price since the previous close in per cent',
    from: 'quote',
    units: percent,
    min: -100,
    max: 1000,
    margin: () => 0.05,
    isOfSession: true,
  },
  spread: {
    summary:
      'bid–ask spread of the at-the-money straddle of the 0-DTE chain: both asks less both bids, in per cent of the straddle’s mid',
    from: 'chain',
    units: percent,
    min: 0,
    max: 200,
    margin: (threshold) => threshold * 0.1,
    isOfSession: true,
  },
  iv: {
    summary:
      'at-the-money implied volatility of the 0-DTE chain, annualized, in per cent; not in the last half hour, when it is mostly the size of a tick',
    from: 'chain',
    units: percent,
    min: 0,
    max: 1000,
    margin: (threshold) => threshold * 0.02,
    isOfSession: true,
  },
  'put/call': {
    summary: 'put/call ratio of the 0-DTE chain by today’s volume',
    from: 'chain',
    units: null,
    min: 0,
    max: 1000,
    margin: (threshold) => threshold * 0.02,
    isOfSession: true,
  },
  budget: {
    summary: 'API calls of the last 60 s in per cent of those allowed a minute',
    from: 'budget',
    units: percent,
    min: 1,
    max: 100,
    margin: () => 10,
    isOfSession: false,
  },
  stale: {
    summary:
      'age of the last price, bid or ask by the vendor’s time, in `s`, `m` or `h`, counted from the open while the stock trades (regular hours); never under 15m on a delayed plan',
    from: 'clock',
    units: { s: 1000, m: minuteMs, h: 60 * minuteMs },
    min: 5000,
    max: 12 * 60 * minuteMs,
    margin: () => 0,
    isOfSession: true,
  },
};

const example = 'expected a rule such as `price > 700`, `QQQ change < -1%` or `stale > 2m`';
const longestRule = 80;
const shape = /^(?<subject>[^<>=]*?)\s*(?<comparison>>=|<=|>|<|\bcrosses\b)\s*(?<limit>[^<>=]*)$/i;
const symbolShape = /^[A-Z][A-Z.]{0,9}$/;
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
  if (symbol !== null && !symbolShape.test(symbol)) {
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
 * A rule that was read before, when the settings were.
 * @throws TypeError where the text is none
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

/** A value of a measure as people read it: `700.12`, `-1.04%`, `1.52`, `2:05` for an age; of one that is not known, the number. */
export function formatMeasure(measure: AlertMeasure | 'unknown', value: number): string {
  switch (measure) {
    case 'price':
      return priceText(value);
    case 'change':
      return `${signedText(value, 2)}%`;
    case 'spread':
    case 'iv':
      return `${value.toFixed(1)}%`;
    case 'put/call':
      return value.toFixed(2);
    case 'unknown':
      return String(value);
    case 'budget':
      return `${value.toFixed(0)}%`;
    case 'stale': {
      const seconds = Math.max(0, Math.floor(value / 1000));
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    }
  }
}
