import { newYorkDate } from '../../market/calendar/new-york-time.ts';

/** Side of a line on which a value lies. */
export type Side = 'above' | 'below';

/** When values fire an alert. The settings' rules and the built-in alerts on levels are both made of these. */
export type Condition = ThresholdCondition | CrossingCondition;

/** Fires when a value begins to meet it, and again only after a value has gone back. */
export interface ThresholdCondition {
  kind: 'threshold';
  isMet(value: number): boolean;
  /** Whether a value is past the threshold by the margin on the other side, so that the condition is armed again. */
  isBack(value: number): boolean;
  /** Direction of its alerts. */
  direction: 'up' | 'down';
  /** The value is a figure of one session: it starts at "not met" with the next. */
  isOfSession: boolean;
  /** No second alert within this time, in milliseconds; what is still met when it ends fires then. */
  quietMs: number;
}

/** Fires when values change from one side of a line to the other. */
export interface CrossingCondition {
  kind: 'crossing';
  /** `null`: too close to the line, so that the side before counts. */
  sideOf(value: number): Side | null;
  /** Whether a value is far enough from the line to arm the condition. */
  isClear(value: number): boolean;
  quietMs: number;
}

/** What is remembered of one condition from value to value. */
export interface RuleMemory {
  isMet: boolean | null;
  since: number | null;
  isArmed: boolean;
  value: number | null;
  valueAt: number | null;
  lastFiredAt: number | null;
  idle: string | null;
  /** Session of the value; `null` before the first. */
  session: string | null;
  /** For a crossing: the last known side. */
  side: Side | null;
}

/** Before the first value. A first value that meets the condition does not fire. */
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

/** Before the first value, of a condition that the first value may fire. */
export const armed: RuleMemory = { ...untouched, isMet: false, isArmed: true };

/**
 * Of a rule that fired in an earlier run on the same day. Its value since then is not known: it does not fire again until
 * the value is seen to have gone back.
 */
export const firedBefore = (firedAt: number): RuleMemory => ({
  ...untouched,
  lastFiredAt: firedAt,
  session: newYorkDate(firedAt),
});

/** A value, or why there is none that counts. */
export type Reading = ValueReading | { idle: string };

/** One value that a condition is held against, with its time. */
export interface ValueReading {
  value: number;
  /** Epoch ms at which it was read. */
  at: number;
  /** Epoch ms of the value by the vendor's account; `null` where it gives none. */
  madeAt: number | null;
  /** Session of the value. */
  session: string;
  /** For a crossing whose line has moved: the side of the new line that the value before was on. */
  sideBefore?: Side | null;
  /** Where the level lies that the rule names; absent where it names none. */
  line?: number;
}

/** What one value makes of a condition: the new memory, and whether an alert fires. */
export interface RuleStep {
  memory: RuleMemory;
  /** Direction of the alert; `null`: none. */
  fires: 'up' | 'down' | null;
}

/** What one more value makes of a condition. Edge-triggered: an alert fires once, and again only once it is armed again. */
export function nextStep(condition: Condition, before: RuleMemory, reading: Reading): RuleStep {
  if ('idle' in reading) return { memory: { ...before, idle: reading.idle }, fires: null };
  const { value, at, session } = reading;
  const isQuiet = before.lastFiredAt !== null && at - before.lastFiredAt < condition.quietMs;
  const seen = { ...before, session, value, valueAt: at, idle: null };
  if (condition.kind === 'threshold') {
    const isNewSession = before.session !== null && before.session !== session;
    const anew = isNewSession && condition.isOfSession && { isMet: false, since: null, isArmed: true };
    return atThreshold(condition, { ...seen, ...anew }, value, at, isQuiet);
  }
  const side = reading.sideBefore === undefined ? before.side : reading.sideBefore;
  return atLine(condition, { ...seen, side }, value, at, isQuiet);
}

function atThreshold(
  condition: ThresholdCondition,
  seen: RuleMemory,
  value: number,
  at: number,
  isQuiet: boolean,
): RuleStep {
  const isMet = condition.isMet(value);
  const isFirst = seen.isMet === null && seen.lastFiredAt === null;
  const isArmed = isFirst ? !isMet : seen.isArmed || condition.isBack(value);
  const memory = { ...seen, isMet, isArmed, since: isMet === seen.isMet ? seen.since : at };
  if (!isMet || !isArmed || isQuiet) return { memory, fires: null };
  return { memory: { ...memory, isArmed: false, lastFiredAt: at }, fires: condition.direction };
}

function atLine(
  condition: CrossingCondition,
  seen: RuleMemory,
  value: number,
  at: number,
  isQuiet: boolean,
): RuleStep {
  const side = condition.sideOf(value) ?? seen.side;
  const isClear = condition.isClear(value);
  const isArmed = seen.isArmed || isClear;
  if (seen.side === null) return { memory: { ...seen, side, isArmed }, fires: null };
  if (side === seen.side || !isArmed || isQuiet) return { memory: { ...seen, isArmed }, fires: null };
  // After a jump well past the line, the way back may fire at once.
  return {
    memory: { ...seen, side, isArmed: isClear, lastFiredAt: at },
    fires: side === 'above' ? 'up' : 'down',
  };
}
