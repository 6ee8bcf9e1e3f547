import type { Alert } from '../../market/alerts/alert.ts';
import type { RecordedLevels } from '../../market/levels/levels.ts';
import { alertOf } from './alert-text.ts';
import { gammaFlip, jump, type LevelCondition, moveUsed, wallCrossing } from './level-conditions.ts';
import { comparableMemory, type LevelMemory, withPoll } from './level-memory.ts';
import { nextStep } from './rule-step.ts';

/** When to alert; 0 means never. */
export interface AlertThresholds {
  /** Per cent of the session's expected move. */
  moveUsedPercent: number;
  /** Percentage points of at-the-money volatility within five minutes. */
  volatilityPoints: number;
  /** Percentage points of 25-delta skew within five minutes. */
  skewPoints: number;
}

/**
 * The built-in alerts of one more poll. A crossing fires once a direction; a threshold fires once, and again after the
 * value has gone back by a margin. The first poll of a session fires no crossing.
 * @param before what is remembered of earlier polls; `null` for none
 * @param session of the poll's day; outside of the options' trading hours nothing fires
 */
export function nextAlerts(
  before: LevelMemory | null,
  levels: RecordedLevels,
  thresholds: AlertThresholds,
  session: { open: number; optionClose: number } | null,
): { memory: LevelMemory | null; alerts: Alert[] } {
  const { timestamp, expiration } = levels;
  const isTrading = session && timestamp >= session.open && timestamp < session.optionClose;
  const isOld = before?.expiration === expiration && timestamp <= before.at;
  if (!isTrading || isOld) return { memory: before, alerts: [] };

  const memory = comparableMemory(before, levels);
  const rules = { ...memory.rules };
  const alerts: Alert[] = [];
  for (const { kind, condition, reading, alert } of conditionsOf(memory, levels, thresholds)) {
    const step = nextStep(condition, rules[kind], reading);
    rules[kind] = step.memory;
    if (step.fires === null) continue;
    alerts.push(
      alertOf({
        ...{ kind, at: timestamp, valueAt: reading.madeAt, symbol: levels.underlying },
        ...{ source: levels.source, tier: levels.tier },
        ...alert(step.fires),
      }),
    );
  }
  return { memory: { ...withPoll(memory, levels), rules }, alerts };
}

/** What can be read from a poll; a missing figure changes nothing. */
function conditionsOf(
  before: LevelMemory,
  levels: RecordedLevels,
  thresholds: AlertThresholds,
): LevelCondition[] {
  return [
    gammaFlip(levels, before),
    wallCrossing('callWall', levels, before),
    wallCrossing('putWall', levels, before),
    moveUsed(levels, thresholds.moveUsedPercent),
    jump('volatility', levels, before, thresholds.volatilityPoints),
    jump('skew', levels, before, thresholds.skewPoints),
  ].filter((condition) => condition !== null);
}
