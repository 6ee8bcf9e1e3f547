import { type AlertRule, isMet } from '../../market/alerts/alert-rule.ts';
import { measures } from '../../market/alerts/alert-measures.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';

/** What is remembered of one rule from value to value. */
export interface RuleMemory {
  isMet: boolean | null;
  since: number | null;
  isArmed: boolean;
  value: number | null;
  valueAt: number | null;
  lastFiredAt: number | null;
  idle: string | null;
  /** Session that the value is of; `null` before the first. */
  session: string | null;
  /** For `crosses`: the side that is known, by having been told or by being the first. */
  side: 'above' | 'below' | null;
}

export const untouched: RuleMemory = {
  isMet: null,
  since: null,
  isArmed: false,
  value: null,
  valueAt: null,
  lastFiredAt: null,
  idle: null,
  session: null,
  side: null,
};

/**
 * Of a rule that fired in an earlier run on the same day: nothing is known of its value since, so that what was told is
 * not told again until the value is seen to have gone back.
 */
export const toldBefore = (firedAt: number): RuleMemory => ({
  ...untouched,
  lastFiredAt: firedAt,
  session: newYorkDate(firedAt),
});

/** A value, when it was read and, by the vendor's account where it gives one, made; or why there is none that counts. */
export type Reading =
  | { value: number; at: number; madeAt: number | null; session: string }
  | { idle: string };

export interface RuleStep {
  memory: RuleMemory;
  /** The direction in which the threshold was crossed; `null`: nothing to tell. */
  fires: 'up' | 'down' | null;
}

/** The same rule is not told more often than this, however wildly its value swings. */
const quietMs = 60_000;

/**
 * One more value of a rule. Edge-triggered: it fires when the value begins to meet it, and again only after the value has
 * gone back past the threshold by the measure's margin. What is met by the first value of all was met before anybody
 * watched, and is not told; a figure of the session starts anew with each session, so that its first value may fire.
 * Within the quiet time nothing is lost: what is still met when it ends is told then.
 */
export function nextStep(rule: AlertRule, before: RuleMemory, reading: Reading): RuleStep {
  if ('idle' in reading) return { memory: { ...before, idle: reading.idle }, fires: null };
  const { value, at } = reading;
  const seen = { ...sameSession(rule, before, reading), value, valueAt: at, idle: null };
  const isQuiet = seen.lastFiredAt !== null && at - seen.lastFiredAt < quietMs;
  if (rule.comparison === 'crosses') return crossing(rule, seen, value, at, isQuiet);

  const met = isMet(rule, value);
  const isFirst = seen.isMet === null && seen.lastFiredAt === null;
  const isArmed = isFirst ? !met : seen.isArmed || hasGoneBack(rule, value);
  const memory = { ...seen, isMet: met, isArmed, since: met === seen.isMet ? seen.since : at };
  if (!met || !isArmed || isQuiet) return { memory, fires: null };
  const fires = rule.comparison.startsWith('>') ? 'up' : 'down';
  return { memory: { ...memory, isArmed: false, lastFiredAt: at }, fires };
}

function sameSession(rule: AlertRule, before: RuleMemory, { session }: { session: string }): RuleMemory {
  const isNew = before.session !== null && before.session !== session;
  if (!isNew || !measures[rule.measure].isOfSession) return { ...before, session };
  return { ...before, session, isMet: false, since: null, isArmed: true };
}

function hasGoneBack({ measure, comparison, threshold }: AlertRule, value: number): boolean {
  const margin = Math.abs(measures[measure].margin(threshold));
  return comparison.startsWith('>') ? value <= threshold - margin : value >= threshold + margin;
}

function crossing(
  { measure, threshold }: AlertRule,
  seen: RuleMemory,
  value: number,
  at: number,
  isQuiet: boolean,
): RuleStep {
  const side = value > threshold ? 'above' : value < threshold ? 'below' : seen.side;
  const isAway = Math.abs(value - threshold) >= Math.abs(measures[measure].margin(threshold));
  const isArmed = seen.isArmed || isAway;
  if (seen.side === null) return { memory: { ...seen, side, isArmed }, fires: null };
  if (side === seen.side || !isArmed || isQuiet) return { memory: { ...seen, isArmed }, fires: null };
  // A jump over the line and well away from it is told and ready for the way back at once.
  return {
    memory: { ...seen, side, isArmed: isAway, lastFiredAt: at },
    fires: side === 'above' ? 'up' : 'down',
  };
}
