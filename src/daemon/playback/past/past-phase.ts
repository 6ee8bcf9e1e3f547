import { hasDailyExpirations, nearestExpiration } from '../../../market/products/expirations.ts';
import type { PhaseState } from '../../../protocol/state.ts';
import { phaseState } from '../../market-days/market-hours.ts';
import { beginsLine, isOtherPhase } from '../../market-days/phase-watch.ts';
import { nearestBy } from '../../underlyings/chains/recorded-chain.ts';
import type { PastContext } from './past-context.ts';
import type { Span } from './past-reads.ts';

/** The phase of the main symbol's market as clients were shown it. */
export async function phaseAt(context: PastContext, at: number): Promise<PhaseState> {
  const { hours } = await context.marketAt(at);
  return phaseState(hours, at, await nearestAt(context, context.settings.symbol, at));
}

/** A symbol's nearest expiration at an instant. */
async function nearestAt({ recording, marketAt }: PastContext, symbol: string, at: number): Promise<string> {
  const { calendar } = (await marketAt(at)).hours;
  if (hasDailyExpirations(symbol, calendar, at)) return nearestExpiration(symbol, calendar, at);
  const ofLevels = (await recording.levels.at(symbol, at))?.expiration;
  return nearestBy(ofLevels, calendar, symbol, at).at(-1)!;
}

/** A phase that the market moved into. */
export interface PhaseChange {
  at: number;
  phase: PhaseState;
  /** Whether a new price line begins with it. */
  isNewLine: boolean;
}

/** The phases that the market moved into within a span. */
export async function phaseChangesIn(context: PastContext, { after, to }: Span): Promise<PhaseChange[]> {
  const changes: PhaseChange[] = [];
  let last = await phaseAt(context, after);
  for (let at = last.nextChangeAt; at <= to; at = last.nextChangeAt) {
    const phase = await phaseAt(context, at);
    if (isOtherPhase(last, phase)) changes.push({ at, phase, isNewLine: beginsLine(last, phase) });
    last = phase;
  }
  return changes;
}
