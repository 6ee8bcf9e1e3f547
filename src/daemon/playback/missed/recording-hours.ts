import { recordedSymbolsOf } from '../../../config/settings/recorded-symbols.ts';
import type { MissedGap, MissedJob } from '../../../protocol/missed.ts';
import type { Gap } from '../../../recordings/gaps.ts';
import { optionHours } from '../../market-days/option-hours.ts';
import { dueWithin, isNothingDue } from '../../recording/gaps/job-coverage.ts';
import { type Stretch, stretchesWithin } from '../../recording/gaps/session-stretches.ts';
import { createPastCoverage, firstPollMs, type SessionFacts } from '../past/coverage/past-coverage.ts';
import type { PastContext } from '../past/past-context.ts';
import { keepersAt, type PastKeeper } from '../past/past-expirations.ts';

/** A holiday of six weeks; more would keep the reader from others who ask it. */
const maxSessions = 30;

/** A range of time: from one instant to another (epoch ms). */
export interface MissedRange {
  since: number;
  until: number;
}

/**
 * The recording hours in a range, session by session, as long as the options of any recorded symbol trade, and where they
 * begin: later than the range where it has too many.
 */
export async function recordingHours(
  { marketAt, settings }: PastContext,
  { since, until }: MissedRange,
): Promise<{ since: number; stretches: Stretch[] }> {
  const { hours } = await marketAt(until);
  const byDate = new Map<string, Stretch>();
  for (const underlying of recordedSymbolsOf(settings)) {
    for (const stretch of stretchesWithin(optionHours({ underlying }, hours).scheduled, since, until)) {
      const { date, to } = stretch;
      if (!hours.stoodClosed(date) && to > (byDate.get(date)?.to ?? 0)) byDate.set(date, stretch);
    }
  }
  const all = [...byDate.values()].sort((one, other) => one.from - other.from);
  const stretches = all.slice(-maxSessions);
  return { since: stretches.length < all.length ? stretches[0]!.from : since, stretches };
}

/** What one job recorded in some recording hours, with its gaps. */
export interface KeptJob extends MissedJob {
  gaps: MissedGap[];
}

/** What each job recorded in the recording hours of one session. @param until the end of the range: a gap that is open then lasts */
export async function keptIn(context: PastContext, stretch: Stretch, until: number): Promise<KeptJob[]> {
  const at = stretch.to - 1;
  const coverage = createPastCoverage(context, until);
  const kept: KeptJob[] = [];
  for (const keeper of await keepersAt(context, at)) {
    const facts = await coverage.factsOf(keeper, at);
    const { date, optionClose } = facts.session;
    // The options of a share stop trading before those of an ETF.
    const own = { date, from: stretch.from, to: Math.min(stretch.to, optionClose) };
    if (own.to <= own.from) continue;
    const gaps = await context.recording.gaps.ofSession(keeper.symbol, date, until);
    for (const [name, job] of jobsOf(keeper)) {
      const ofJob = gaps.filter((gap) => gap.job === name);
      if (isDue(facts, ofJob, name, own.to)) kept.push(keptOf({ symbol: keeper.symbol, job }, ofJob, own));
    }
  }
  return kept;
}

/** Its jobs, as the gaps name them and as clients know them. */
function jobsOf({ expiration, jobs }: PastKeeper): [name: string, job: string][] {
  if (expiration !== null) return [[`chain ${expiration}`, jobs.chain]];
  return [
    ['quote', jobs.quote ?? 'quote'],
    ['chain', jobs.chain],
  ];
}

/** Whether a job was to record: not before the first recording of its symbol, and no chain that the plan has not. */
function isDue(
  { session, firstChainAt, hadChain, isKnown }: SessionFacts,
  gaps: readonly Gap[],
  name: string,
  to: number,
): boolean {
  if (gaps.length > 0) return true;
  if (!isKnown) return false;
  return name === 'quote' || firstChainAt !== null || (hadChain && to < session.open + firstPollMs);
}

function keptOf(of: { symbol: string; job: string }, gaps: readonly Gap[], { from, to }: Stretch): KeptJob {
  const counted = gaps.filter((gap) => !isNothingDue(gap));
  return {
    ...of,
    ...dueWithin(gaps, from, to),
    gaps: counted
      .filter((gap) => gap.startedAt < to && (gap.endedAt ?? to) > from)
      .map(({ startedAt, endedAt, reason }) => ({
        ...of,
        from: Math.max(startedAt, from),
        to: endedAt === null ? null : Math.min(endedAt, to),
        reason,
      })),
  };
}
