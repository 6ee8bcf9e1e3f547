import { fixedText } from '../../base/fixed-text.ts';
import type { Alert } from '../../market/alerts/alert.ts';
import { alertLevelNames } from '../../market/alerts/alert-levels.ts';
import { formatMeasure } from '../../market/alerts/alert-measures.ts';
import { type AlertRule, inputOf } from '../../market/alerts/alert-rule.ts';
import type { OpeningMove, RecordedLevels } from '../../market/levels/levels.ts';
import { lateNote } from '../../market/quotes/freshness.ts';
import { priceText, spotText } from '../../market/quotes/price-text.ts';
import type { DataTier } from '../../market/quotes/quote.ts';

/** An alert without its message, and what the message is made of. */
export interface FiredAlert extends Omit<Alert, 'message'> {
  /** One line for people, without how late the value is. */
  text: string;
  /** How late the vendor's values are; `null` for what is no value of the market. */
  tier: DataTier | null;
}

/** An alert whose message ends with how late its value is: `SPY price > 700: 700.12 (15 min late)`. */
export function alertOf({ text, tier, ...alert }: FiredAlert): Alert {
  const late = tier === null ? '' : lateNote(alert.at, alert.valueAt, tier);
  return { ...alert, message: `${text}${late}` };
}

/** Whether a rule is about a value of the market: an age, a time left and a count of calls are read at the moment of the alert. */
export function isOfMarket(rule: AlertRule): boolean {
  return inputOf(rule) === 'quote' || inputOf(rule) === 'chain';
}

/** What a rule that fired is about. */
export interface FiredRule {
  rule: AlertRule;
  symbol: string;
  direction: 'up' | 'down';
  value: number;
  /** Where the level lies that the rule names. */
  line?: number | undefined;
}

/** A rule that fired: `SPY price > 700: 700.12`, `SPY price crossed 700 upwards: 700.12`, `… crossed the gamma flip at 698.20 …`. */
export function ruleText({ rule, symbol, direction, value, line }: FiredRule): string {
  const { measure, comparison, level, expiration } = rule;
  const limit =
    level === undefined || line === undefined
      ? rule.text.slice(rule.text.lastIndexOf(' ') + 1)
      : `the ${alertLevelNames[level]} at ${priceText(line)}`;
  const words = [...(measure === 'budget' ? [] : [symbol]), measure, ...(expiration ? [expiration] : [])];
  const condition =
    comparison === 'crosses'
      ? `crossed ${limit} ${direction === 'up' ? 'upwards' : 'downwards'}`
      : `${comparison} ${limit}`;
  return `${words.join(' ')} ${condition}: ${formatMeasure(measure, value)}`;
}

type SpotOf = Pick<RecordedLevels, 'underlying' | 'spotSource'> & { spot: number };

/** A level that the spot crossed: `SPY 667.00 is now below the gamma flip at 668.00`. */
export function crossedText(of: SpotOf, direction: 'up' | 'down', name: string, level: string): string {
  const side = direction === 'up' ? 'above' : 'below';
  return `${of.underlying} ${spotText(of.spot, of.spotSource)} is now ${side} the ${name} at ${level}`;
}

/** `SPY 679.00 has used 101 % of the expected move of 8.90 from 670.00`. */
export function moveUsedText(of: SpotOf, percent: number, { straddle, reference }: OpeningMove): string {
  const move = `the expected move of ${straddle.toFixed(2)} from ${reference.toFixed(2)}`;
  return `${of.underlying} ${spotText(of.spot, of.spotSource)} has used ${percent.toFixed(0)} % of ${move}`;
}

/** `SPY at-the-money volatility went up from 14.0 to 20.0 % within 1 min`. */
export function jumpText(
  underlying: string,
  name: string,
  direction: 'up' | 'down',
  { from, to, elapsedMs }: { from: number; to: number; elapsedMs: number },
): string {
  const minutes = Math.max(1, Math.round(elapsedMs / 60_000));
  const change = `from ${fixedText(from, 1)} to ${fixedText(to, 1)} %`;
  return `${underlying} ${name} went ${direction} ${change} within ${minutes} min`;
}
